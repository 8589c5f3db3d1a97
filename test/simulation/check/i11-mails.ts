import type { Fact } from "../../../durable-objects/seat-map/ledger.ts";
import type { History, Violation } from "../history.ts";

/** I11: a mail tells of something that is in the log, reaches the provider once, and at rest nothing that wants one is without. */
export function mailsOfFacts({ shows, mails, atRest }: History): Violation[] {
  if (mails === null) return [];
  const violations: Violation[] = [];
  const facts = new Map<string, Fact>();
  for (const { terms, log } of shows) for (const { fact } of log) facts.set(`${terms.showtimeId} ${fact.seq}`, fact);
  const written = new Set<string>();
  for (const { showtimeId, seq, kind, deliveries, state } of mails) {
    const say = (sentence: string) =>
      violations.push({ invariant: "I11", showtimeId, seq, sentence: `the mail ${kind} at ${seq} ${sentence}` });
    const fact = facts.get(`${showtimeId} ${seq}`);
    if (fact === undefined || kindOf(fact) !== kind) say(`tells of ${fact?.op ?? "nothing"}`);
    if (deliveries > 1 || written.has(`${showtimeId} ${seq}`)) say(`was sent more than once`);
    if (atRest && state === "PENDING") say("was never sent");
    written.add(`${showtimeId} ${seq}`);
  }
  if (!atRest) return violations;
  for (const [key, fact] of facts) {
    const kind = kindOf(fact);
    if (kind === null || written.has(key)) continue;
    violations.push({
      invariant: "I11",
      showtimeId: key.split(" ")[0] ?? null,
      seq: fact.seq,
      sentence: `nobody was written ${kind} at ${fact.seq}`,
    });
  }
  return violations;
}

function kindOf(fact: Fact): string | null {
  switch (fact.op) {
    case "CONFIRM":
      return "booking.confirmed";
    case "EXCHANGE":
    case "REFUND":
      return "booking.updated";
    case "CANCEL":
      return "booking.cancelled";
    case "HOLD":
      return fact.waitlistId ? "waitlist.offered" : null;
    default:
      return null;
  }
}
