import type { Booking, BookingRefund } from "../../contracts/bookings.ts";
import { listRefundsOfBooking } from "../payments/read.ts";
import { tryPayOut } from "../payments/refund-payment.ts";
import type { TenantCtx } from "../platform/context.ts";

/**
 * What an exchange gives back, paid at once if D1 has heard of it already; else its event and the sweep see to it. `refundId`: what the ids of its
 * refunds begin with, `amount` their sum.
 */
export async function refundOf(
  ctx: TenantCtx,
  { booking: { bookingId, currency }, refundId, amount }: { booking: Booking; refundId: string; amount: number },
): Promise<BookingRefund> {
  const known = (await listRefundsOfBooking(ctx, bookingId)).filter(({ id }) => id.startsWith(refundId));
  const paid = await Promise.all(known.map(async (refund) => ((await tryPayOut(ctx, refund.id)) ? refund.amount : 0)));
  const isPaid = paid.reduce((sum, each) => sum + each, 0) === amount;
  return { id: refundId, amount, currency, percent: 100, status: isPaid ? "SUCCEEDED" : "PENDING" };
}
