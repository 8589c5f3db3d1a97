import { and, asc, eq, gt } from "drizzle-orm";
import type { LedgerRebuilding, RebuildLedger } from "../../contracts/ledger-rebuild.ts";
import { limits } from "../../contracts/limits.ts";
import { seatMapOf } from "../catalog/seat-map-of.ts";
import { showtimes } from "../catalog/tables.ts";
import { AppError } from "../platform/app-error.ts";
import { auditRow } from "../platform/audit.ts";
import { callObject, granted } from "../platform/call-object.ts";
import type { AdminCtx } from "../platform/context.ts";

/**
 * Has showtimes tell D1 everything anew from their own storage: reservations, bookings with their seats and refunds, the queue for seats, and what is left.
 * One showtime, a page of an app's, or of all. Nothing is deleted first, so that sales and lists go on meanwhile; each goes on by itself in the background. Again:
 * the same. A showtime that D1 has forgotten must be named with its app. SHOWTIME_NOT_FOUND for one that neither D1 nor an object knows.
 */
export async function rebuildLedger(ctx: AdminCtx, input: RebuildLedger): Promise<LedgerRebuilding["rebuild"]> {
  const { appId, showtimeId } = input;
  const shows = showtimeId === undefined ? await page(ctx, input) : [{ id: showtimeId, appId: appId ?? (await appOf(ctx, showtimeId)) }];
  await auditRow(ctx, { action: "ledger.rebuilt", subject: showtimeId ?? appId ?? "all", ...(appId !== undefined && { appId }) });
  await Promise.all(shows.map((show) => retell(ctx, show, { mustBe: showtimeId !== undefined })));
  const isMore = showtimeId === undefined && shows.length === limits.showtimesRetoldPerCall;
  return {
    appId: appId ?? null,
    showtimeId: showtimeId ?? null,
    showtimes: shows.length,
    next: isMore ? (shows.at(-1)?.id ?? null) : null,
  };
}

async function appOf(ctx: AdminCtx, showtimeId: string): Promise<string> {
  const row = await ctx.db.select({ appId: showtimes.appId }).from(showtimes).where(eq(showtimes.id, showtimeId)).get();
  if (row === undefined) throw new AppError("SHOWTIME_NOT_FOUND");
  return row.appId;
}

const page = (ctx: AdminCtx, { appId, after = "" }: RebuildLedger) =>
  ctx.db
    .select({ id: showtimes.id, appId: showtimes.appId })
    .from(showtimes)
    .where(and(gt(showtimes.id, after), appId === undefined ? undefined : eq(showtimes.appId, appId)))
    .orderBy(asc(showtimes.id))
    .limit(limits.showtimesRetoldPerCall);

async function retell(ctx: AdminCtx, { id, appId }: { id: string; appId: string }, { mustBe }: { mustBe: boolean }): Promise<void> {
  const answer = await callObject(() => seatMapOf(ctx.env, appId, id).retell({ patienceMs: 0 }), { idempotent: true });
  // A row of D1 without an object behind it is nothing that a showtime could mend.
  if (!answer.ok && answer.code === "SHOWTIME_NOT_FOUND" && !mustBe)
    ctx.log.warn("D1 knows a showtime that was never set up", { showtime: id });
  else granted(answer);
}
