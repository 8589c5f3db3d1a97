import { and, count, eq } from "drizzle-orm";
import { limits } from "../../contracts/limits.ts";
import { AppError } from "../platform/app-error.ts";
import type { TenantCtx } from "../platform/context.ts";
import { chatMembers } from "./tables.ts";

/**
 * Throws ROOM_LIMIT_REACHED if somebody is in as many rooms of the app as one may be. It is there so that no list grows without end: several that are
 * joined in the same moment may pass it by a few.
 */
export async function requireRoomLimit(ctx: TenantCtx, userId: string): Promise<void> {
  const found = await ctx.db
    .select({ rooms: count() })
    .from(chatMembers)
    .where(and(eq(chatMembers.userId, userId), eq(chatMembers.appId, ctx.tenant.appId), eq(chatMembers.state, "MEMBER")))
    .get();
  if ((found?.rooms ?? 0) >= limits.roomsPerUserMax) throw new AppError("ROOM_LIMIT_REACHED");
}
