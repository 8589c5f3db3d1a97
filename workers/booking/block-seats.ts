import type { BlockSeats } from "../../contracts/seats.ts";
import { auditRow } from "../platform/audit.ts";
import { granted } from "../platform/call-object.ts";
import { actorName, type TenantCtx } from "../platform/context.ts";
import { managedShowtimeOf } from "./managed-seats.ts";
import { noteWrite } from "./recent-reads.ts";
import { askLedger } from "./showtime-ledger.ts";

/**
 * Keeps free seats of one showtime from sale, all or none; those that are blocked stay so. An organizer does it for own listings. Errors:
 * SEAT_NOT_FOUND (also for seats of two showtimes), SEAT_ALREADY_LOCKED with `expiresIn` (s), SEAT_ALREADY_BOOKED, SHOWTIME_NOT_FOUND, FORBIDDEN.
 */
export async function blockSeats(ctx: TenantCtx, { seatIds, reason }: BlockSeats): Promise<{ changed: number }> {
  const showtimeId = await managedShowtimeOf(ctx, seatIds);
  const command = { seatIds, reason: reason ?? null, by: actorName(ctx.actor) };
  const { changed } = granted(await askLedger(ctx, showtimeId, { idempotent: true }, (ledger) => ledger.blockSeats(command)));
  noteWrite(ctx.tenant.appId, showtimeId);
  await auditRow(ctx, { action: "seats.block", subject: showtimeId, after: { seatIds, reason, changed } });
  return { changed };
}
