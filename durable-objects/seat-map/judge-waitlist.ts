import { limits } from "../../contracts/limits.ts";
import { couldEverFit } from "./choose-seats.ts";
import type { Ledger, WaitlistRow } from "./ledger.ts";
import { saleRefusal } from "./sale.ts";
import type { Proposal, Refused, View } from "./view.ts";

export type WaitlistCommand =
  | { type: "wait"; waitlistId: string; userId: string; quantity: number; tier: string | null; adjacent: boolean | null }
  /** `userId` null: whoever manages the showtime, or the account's end. */
  | { type: "leave"; waitlistId: string; userId: string | null };

/**
 * Judges a wish to wait: SALE_NOT_OPEN once the sale is over (before it opens one may wait), HOLD_LIMIT_REACHED for more than one person may have,
 * NOT_ENOUGH_SEATS if the house could not fulfil it even when empty, ALREADY_WAITING, WAITLIST_FULL.
 */
export function judgeWait(view: View, command: Extract<WaitlistCommand, { type: "wait" }>, at: number): Proposal[] | Refused {
  const { terms, waitsOf } = view.ledger;
  const { waitlistId, userId, quantity, tier, adjacent } = command;
  const closed = saleRefusal(view, at);
  if (closed !== null && closed.details?.reason !== "NOT_YET") return closed;
  const waitsAlready = waitsOf.get(userId);
  if (waitsAlready !== undefined && !hasLapsed(view, waitsAlready))
    return { code: "ALREADY_WAITING", details: { waitlistId: waitsAlready } };
  if (quantity > terms.maxSeatsPerUser) return { code: "HOLD_LIMIT_REACHED", details: { maxSeatsPerUser: terms.maxSeatsPerUser } };
  if (waitsOf.size >= limits.waitlistPerShowtimeMax) return { code: "WAITLIST_FULL" };
  if (!couldEverFit(view, { quantity, tier, adjacent, accessible: false })) {
    return { code: "NOT_ENOUGH_SEATS", details: { quantity, ...(tier !== null && { tier }) } };
  }
  return [{ op: "WAIT", waitlistId, userId, quantity, tier, adjacent }];
}

/** Judges the end of waiting: WAITLIST_ENTRY_NOT_FOUND. Leaving an offer gives its seats back; what has ended stays as it ended. */
export function judgeLeave(view: View, { waitlistId, userId }: Extract<WaitlistCommand, { type: "leave" }>): Proposal[] | Refused {
  const { waitlist, holds } = view.ledger;
  const entry = waitlist.get(waitlistId);
  if (entry === undefined || (userId !== null && entry.userId !== userId)) return { code: "WAITLIST_ENTRY_NOT_FOUND" };
  if (entry.status === "WAITING") return [{ op: "LEAVE", waitlistId, userId: entry.userId, becomes: "LEFT" }];
  const offered = entry.status === "OFFERED" ? holds.get(entry.token ?? "") : undefined;
  if (offered === undefined || view.isLapsed(offered)) return [];
  return [{ op: "RELEASE", token: offered.token, userId: offered.userId, seats: offered.seats }];
}

function hasLapsed(view: View, waitlistId: string): boolean {
  const entry: WaitlistRow | undefined = view.ledger.waitlist.get(waitlistId);
  const offered = view.ledger.holds.get(entry?.token ?? "");
  return offered !== undefined && view.isLapsed(offered);
}

/** Who waits at which place: 1 is whoever is next. */
export function positionsIn({ waiting }: Ledger): Map<string, number> {
  const positions = new Map<string, number>();
  for (const waitlistId of waiting) positions.set(waitlistId, positions.size + 1);
  return positions;
}
