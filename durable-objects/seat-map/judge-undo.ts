import { refundReasons } from "../../contracts/events.ts";
import type { UndoOrderInput } from "../../contracts/ledger-orders.ts";
import type { BookingRow, HoldRow, Ledger } from "./ledger.ts";
import { refundLines, worthOf } from "./money.ts";
import { ownHold, subjectOf } from "./own-hold.ts";
import type { Proposal, Refused, View } from "./view.ts";

export type UndoCommand = UndoOrderInput & { type: "undo" };

/**
 * Judges the undoing of a reservation whose order came to nothing. The buyer gets all that was paid for its seats back, whatever the policy says, however
 * late it is and whoever came in already: no failure here could be made good elsewhere. RESERVATION_NOT_FOUND, RESERVATION_NOT_YOURS; NOT_CANCELLABLE with
 * details.reason EXCHANGE_RUNNING, because what the booking is worth may be another showtime's at any moment.
 */
export function judgeUndo(view: View, command: UndoCommand, at: number): Proposal[] | Refused {
  const hold = ownHold(view, command);
  if ("code" in hold) return hold;
  if (hold.exchange !== null) return [];
  if (hold.status === "ACTIVE" && !view.isLapsed(hold)) return [{ op: "RELEASE", ...subjectOf(hold) }];
  const booking = undoable(view.ledger, hold, command.order);
  if (booking === null) return [];
  if (booking.pin !== null) return { code: "NOT_CANCELLABLE", details: { reason: "EXCHANGE_RUNNING" } };
  const { id: bookingId, token, userId, seats } = booking;
  const refunds = refundLines(booking, worthOf(seats), { refundId: command.refundId, reason: refundReasons.ORDER_FAILED, at });
  return [{ op: "CANCEL", token, userId, bookingId, seats, cause: "ORDER_FAILED", by: "system", refunds }];
}

/** What the hold became, if the order's end concerns it: not if it has ended, or is another order's or nobody's but the payment's. */
function undoable({ bookings }: Ledger, { bookingId }: HoldRow, order: string | undefined): BookingRow | null {
  const booking = bookings.get(bookingId ?? "");
  if (booking?.status !== "CONFIRMED") return null;
  const isOther = order !== undefined && booking.order !== order && (booking.order ?? booking.paymentId) !== null;
  return isOther ? null : booking;
}
