import { and, desc, eq } from "drizzle-orm";
import type { Page } from "../../../contracts/envelope.ts";
import type { WaitlistEntry, WaitlistQuery } from "../../../contracts/waitlist.ts";
import { AppError } from "../../platform/app-error.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { encodeCursor, olderThan, toPage } from "../../platform/cursor.ts";
import { showtimeOf } from "../../platform/ids.ts";
import { visibleTo } from "../../platform/visible-rows.ts";
import { askLedger } from "../showtime-ledger.ts";
import { type WaitlistRow, waitlistEntries } from "./tables.ts";

const iso = (ms: number): string => new Date(ms).toISOString();

/** An entry as its showtime's object has it at this moment. WAITLIST_ENTRY_NOT_FOUND, also for another user's. */
export async function getWaitlistEntry(ctx: TenantCtx, { id }: { id: string }): Promise<WaitlistEntry> {
  const showtimeId = showtimeOf(id);
  if (showtimeId === null) throw new AppError("WAITLIST_ENTRY_NOT_FOUND");
  const answer = await askLedger(ctx, showtimeId, { idempotent: true }, (ledger) => ledger.waitlistEntries([id]));
  const entry = answer.ok ? answer.entries[0] : undefined;
  const isTheirs = ctx.actor.kind !== "user" || ctx.actor.userId === entry?.userId;
  if (entry === undefined || !isTheirs) throw new AppError("WAITLIST_ENTRY_NOT_FOUND");
  return entry;
}

/** The caller's entries, newest first; those that have not ended with the position and the offer of this moment, which their objects are asked for. */
export async function listWaitlist(ctx: TenantCtx, query: WaitlistQuery): Promise<Page<WaitlistEntry>> {
  const rows = await ctx.db
    .select()
    .from(waitlistEntries)
    .where(
      and(
        visibleTo(ctx, waitlistEntries),
        query.status && eq(waitlistEntries.status, query.status),
        query.entityId === undefined ? undefined : eq(waitlistEntries.showtimeId, query.entityId),
        olderThan(query.cursor, waitlistEntries.createdAt, waitlistEntries.id),
      ),
    )
    .orderBy(desc(waitlistEntries.createdAt), desc(waitlistEntries.id))
    .limit(query.limit + 1);
  const now = await entriesNow(ctx, rows);
  return toPage(
    rows,
    query.limit,
    (row) => encodeCursor(row.createdAt, row.id),
    (row) => now.get(row.id) ?? waitlistRowView(row),
  );
}

/** Those that may still change, by id, from their objects. One that does not answer leaves its entries to what D1 knows. */
async function entriesNow(ctx: TenantCtx, rows: WaitlistRow[]): Promise<Map<string, WaitlistEntry>> {
  const live = rows.filter(({ status }) => status === "WAITING" || status === "OFFERED");
  const byShowtime = Map.groupBy(live, ({ showtimeId }) => showtimeId);
  const asked = [...byShowtime].map(async ([showtimeId, entries]) => {
    const ids = entries.map(({ id }) => id);
    try {
      const answer = await askLedger(ctx, showtimeId, { idempotent: true }, (ledger) => ledger.waitlistEntries(ids));
      return answer.ok ? answer.entries : [];
    } catch (error) {
      ctx.log.error("positions in a queue are not known now", error, { showtime: showtimeId });
      return [];
    }
  });
  return new Map((await Promise.all(asked)).flat().map((entry) => [entry.id, entry]));
}

/** An entry as D1 knows it: without its position, which only the queue itself can count. */
export const waitlistRowView = (row: WaitlistRow): WaitlistEntry => ({
  id: row.id,
  showtimeId: row.showtimeId,
  userId: row.userId,
  quantity: row.quantity,
  tier: row.tier,
  adjacent: row.adjacent,
  status: row.status,
  position: null,
  reservationToken: row.reservationToken,
  offerExpiresAt: row.offerExpiresAt === null ? null : iso(row.offerExpiresAt),
  createdAt: iso(row.createdAt),
  updatedAt: iso(row.updatedAt),
});
