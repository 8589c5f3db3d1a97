import type { Fact } from "../../../durable-objects/seat-map/ledger.ts";
import type { History, ShowHistory, Violation } from "../history.ts";
import { Replayed } from "./replay.ts";

type Confirm = { show: ShowHistory; fact: Extract<Fact, { op: "CONFIRM" }> };

/**
 * I10 of orders: an order's payment pays for nothing but its reservations, and not for more than it took. At rest an order is booked whole, or nothing that
 * came of it lives; and what its payment took and no booking has went back.
 */
export function ordersWhole(history: History): Violation[] {
  const violations: Violation[] = [];
  const confirms = history.shows.flatMap((show) =>
    show.log.flatMap(({ fact }): Confirm[] => (fact.op === "CONFIRM" ? [{ show, fact }] : [])),
  );
  violations.push(...wrongPayments(history, confirms));
  if (history.atRest && history.orders !== null) violations.push(...halves(history, history.orders, confirms));
  return violations;
}

function wrongPayments({ payments, refunds, atRest }: History, confirms: readonly Confirm[]): Violation[] {
  const violations: Violation[] = [];
  const byId = new Map(payments?.filter(({ orderId }) => orderId).map((payment) => [payment.id, payment]));
  const paid = new Map<string, number>();
  for (const { show, fact } of confirms) {
    const payment = byId.get(fact.paymentId ?? "");
    if (payment === undefined) continue;
    paid.set(payment.id, (paid.get(payment.id) ?? 0) + fact.price);
    if (fact.order === payment.orderId) continue;
    const sentence = `${fact.op} at ${fact.seq}: ${payment.id} is ${payment.orderId}'s and pays for ${fact.bookingId} of ${fact.order ?? "no order"}`;
    violations.push({ invariant: "I10", showtimeId: show.terms.showtimeId, seq: fact.seq, sentence });
  }
  for (const { id, captured } of byId.values()) {
    const used = paid.get(id) ?? 0;
    const rest = refunds?.find(({ paymentId, bookingId }) => paymentId === id && bookingId === null)?.paid ?? 0;
    const isLeft = atRest && refunds !== null && used + rest !== captured;
    const sentence =
      used > captured
        ? `${id} took ${captured} and pays for bookings of ${used}`
        : isLeft && `${id} took ${captured}, of which bookings have ${used}, and ${rest} went back`;
    if (sentence) violations.push({ invariant: "I10", showtimeId: null, seq: null, sentence });
  }
  return violations;
}

function halves({ shows }: History, orders: NonNullable<History["orders"]>, confirms: readonly Confirm[]): Violation[] {
  const ends = new Map(shows.map((show) => [show, endOf(show)]));
  const undone = new Set(
    shows.flatMap(({ log }) => log.flatMap(({ fact }) => (fact.op === "CANCEL" && fact.cause === "ORDER_FAILED" ? [fact.bookingId] : []))),
  );
  const ofOrder = Map.groupBy(confirms, ({ fact }) => fact.order ?? null);
  return orders.flatMap(({ id, state, tokens }): Violation[] => {
    const booked = ofOrder.get(id) ?? [];
    const living = booked.filter(({ show, fact }) => ends.get(show)?.bookings.get(fact.bookingId)?.status === "CONFIRMED");
    const missing = tokens.filter((token) => !booked.some(({ fact }) => fact.token === token && !undone.has(fact.bookingId)));
    const sentence =
      state === "BOOKED"
        ? missing.length > 0 && `${id} is booked, and there is no booking of ${missing}, or it was undone`
        : state !== "UNDONE"
          ? `at rest ${id} is ${state}`
          : living.length > 0 && `${id} is undone, and ${living.map(({ fact }) => fact.bookingId)} lives`;
    return sentence ? [{ invariant: "I10", showtimeId: null, seq: null, sentence }] : [];
  });
}

function endOf({ terms, log }: ShowHistory): Replayed {
  const end = new Replayed(terms);
  for (const { fact } of log) end.apply(fact);
  return end;
}
