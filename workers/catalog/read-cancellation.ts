import { sql } from "drizzle-orm";
import { refundReasons } from "../../contracts/events.ts";
import type { CancellationReport } from "../../contracts/showtimes.ts";
import { AppError } from "../platform/app-error.ts";
import { callObject, granted } from "../platform/call-object.ts";
import type { TenantCtx } from "../platform/context.ts";
import { getManagedShowtime } from "./managed-showtime.ts";
import { seatMapOf } from "./seat-map-of.ts";

/**
 * How far the refunds of a cancelled showtime are: what its object has decided, and what the provider has paid of that. Throws SHOWTIME_NOT_FOUND,
 * FORBIDDEN; SHOWTIME_NOT_CANCELLED for one that takes place.
 */
export async function readCancellation(ctx: TenantCtx, { id }: { id: string }): Promise<CancellationReport> {
  const { showtime } = await getManagedShowtime(ctx, id);
  if (showtime.status !== "CANCELLED") throw new AppError("SHOWTIME_NOT_CANCELLED");
  const { progress } = granted(await callObject(() => seatMapOf(ctx.env, ctx.tenant.appId, id).cancelProgress(), { idempotent: true }));
  const { refundsPaid, amountPaid } = await paidSoFar(ctx, id);
  const isDone = progress.bookingsCancelled >= progress.bookingsTotal && refundsPaid >= progress.refundsTotal;
  return { status: isDone ? "DONE" : "RUNNING", ...progress, refundsPaid, amountPaid };
}

/** Only what goes back because of the cancellation: a buyer who had cancelled before is not counted. */
async function paidSoFar(ctx: TenantCtx, showtimeId: string): Promise<{ refundsPaid: number; amountPaid: number }> {
  const paid = await ctx.db.get<{ refundsPaid: number; amountPaid: number } | undefined>(
    sql`SELECT count(*) AS refundsPaid, ifnull(sum(r.amount), 0) AS amountPaid
      FROM bookings AS b JOIN refunds AS r ON r.booking_id = b.id
      WHERE b.app_id = ${ctx.tenant.appId} AND b.showtime_id = ${showtimeId} AND r.status = 'SUCCEEDED' AND r.reason = ${refundReasons.SHOWTIME_CANCELLED}`,
  );
  return paid ?? { refundsPaid: 0, amountPaid: 0 };
}
