import type { Page } from "../../../contracts/envelope.ts";
import type { DoorListItem, GateCounts } from "../../../contracts/tickets.ts";
import { requireManagedShowtime } from "../../catalog/managed.ts";
import { readUserBatch } from "../../identity/users/read-users.ts";
import { granted } from "../../platform/call-object.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { askLedger } from "../showtime-ledger.ts";

/** How many have come of those who are expected, at this moment. SHOWTIME_NOT_FOUND, FORBIDDEN. */
export async function readGateCounts(ctx: TenantCtx, showtimeId: string): Promise<GateCounts> {
  await requireManagedShowtime(ctx, showtimeId);
  return granted(await askLedger(ctx, showtimeId, { idempotent: true }, (ledger) => ledger.gateCounts())).counts;
}

interface DoorPage {
  limit: number;
  cursor?: string | undefined;
}

/** Who is expected at a showtime and who has come, seat by seat in the order of the map. SHOWTIME_NOT_FOUND, FORBIDDEN. */
export async function listDoor(ctx: TenantCtx, showtimeId: string, page: DoorPage): Promise<Page<DoorListItem>> {
  await requireManagedShowtime(ctx, showtimeId);
  return doorPage(ctx, showtimeId, page);
}

/** As `listDoor`, for those who have asked before. Somebody whose account is erased has no name. */
export async function doorPage(ctx: TenantCtx, showtimeId: string, { limit, cursor }: DoorPage): Promise<Page<DoorListItem>> {
  const page = { after: Number(cursor ?? 0), limit };
  const { items, next } = granted(await askLedger(ctx, showtimeId, { idempotent: true }, (ledger) => ledger.doorList(page)));
  const people = await readUserBatch(ctx, { ids: [...new Set(items.map(({ userId }) => userId))] });
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return {
    items: items.map(({ id, bookingId, userId, seat, entry }) => ({
      ticketId: id,
      bookingId,
      userId,
      name: names.get(userId) ?? null,
      seat,
      entry,
    })),
    nextCursor: next === null ? null : String(next),
  };
}
