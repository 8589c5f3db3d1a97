import { refundReasons } from "../../contracts/events.ts";
import type { TermsChange } from "../../contracts/ledger.ts";
import { limits } from "../../contracts/limits.ts";
import type { Ledger } from "./ledger.ts";
import { refundLines, worthOf } from "./money.ts";
import { subjectOf } from "./own-hold.ts";
import type { Proposal, View } from "./view.ts";

/** What the organizer decides of the whole showtime. */
export type ShowCommand =
  | { type: "terms"; change: TermsChange; by: string }
  | { type: "cancelShow"; by: string; reason: string | null }
  /** The next few bookings of a cancelled showtime. */
  | { type: "cancelSlice" };

/** Judges a decision about the whole showtime. What is decided already changes nothing. */
export function judgeShow(view: View, command: ShowCommand, at: number): Proposal[] {
  const { ledger } = view;
  switch (command.type) {
    case "terms":
      return Object.keys(command.change).length === 0 ? [] : [terms(ledger, command)];
    case "cancelShow":
      return ledger.terms.cancelled ? [] : [{ op: "CANCEL_SHOW", by: command.by, reason: command.reason }, ...releases(view, command.by)];
    case "cancelSlice":
      return ledger.terms.cancelled ? slice(ledger, at) : [];
  }
}

function terms(ledger: Ledger, { by, change }: Extract<ShowCommand, { type: "terms" }>): Proposal {
  const { startsAtMs } = ledger.terms;
  const isMoved = startsAtMs !== undefined && change.startsAtMs !== undefined && change.startsAtMs !== startsAtMs;
  return { op: "TERMS", by, change, ...(isMoved && { movedFromMs: startsAtMs }) };
}

function releases(view: View, by: string): Proposal[] {
  const proposals: Proposal[] = [];
  for (const hold of view.ledger.holds.values()) {
    if (hold.status === "ACTIVE" && !view.isLapsed(hold)) proposals.push({ op: "RELEASE", ...subjectOf(hold), by });
  }
  return proposals;
}

/** Bookings that are being exchanged for another showtime wait until that is settled. */
function slice(ledger: Ledger, at: number): Proposal[] {
  const proposals: Proposal[] = [];
  const by = ledger.terms.cancelled?.by ?? "system";
  for (const booking of ledger.bookings.values()) {
    if (proposals.length === limits.refundsPerSliceMax) break;
    if (booking.status !== "CONFIRMED" || booking.pin !== null) continue;
    const { id: bookingId, token, userId, seats } = booking;
    const refundId = `ref_${bookingId.slice(3).replaceAll("-", "")}_show`;
    const refunds = refundLines(booking, worthOf(seats), { refundId, reason: refundReasons.SHOWTIME_CANCELLED, at });
    proposals.push({ op: "CANCEL", token, userId, bookingId, seats, cause: "SHOWTIME_CANCELLED", by, refunds });
  }
  return proposals;
}

/** Whether a cancelled showtime has bookings that the next slice takes. */
export function hasSlice({ terms, bookings }: Ledger): boolean {
  if (!terms.cancelled) return false;
  for (const { status, pin } of bookings.values()) if (status === "CONFIRMED" && pin === null) return true;
  return false;
}
