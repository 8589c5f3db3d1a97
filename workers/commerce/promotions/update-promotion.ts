import { and, eq } from "drizzle-orm";
import type { Promotion, UpdatePromotion } from "../../../contracts/promotions.ts";
import { AppError } from "../../platform/app-error.ts";
import { auditRowIfChanged } from "../../platform/audit.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { promotions } from "../tables.ts";
import { toPromotion } from "./answers.ts";
import { getPromotionInTenant } from "./read.ts";

/**
 * Changes the terms that are named; what a code takes off never changes, for orders refer to it. Carts feel it at once, orders that have used the code never.
 * Throws PROMOTION_NOT_FOUND; VALIDATION_FAILED for an end before the beginning, or for fewer uses than there have been.
 */
export async function updatePromotion(ctx: TenantCtx, { id, changes }: { id: string; changes: UpdatePromotion }): Promise<Promotion> {
  const before = await getPromotionInTenant(ctx, { id });
  const { startsAt, endsAt, ...terms } = changes;
  const window = { startsAt: timeAfter(before.startsAt, startsAt), endsAt: timeAfter(before.endsAt, endsAt) };
  if (window.startsAt !== null && window.endsAt !== null && window.startsAt >= window.endsAt)
    throw invalid("endsAt", "is not after startsAt");
  const shown = toPromotion(before);
  const fields = Object.keys(changes) as (keyof UpdatePromotion)[];
  const [changed] = await ctx.db
    .batch([
      ctx.db
        .update(promotions)
        .set({ ...terms, ...window, updatedAt: ctx.now() })
        .where(and(eq(promotions.id, id), eq(promotions.appId, ctx.tenant.appId)))
        .returning(),
      auditRowIfChanged(ctx, {
        action: "promotion.update",
        subject: id,
        before: Object.fromEntries(fields.map((field) => [field, shown[field]])),
        after: changes,
      }),
    ])
    .catch((error: unknown) => {
      throw isUsedUp(error) ? invalid("maxUses", "is fewer than there have been") : error;
    });
  const [row] = changed;
  if (row === undefined) throw new AppError("PROMOTION_NOT_FOUND");
  return toPromotion(row);
}

const timeAfter = (before: number | null, change: string | null | undefined): number | null =>
  change === undefined ? before : change === null ? null : Date.parse(change);

const invalid = (path: string, message: string) => new AppError("VALIDATION_FAILED", { issues: [{ path, message }] });

/** The constraint `promotion_uses_left`: the uses of a code stay within its limit, whichever of the two changes. */
function isUsedUp(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) if (cause.message.includes("promotion_uses_left")) return true;
  return false;
}
