import type { History, Violation } from "../history.ts";

/** I10: a payment pays for one thing, unless it is an order's; and at rest whatever was taken has a booking, or went back whole. */
export function paidForOnce({ shows, payments, refunds, atRest }: History): Violation[] {
  const violations: Violation[] = [];
  const paid = new Map<string, string>();
  const ofOrders = new Set(payments?.flatMap(({ id, orderId }) => (orderId ? [id] : [])));
  for (const { terms, log } of shows) {
    for (const { fact } of log) {
      if ((fact.op !== "CONFIRM" && fact.op !== "EXCHANGE") || fact.paymentId === null || ofOrders.has(fact.paymentId)) continue;
      const other = paid.get(fact.paymentId);
      if (other !== undefined) {
        const sentence = `${fact.op} at ${fact.seq}: ${fact.paymentId} pays for ${fact.bookingId} and paid for ${other}`;
        violations.push({ invariant: "I10", showtimeId: terms.showtimeId, seq: fact.seq, sentence });
      }
      paid.set(fact.paymentId, fact.bookingId);
    }
  }
  if (!atRest || payments === null || refunds === null) return violations;
  for (const { id, captured, orderId } of payments) {
    if (orderId) continue;
    const back = refunds.filter(({ paymentId, bookingId }) => paymentId === id && bookingId === null);
    const sum = back.reduce((total, refund) => total + refund.paid, 0);
    const sentence = paid.has(id)
      ? sum > 0 && `${id} paid for ${paid.get(id)}, and ${sum} of it went back as if for nothing`
      : captured > 0 && sum !== captured && `${id} took ${captured} for nothing, and ${sum} went back`;
    if (sentence) violations.push({ invariant: "I10", showtimeId: null, seq: null, sentence });
  }
  return violations;
}
