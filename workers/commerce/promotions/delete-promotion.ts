import { and, eq, sql } from "drizzle-orm";
import type { Promotion } from "../../../contracts/promotions.ts";
import { AppError } from "../../platform/app-error.ts";
import { auditRowIfChanged } from "../../platform/audit.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { promotions } from "../tables.ts";
import { toPromotion } from "./answers.ts";
import { getPromotionInTenant } from "./read.ts";

/** Takes a code out of use. One that was ever used stays for its orders, switched off; any other is gone. Throws PROMOTION_NOT_FOUND. */
export async function deletePromotion(ctx: TenantCtx, { id }: { id: string }): Promise<{ promotion: Promotion; deleted: boolean }> {
  const before = await getPromotionInTenant(ctx, { id });
  const mine = and(eq(promotions.id, id), eq(promotions.appId, ctx.tenant.appId));
  const neverUsed = sql`NOT EXISTS (SELECT 1 FROM promotion_uses AS u WHERE u.promotion_id = ${id})`;
  const [off, , gone] = await ctx.db.batch([
    ctx.db.update(promotions).set({ isActive: false, updatedAt: ctx.now() }).where(mine).returning(),
    auditRowIfChanged(ctx, { action: "promotion.delete", subject: id, before: toPromotion(before) }),
    ctx.db.delete(promotions).where(and(mine, neverUsed)).returning({ id: promotions.id }),
  ]);
  const [row] = off;
  if (row === undefined) throw new AppError("PROMOTION_NOT_FOUND");
  return { promotion: toPromotion(row), deleted: gone.length > 0 };
}
