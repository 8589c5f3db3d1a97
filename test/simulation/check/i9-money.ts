import type { Fact } from "../../../durable-objects/seat-map/ledger.ts";
import type { History, ShowHistory, Violation } from "../history.ts";
import { type Replayed, type Say, sum, walk } from "./replay.ts";

/**
 * I9: what goes back is what the policy, the difference of an exchange, or whoever sells says; from no payment more than it brought, and each refund once. At rest,
 * per app and currency, what was taken less what was given back is what the bookings are worth.
 */
export function money(history: History): Violation[] {
  const violations: Violation[] = [];
  const ends = new Map<ShowHistory, Replayed>();
  for (const show of history.shows) {
    ends.set(show, walk(show, { invariant: "I9", into: violations }, judge, judgeAfter));
  }
  violations.push(...wrongRefunds(history));
  if (history.atRest) violations.push(...unbalanced(history, ends));
  return violations;
}

function judge(fact: Fact, before: Replayed, say: Say): void {
  if (fact.op === "CANCEL") {
    const given = sum(fact.refunds.map(({ amount }) => ({ price: amount })));
    const booking = before.bookings.get(fact.bookingId);
    const worth = fact.seats.reduce((total, { index }) => total + (booking?.seats.get(index) ?? 0), 0);
    const percent = percentAt(before, fact.at);
    // An order that came to nothing gives all back; an organizer may give everything back whatever the policy says; a cancelled showtime always does.
    const due = fact.cause === "BUYER" ? [share(worth, percent)] : fact.cause === "ORGANIZER" ? [share(worth, percent), worth] : [worth];
    if (!due.includes(given))
      say(`gives ${given} back where ${due.join(" or ")} is due, for seats ${fact.seats.map(({ index }) => index)}`);
  }
  if (fact.op === "REFUND") judgeRefund(fact, before, say);
  if (fact.op === "EXCHANGE" || fact.op === "CONFIRM") {
    const hold = before.holds.get(fact.token);
    const from = hold?.exchange?.from ?? null;
    const worth = fact.op === "EXCHANGE" ? sum(fact.freed) : (from?.amount ?? 0);
    const costs = sum(fact.seats);
    if (fact.op === "EXCHANGE" || from !== null) {
      const given = sum((fact.refunds ?? []).map(({ amount }) => ({ price: amount })));
      if (given !== Math.max(0, worth - costs)) say(`gives ${given} back for ${worth} exchanged for ${costs}`);
      if (fact.price !== Math.max(0, costs - worth)) say(`asks ${fact.price} for ${worth} exchanged for ${costs}`);
    } else if (fact.price !== costs) say(`asks ${fact.price} for seats of ${costs}`);
  }
}

/** What goes back and takes no seat makes the seats worth so much less, or all of what they are worth. */
function judgeRefund({ bookingId, refunds, worth }: Extract<Fact, { op: "REFUND" }>, { bookings }: Replayed, say: Say): void {
  const seats = bookings.get(bookingId)?.seats ?? new Map<number, number>();
  const given = sum(refunds.map(({ amount }) => ({ price: amount })));
  const before = [...seats.values()].reduce((total, price) => total + price, 0);
  const isSame = worth.length === seats.size && worth.every(({ index, price }) => price >= 0 && price <= (seats.get(index) ?? -1));
  if (given < 1 || !isSame) say(`gives ${given} back for seats of ${before}, which become ${JSON.stringify(worth)}`);
  if (before - sum(worth) !== Math.min(given, before))
    say(`gives ${given} back, and seats of ${before} are worth ${sum(worth)} afterwards`);
}

function judgeAfter(fact: Fact, state: Replayed, say: Say): void {
  if (!("bookingId" in fact)) return;
  const booking = state.bookings.get(fact.bookingId);
  if (booking === undefined) return;
  for (const [paymentId, { amount, back }] of booking.payments) if (back > amount) say(`${back} of ${paymentId}'s ${amount} go back`);
  if (booking.refunded + booking.transferred > booking.amount)
    say(`${booking.id} gave ${booking.refunded} of ${booking.amount} back and took ${booking.transferred} along`);
}

/** The policy, read anew. */
function percentAt({ terms }: Replayed, at: number): number {
  if (terms.cancelled) return 100;
  if (!terms.cancellation || terms.startsAtMs === undefined) return 0;
  const hours = (terms.startsAtMs - at) / 3_600_000;
  if (hours >= terms.cancellation.fullRefundUntilHours) return 100;
  const { partialRefundUntilHours: until, partialRefundPercent: percent } = terms.cancellation;
  return until !== null && until !== undefined && hours >= until ? (percent ?? 0) : 0;
}

const share = (amount: number, percent: number): number => Math.round((amount * percent) / 100);

/** Refunds that the books have and the log has not, that were paid twice, or that are more than their payment. */
function wrongRefunds({ shows, payments, refunds, atRest }: History): Violation[] {
  if (refunds === null || payments === null) return [];
  const violations: Violation[] = [];
  const say = (sentence: string) => violations.push({ invariant: "I9", showtimeId: null, seq: null, sentence });
  const decided = new Map<string, { paymentId: string; amount: number }>();
  for (const { log } of shows) {
    for (const { fact } of log) {
      for (const line of "refunds" in fact ? (fact.refunds ?? []) : []) {
        if (decided.has(line.id)) say(`the refund ${line.id} was decided twice`);
        decided.set(line.id, line);
      }
    }
  }
  const ofPayment = new Map<string, number>();
  for (const { id, paymentId, bookingId, amount, paid } of refunds) {
    const line = decided.get(id);
    if (bookingId !== null && line === undefined) say(`the refund ${id} of ${bookingId} was never decided`);
    if (line !== undefined && (line.amount !== amount || line.paymentId !== paymentId))
      say(`the refund ${id} is ${amount} and was decided as ${line.amount}`);
    if (paid > amount || (atRest && paid !== amount)) say(`the refund ${id} of ${amount} was paid ${paid}`);
    ofPayment.set(paymentId, (ofPayment.get(paymentId) ?? 0) + Math.max(paid, amount));
    decided.delete(id);
  }
  if (atRest) for (const [id, { amount }] of decided) if (amount > 0) say(`the refund ${id} of ${amount} is not in the books`);
  for (const { id, captured } of payments) {
    const back = ofPayment.get(id) ?? 0;
    if (back > captured) say(`${back} of the ${captured} that ${id} took go back`);
  }
  return violations;
}

function unbalanced({ payments, refunds }: History, ends: ReadonlyMap<ShowHistory, Replayed>): Violation[] {
  if (payments === null || refunds === null) return [];
  const kept = new Map<string, number>();
  const add = (key: string, amount: number) => kept.set(key, (kept.get(key) ?? 0) + amount);
  const currencies = new Map(payments.map(({ id, currency }) => [id, currency]));
  for (const { appId, currency, captured } of payments) add(`${appId} ${currency}`, captured);
  for (const { appId, paymentId, paid } of refunds) add(`${appId} ${currencies.get(paymentId)}`, -paid);
  for (const [{ terms }, { bookings }] of ends) {
    for (const { amount, refunded, transferred } of bookings.values()) {
      add(`${terms.appId} ${terms.currency}`, -(amount - refunded - transferred));
    }
  }
  return [...kept]
    .filter(([, over]) => over !== 0)
    .map(([key, over]) => ({
      invariant: "I9",
      showtimeId: null,
      seq: null,
      sentence: `${key}: ${over} more was taken and not given back than the bookings are worth`,
    }));
}
