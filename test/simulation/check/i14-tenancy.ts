import type { History, Violation } from "../history.ts";

/** I14: whoever succeeds is of the showtime's app, and so is every payment, refund and row of it. */
export function tenancy({ shows, operations, payments, refunds, projection }: History): Violation[] {
  const violations: Violation[] = [];
  const apps = new Map(shows.map(({ terms }) => [terms.showtimeId, terms.appId]));
  const say = (showtimeId: string | null, seq: number | null, sentence: string) =>
    violations.push({ invariant: "I14", showtimeId, seq, sentence });
  for (const { outcome, showtimeId, appId, asked, proc, seq } of operations) {
    if (outcome === "ok" && apps.get(showtimeId) !== appId)
      say(showtimeId, seq, `${proc} of ${appId} did ${asked.op} in ${apps.get(showtimeId)}`);
  }
  const payer = new Map(payments?.map(({ id, appId }) => [id, appId]));
  for (const { terms, log } of shows) {
    for (const { fact } of log) {
      if ((fact.op !== "CONFIRM" && fact.op !== "EXCHANGE") || fact.paymentId === null || !payer.has(fact.paymentId)) continue;
      const of = payer.get(fact.paymentId);
      if (of !== terms.appId)
        say(terms.showtimeId, fact.seq, `${fact.op} at ${fact.seq}: ${fact.paymentId} of ${of} pays in ${terms.appId}`);
    }
  }
  for (const { id, paymentId, appId } of refunds ?? []) {
    if (payer.get(paymentId) !== appId) say(null, null, `the refund ${id} is of ${appId}, its payment of ${payer.get(paymentId)}`);
  }
  for (const { id, showtimeId, appId, seq } of projection ?? []) {
    if (apps.get(showtimeId) !== appId) say(showtimeId, seq, `the row of ${id} is of ${appId}, its showtime of ${apps.get(showtimeId)}`);
  }
  return violations;
}
