import { and, desc, eq, lt } from "drizzle-orm";
import type { Page } from "../../../contracts/envelope.ts";
import type { Promotion, PromotionQuery } from "../../../contracts/promotions.ts";
import { AppError } from "../../platform/app-error.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { decodeCursor, encodeCursor, toPage } from "../../platform/cursor.ts";
import { type PromotionRow, promotions } from "../tables.ts";
import { toPromotion } from "./answers.ts";

/** The app's codes, the newest first. */
export async function listPromotions(ctx: TenantCtx, { limit, cursor, isActive }: PromotionQuery): Promise<Page<Promotion>> {
  const rows = await ctx.db
    .select()
    .from(promotions)
    .where(
      and(
        eq(promotions.appId, ctx.tenant.appId),
        isActive === undefined ? undefined : eq(promotions.isActive, isActive),
        // Ids sort by the time of their making.
        cursor === undefined ? undefined : lt(promotions.id, decodeCursor(cursor, "string").id),
      ),
    )
    .orderBy(desc(promotions.id))
    .limit(limit + 1);
  return toPage(rows, limit, ({ id }) => encodeCursor("", id), toPromotion);
}

/** The promotion as it is. Throws PROMOTION_NOT_FOUND. */
export async function getPromotionInTenant(ctx: TenantCtx, { id }: { id: string }): Promise<PromotionRow> {
  const row = await ctx.db
    .select()
    .from(promotions)
    .where(and(eq(promotions.id, id), eq(promotions.appId, ctx.tenant.appId)))
    .get();
  if (row === undefined) throw new AppError("PROMOTION_NOT_FOUND");
  return row;
}
