import type { CreatePromotion, Promotion } from "../../../contracts/promotions.ts";
import { AppError } from "../../platform/app-error.ts";
import { auditRow } from "../../platform/audit.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { violatesUnique } from "../../platform/database.ts";
import { newId } from "../../platform/ids.ts";
import { type PromotionRow, promotions } from "../tables.ts";
import { toPromotion } from "./answers.ts";

/** Makes a code, good at once unless it says otherwise, for everything unless it says for what. Throws PROMOTION_EXISTS, whatever the case of its letters. */
export async function createPromotion(ctx: TenantCtx, promotion: CreatePromotion): Promise<Promotion> {
  const nowMs = ctx.now();
  const row: PromotionRow = {
    id: newId("promotion", nowMs),
    appId: ctx.tenant.appId,
    code: promotion.code,
    percent: promotion.percent ?? null,
    amount: promotion.amount ?? null,
    currency: promotion.currency ?? null,
    appliesTo: promotion.appliesTo ?? "ALL",
    minSubtotal: promotion.minSubtotal ?? 0,
    maxUses: promotion.maxUses ?? null,
    maxUsesPerUser: promotion.maxUsesPerUser ?? null,
    startsAt: promotion.startsAt ? Date.parse(promotion.startsAt) : null,
    endsAt: promotion.endsAt ? Date.parse(promotion.endsAt) : null,
    isActive: promotion.isActive ?? true,
    uses: 0,
    createdAt: nowMs,
    updatedAt: nowMs,
  };
  try {
    await ctx.db.batch([
      ctx.db.insert(promotions).values(row),
      auditRow(ctx, { action: "promotion.create", subject: row.id, after: promotion }),
    ]);
  } catch (error) {
    if (violatesUnique(error, "promotions.code")) throw new AppError("PROMOTION_EXISTS");
    throw error;
  }
  return toPromotion(row);
}
