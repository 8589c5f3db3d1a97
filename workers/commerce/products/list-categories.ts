import { and, asc, count, eq, isNotNull } from "drizzle-orm";
import { limits } from "../../../contracts/limits.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { products } from "../tables.ts";

/** Under which categories products are sold at this moment, by name, and how many each has. */
export async function listCategories(ctx: TenantCtx): Promise<{ items: { name: string; count: number }[] }> {
  const rows = await ctx.db
    .select({ name: products.category, count: count() })
    .from(products)
    .where(and(eq(products.appId, ctx.tenant.appId), eq(products.status, "ACTIVE"), isNotNull(products.category)))
    .groupBy(products.category)
    .orderBy(asc(products.category))
    .limit(limits.categoriesShownMax);
  return { items: rows.flatMap(({ name, count }) => (name === null ? [] : { name, count })) };
}
