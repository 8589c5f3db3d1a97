import { and, eq, sql } from "drizzle-orm";
import type { TenantCtx } from "../../platform/context.ts";
import { type PromotionRow, promotions } from "../tables.ts";

/** A promotion, and how often the caller has used it: 0 for whoever is not signed in. */
export type PromotionFound = PromotionRow & { usesOfUser: number };

/** The app's promotion of this code, whatever its case, or null. `judgePromotion` says what it is worth. */
export async function promotionFor(ctx: TenantCtx, code: string): Promise<PromotionFound | null> {
  const userId = ctx.actor.kind === "user" ? ctx.actor.userId : null;
  const found = await ctx.db
    .select({
      promotion: promotions,
      usesOfUser: sql<number>`ifnull((SELECT u.uses FROM promotion_users AS u WHERE u.promotion_id = promotions.id AND u.user_id = ${userId}), 0)`,
    })
    .from(promotions)
    .where(and(eq(promotions.appId, ctx.tenant.appId), eq(promotions.code, code)))
    .get();
  return found === undefined ? null : { ...found.promotion, usesOfUser: found.usesOfUser };
}
