import type { UnblockSeats } from "../../contracts/seats.ts";
import { auditRow } from "../platform/audit.ts";
import { granted } from "../platform/call-object.ts";
import { actorName, type TenantCtx } from "../platform/context.ts";
import { managedShowtimeOf } from "./managed-seats.ts";
import { noteWrite } from "./recent-reads.ts";
import { askLedger } from "./showtime-ledger.ts";

/** Puts blocked seats of one showtime on sale again; others stay as they are. Errors: SEAT_NOT_FOUND, SHOWTIME_NOT_FOUND, FORBIDDEN. */
export async function unblockSeats(ctx: TenantCtx, { seatIds }: UnblockSeats): Promise<{ changed: number }> {
  const showtimeId = await managedShowtimeOf(ctx, seatIds);
  const command = { seatIds, by: actorName(ctx.actor) };
  const { changed } = granted(await askLedger(ctx, showtimeId, { idempotent: true }, (ledger) => ledger.unblockSeats(command)));
  noteWrite(ctx.tenant.appId, showtimeId);
  await auditRow(ctx, { action: "seats.unblock", subject: showtimeId, after: { seatIds, changed } });
  return { changed };
}
