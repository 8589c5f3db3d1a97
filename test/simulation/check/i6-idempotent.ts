import type { History, Violation } from "../history.ts";

/** I6: the same caller, key and wish have one effect and one answer; a confirmation repeated with its payment has one booking. */
export function idempotent({ shows, operations }: History): Violation[] {
  const violations: Violation[] = [];
  const say = (showtimeId: string, seq: number | null, sentence: string) => violations.push({ invariant: "I6", showtimeId, seq, sentence });
  for (const { terms, log } of shows) {
    const holds = Map.groupBy(
      log.filter(({ fact, key }) => key !== null && fact.op === "HOLD" && !fact.waitlistId),
      ({ key }) => key,
    );
    for (const [key, made] of holds) {
      if (made.length > 1) say(terms.showtimeId, made[1]?.fact.seq ?? null, `the key ${key} made ${made.length} holds`);
    }
  }
  const keyed = operations.filter(({ key, outcome }) => key !== null && outcome === "ok");
  for (const [key, answers] of Map.groupBy(keyed, ({ key, userId }) => `${userId} ${key}`)) {
    const told = new Set(answers.map((answer) => JSON.stringify(answer.told)));
    if (told.size > 1)
      say(answers[0]?.showtimeId ?? "", answers[0]?.seq ?? null, `${key} was answered in ${told.size} ways: ${[...told].join(" ")}`);
  }
  const confirms = operations.filter(({ asked, outcome }) => asked.op === "confirm" && outcome === "ok");
  for (const [token, answers] of Map.groupBy(confirms, ({ asked }) => (asked.op === "confirm" ? asked.token : ""))) {
    const bookings = new Set(answers.map(({ told }) => told.bookingId));
    if (bookings.size > 1) say(answers[0]?.showtimeId ?? "", answers[0]?.seq ?? null, `${token} became ${[...bookings].join(" and ")}`);
  }
  return violations;
}
