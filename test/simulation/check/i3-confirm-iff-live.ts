import type { Fact } from "../../../durable-objects/seat-map/ledger.ts";
import type { History, Operation, PaymentRecord, Violation } from "../history.ts";
import { type Replayed, type Say, walk } from "./replay.ts";

/**
 * I3: a confirmation succeeds exactly when the hold lives, is the caller's, and a payment of exactly its price, or its part of an order's payment, less
 * the discount stands in its currency; an exchange also needs its booking as it was when the hold was made.
 */
export function confirmIffLive({ shows, operations, payments }: History): Violation[] {
  const violations: Violation[] = [];
  const byId = payments === null ? null : new Map(payments.map((payment) => [payment.id, payment]));
  for (const show of shows) {
    const refused = Map.groupBy(operations.filter(isRefusedConfirm(show.terms.showtimeId)), ({ seq }) => seq);
    walk(
      show,
      { invariant: "I3", into: violations },
      (fact, before, say) => {
        if (fact.op !== "CONFIRM" && fact.op !== "EXCHANGE") return;
        judge(fact, before, say);
        judgePayment(fact, before, byId, say);
      },
      (fact, state, say) => {
        for (const operation of refused.get(fact.seq) ?? []) judgeRefusal(operation, { state, byId }, say);
      },
    );
  }
  return violations;
}

function judge(fact: Extract<Fact, { op: "CONFIRM" | "EXCHANGE" }>, before: Replayed, say: Say): void {
  const { token, userId, price, at } = fact;
  const hold = before.holds.get(token);
  if (hold === undefined) {
    say(`there is no hold ${token}`);
    return;
  }
  if (hold.status !== "ACTIVE") say(`${token} is ${hold.status}`);
  if (at >= hold.until) say(`${token} ran out at ${hold.until} and is confirmed at ${at}`);
  if (hold.userId !== userId) say(`${token} is ${hold.userId}'s, not ${userId}'s`);
  const off = fact.op === "CONFIRM" ? (fact.discount?.amount ?? 0) : 0;
  if (off < 0 || hold.price - off !== price) say(`${token} was held for ${hold.price} and is confirmed for ${price}, with ${off} off`);
  if (hold.exchange !== null && (off > 0 || (fact.op === "CONFIRM" && fact.order !== undefined))) say(`${token} is held for an exchange`);
  if ((fact.op === "EXCHANGE") !== Boolean(hold.exchange?.own)) say(`${token} was held for something else`);
  if (fact.op !== "EXCHANGE") return;
  const booking = before.bookings.get(fact.bookingId);
  if (booking === undefined || booking.seq !== hold.exchange?.own?.bookingSeq)
    say(`${fact.bookingId} is not what it was when ${token} was held`);
}

function judgePayment(
  { paymentId, price, userId }: Extract<Fact, { op: "CONFIRM" | "EXCHANGE" }>,
  { terms }: Replayed,
  payments: ReadonlyMap<string, PaymentRecord> | null,
  say: Say,
): void {
  if (paymentId === null) {
    if (price > 0) say(`costs ${price} and nothing is paid`);
    return;
  }
  const payment = payments?.get(paymentId);
  if (payments === null) return;
  if (payment === undefined || payment.captured === 0) {
    say(`${paymentId} was never taken`);
    return;
  }
  // What an order's payment pays for together, I10 looks at.
  const isPaid = payment.orderId ? payment.captured >= price : payment.captured === price;
  if (!isPaid || payment.currency !== terms.currency) {
    say(`${paymentId} took ${payment.captured} ${payment.currency} for ${price} ${terms.currency}`);
  }
  if (payment.userId !== userId) say(`${paymentId} is ${payment.userId}'s, not ${userId}'s`);
}

const isRefusedConfirm =
  (showtimeId: string) =>
  ({ asked, outcome, showtimeId: of, at }: Operation): boolean =>
    asked.op === "confirm" && of === showtimeId && at !== null && outcome !== "ok" && outcome !== "unknown";

interface Known {
  state: Replayed;
  byId: ReadonlyMap<string, PaymentRecord> | null;
}

function judgeRefusal({ asked, outcome, userId, at }: Operation, { state, byId }: Known, say: Say): void {
  if (asked.op !== "confirm" || at === null) return;
  const hold = state.holds.get(asked.token);
  const own = hold?.exchange?.own ? state.bookings.get(hold.exchange.bookingId) : undefined;
  const isOff = Boolean(hold?.exchange?.own) && (own?.seq !== hold?.exchange?.own?.bookingSeq || at >= (state.terms.startsAtMs ?? at + 1));
  const lives = hold !== undefined && hold.userId === userId && hold.status === "ACTIVE" && at < hold.until && !isOff;
  const payment = asked.paymentId === null ? null : byId?.get(asked.paymentId);
  const entered = own !== undefined && [...own.seats.keys()].some((index) => state.entries.has(`${own.id} ${index}`));
  if (outcome === "RESERVATION_EXPIRED" && lives && !entered) say(`${asked.token} lives until ${hold.until} and was called over at ${at}`);
  if (outcome === "RESERVATION_CONFIRMED" && hold?.status !== "CONFIRMED")
    say(`${asked.token} was called confirmed and is ${hold?.status}`);
  const { part } = asked;
  const isRight = part ? part.price === hold?.price && hold.exchange === null : payment?.captured === hold?.price;
  if (outcome === "PAYMENT_AMOUNT_MISMATCH" && lives && isRight && (payment?.currency ?? state.terms.currency) === state.terms.currency) {
    say(`${asked.paymentId} took what ${asked.token} costs and was refused`);
  }
  if (outcome === "PAYMENT_NOT_SUCCESSFUL" && lives && asked.paymentId === null && hold.price === 0) say(`${asked.token} costs nothing`);
  if (outcome === "RESERVATION_NOT_FOUND" && hold !== undefined) say(`${asked.token} is there and was not found`);
}
