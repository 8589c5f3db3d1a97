import type { Booking, BookingRefund } from "../../contracts/bookings.ts";
import { payOut } from "../payments/pay-out.ts";
import { listRefundsOfBooking } from "../payments/read.ts";
import type { TenantCtx } from "../platform/context.ts";

/**
 * What an exchange gives back, paid at once if D1 has heard of it already; else its event and the sweep see to it. `refundId`: what the ids of its
 * refunds begin with, `amount` their sum.
 */
export async function refundOf(
  ctx: TenantCtx,
  { booking: { bookingId, currency }, refundId, amount }: { booking: Booking; refundId: string; amount: number },
): Promise<BookingRefund> {
  const paid = await paidNow(ctx, bookingId, refundId).catch((error: unknown) => {
    ctx.log.error("refunds wait for their event", error, { booking: bookingId });
    return 0;
  });
  return { id: refundId, amount, currency, percent: 100, status: paid === amount ? "SUCCEEDED" : "PENDING" };
}

async function paidNow(ctx: TenantCtx, bookingId: string, refundId: string): Promise<number> {
  const known = (await listRefundsOfBooking(ctx, bookingId)).filter(({ id }) => id.startsWith(refundId));
  const paid = await payOut(
    ctx,
    known.map(({ id }) => id),
  );
  return known.reduce((sum, { id, amount }) => sum + (paid.has(id) ? amount : 0), 0);
}
