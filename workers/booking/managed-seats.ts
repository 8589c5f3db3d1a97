import { requireManagedShowtime } from "../catalog/managed.ts";
import { AppError } from "../platform/app-error.ts";
import type { TenantCtx } from "../platform/context.ts";
import { showtimeOf } from "../platform/ids.ts";

/** The one showtime of these seats, if the caller manages it. Throws SEAT_NOT_FOUND, also for seats of two; SHOWTIME_NOT_FOUND, FORBIDDEN. */
export async function managedShowtimeOf(ctx: TenantCtx, seatIds: readonly string[]): Promise<string> {
  const [showtimeId, ...others] = new Set(seatIds.map(showtimeOf));
  if (!showtimeId || others.length > 0) throw new AppError("SEAT_NOT_FOUND", { seats: seatIds });
  await requireManagedShowtime(ctx, showtimeId);
  return showtimeId;
}
