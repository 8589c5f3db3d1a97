import type { BlockedSeat, BlockedSeatQuery } from "../../contracts/blocked-seats.ts";
import type { Page } from "../../contracts/envelope.ts";
import { requireManagedShowtime } from "../catalog/managed.ts";
import { granted } from "../platform/call-object.ts";
import type { TenantCtx } from "../platform/context.ts";
import { askLedger } from "./showtime-ledger.ts";

/** The seats of a showtime that are kept from sale, in the order of the map, each with who said so, when and why. SHOWTIME_NOT_FOUND, FORBIDDEN. */
export async function listBlockedSeats(
  ctx: TenantCtx,
  { showtimeId, limit, cursor }: BlockedSeatQuery & { showtimeId: string },
): Promise<Page<BlockedSeat>> {
  await requireManagedShowtime(ctx, showtimeId);
  const page = { after: Number(cursor ?? 0), limit };
  const { items, next } = granted(await askLedger(ctx, showtimeId, { idempotent: true }, (ledger) => ledger.blockedSeats(page)));
  return { items, nextCursor: next === null ? null : String(next) };
}
