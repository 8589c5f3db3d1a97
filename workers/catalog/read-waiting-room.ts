import { and, eq } from "drizzle-orm";
import type { WaitingRoomTerms } from "../../contracts/waiting-room.ts";
import type { TenantCtx } from "../platform/context.ts";
import { listings, showtimes } from "./tables.ts";

/** What a showtime of the tenant says of its waiting room: null if it has none, undefined if nothing of it is on sale here. */
export async function readWaitingRoom(ctx: TenantCtx, showtimeId: string): Promise<WaitingRoomTerms | null | undefined> {
  const found = await ctx.db
    .select({
      waitingRoom: showtimes.waitingRoom,
      opensAtMs: showtimes.saleOpensAt,
      closesAtMs: showtimes.saleClosesAt,
      status: listings.status,
    })
    .from(showtimes)
    .innerJoin(listings, eq(listings.id, showtimes.listingId))
    .where(and(eq(showtimes.id, showtimeId), eq(showtimes.appId, ctx.tenant.appId)))
    .get();
  if (found === undefined || (found.status !== "PUBLISHED" && ctx.tenant.keyKind !== "SECRET")) return undefined;
  const { waitingRoom, opensAtMs, closesAtMs } = found;
  return waitingRoom && { appId: ctx.tenant.appId, showtimeId, admitPerSecond: waitingRoom.admitPerSecond, opensAtMs, closesAtMs };
}
