import type { Ctx } from "../platform/context.ts";

/**
 * What can be found. Of showtimes: MISSING_IN_D1, STALE_IN_D1 and SEATS_DIFFER are mended by having the object tell D1 anew; AHEAD_OF_OBJECT, a row that the
 * object has not, is never deleted; NOT_TOLD: D1 has not heard of what happened for seconds. What the others mean say those who find them; `docs/reconciliation.md`
 * has them all.
 */
export const findingKinds = [
  "MISSING_IN_D1",
  "STALE_IN_D1",
  "SEATS_DIFFER",
  "AHEAD_OF_OBJECT",
  "NOT_TOLD",
  "PAYMENT_PENDING",
  "PAYMENT_UNUSED",
  "PAYMENT_DIFFERS",
  "BOOKING_UNPAID",
  "REFUND_STUCK",
  "BOOKS_DIFFER",
  "PROVIDER_DIFFERS",
  "MESSAGES_MISSING",
  "ROOM_STALE",
  "FACTS_WAIT",
  "MAILS_WAIT",
] as const;
export type FindingKind = (typeof findingKinds)[number];

/** Something that is not as it should be. `subject`: the id of what it is about. `healed`: it was mended; otherwise somebody must look. */
export interface Finding {
  kind: FindingKind;
  subject: string;
  detail: string;
  healed: boolean;
}

/** What a page of one part did. `done`: things that were looked at; `next`: where to go on, null at the part's end. */
export interface PartStep<Place> {
  next: Place | null;
  done: number;
  findings: Finding[];
}

/** Of one page. The numbers of the report count all of them. */
const loggedMax = 50;
const mendedShownMax = 20;

/** The report of a page: numbers that add up, and the findings themselves. What was not mended also goes to the log, for whoever watches it. */
export function reportOf(ctx: Ctx, looked: string, { done, findings }: PartStep<unknown>): Record<string, unknown> {
  const open = findings.filter(({ healed }) => !healed);
  const mended = findings.filter(({ healed }) => healed);
  for (const { kind, subject, detail } of open.slice(0, loggedMax))
    ctx.log.error("the reconciliation found something that it cannot mend", detail, { kind, subject });
  return {
    [looked]: done,
    healed: mended.length,
    unhealed: open.length,
    // A run's list grows only so far: what nobody has to see to shall not fill it.
    ...(findings.length > 0 && { findings: [...open, ...mended.slice(0, mendedShownMax)] }),
  };
}
