import type { BookingRefund, CancelBooking, CancelledBooking } from "../../contracts/bookings.ts";
import type { RefundLine } from "../../contracts/events.ts";
import { payRefunds } from "../payments/pay-refunds.ts";
import { auditRow } from "../platform/audit.ts";
import { actorName, type TenantCtx } from "../platform/context.ts";
import { newId } from "../platform/ids.ts";
import { ledgerReply } from "./ledger-reply.ts";
import { reachableBooking } from "./reachable-booking.ts";
import { noteWrite } from "./recent-reads.ts";
import { askLedger } from "./showtime-ledger.ts";

/**
 * Cancels seats of a booking, or all of it, and gives back what the showtime's policy says: the buyer one's own, whoever manages the showtime anyone's.
 * The seats are free at once and go to whoever waits for them. `refund.status` PENDING: decided, and on its way. Errors: BOOKING_NOT_FOUND,
 * SEAT_NOT_FOUND, NOT_CANCELLABLE with `details.reason`.
 */
export async function cancelBooking(
  ctx: TenantCtx,
  { bookingId, seatIds }: CancelBooking & { bookingId: string },
): Promise<CancelledBooking> {
  const { showtimeId, userId } = await reachableBooking(ctx, bookingId);
  const command = {
    userId,
    bookingId,
    ...(seatIds && { seatIds }),
    cause: userId === null ? ("ORGANIZER" as const) : ("BUYER" as const),
    by: actorName(ctx.actor),
    refundId: newId("refund", ctx.now()),
  };
  const answer = await askLedger(ctx, showtimeId, { idempotent: false }, (ledger) => ledger.cancelBooking(command));
  noteWrite(ctx.tenant.appId, showtimeId);
  const { booking, refund, refunds } = ledgerReply(answer, (cancelled) => cancelled).data;
  if (userId === null) await auditRow(ctx, { action: "booking.cancel", subject: bookingId, after: { seatIds, refunded: refund.amount } });
  return { booking, refund: { ...refund, status: await statusOfPaying(ctx, bookingId, refunds) } };
}

/** The ledger has decided the refunds and tells of them by an event too: what fails here is done by that. */
async function statusOfPaying(ctx: TenantCtx, bookingId: string, refunds: RefundLine[]): Promise<BookingRefund["status"]> {
  if (refunds.length === 0) return "NONE";
  const lines = refunds.map((line) => ({ ...line, bookingId }));
  const paid = await payRefunds(ctx, ctx.tenant.appId, lines).catch((error: unknown) => {
    ctx.log.error("refunds wait for their event", error, { booking: bookingId });
    return new Set();
  });
  return refunds.every(({ id }) => paid.has(id)) ? "SUCCEEDED" : "PENDING";
}
