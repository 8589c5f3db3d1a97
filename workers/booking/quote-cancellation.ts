import type { CancelBooking, RefundQuote } from "../../contracts/bookings.ts";
import { granted } from "../platform/call-object.ts";
import type { TenantCtx } from "../platform/context.ts";
import { reachableBooking } from "./reachable-booking.ts";
import { askLedger } from "./showtime-ledger.ts";

/** What `cancelBooking` would give back at this moment, and whether it would at all. Changes nothing. Errors: BOOKING_NOT_FOUND, SEAT_NOT_FOUND. */
export async function quoteCancellation(
  ctx: TenantCtx,
  { bookingId, seatIds }: CancelBooking & { bookingId: string },
): Promise<RefundQuote> {
  const { showtimeId, userId } = await reachableBooking(ctx, bookingId);
  const asked = { userId, bookingId, ...(seatIds && { seatIds }) };
  return granted(await askLedger(ctx, showtimeId, { idempotent: true }, (ledger) => ledger.quoteCancellation(asked))).quote;
}
