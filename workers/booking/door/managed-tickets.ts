import { requireManagedShowtime } from "../../catalog/managed.ts";
import { AppError } from "../../platform/app-error.ts";
import type { TenantCtx } from "../../platform/context.ts";

/** Why somebody may not let people in at a showtime, or null if they may. A showtime that is not here has no tickets here. */
export async function refusedAtDoor(ctx: TenantCtx, showtimeId: string): Promise<"TICKET_NOT_FOUND" | "FORBIDDEN" | null> {
  try {
    await requireManagedShowtime(ctx, showtimeId);
    return null;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === "SHOWTIME_NOT_FOUND") return "TICKET_NOT_FOUND";
    if (error.code === "FORBIDDEN") return "FORBIDDEN";
    throw error;
  }
}
