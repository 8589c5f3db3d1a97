import { eq, type SQL, sql } from "drizzle-orm";
import { AppError } from "../../platform/app-error.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { products } from "../tables.ts";
import type { ProductFound } from "./answers.ts";
import { getProductInTenant } from "./read.ts";

/** What of the app's products the caller manages: an organizer their own, the tenant's server all. For the condition of every write. */
export const managedBy = (ctx: TenantCtx): SQL => (ctx.actor.kind === "user" ? eq(products.ownerId, ctx.actor.userId) : sql`TRUE`);

/**
 * The product, if the caller manages it. Throws PRODUCT_NOT_FOUND, also for somebody else's that is not sold, of which nobody is to know; FORBIDDEN for
 * somebody else's that everybody can see anyway.
 */
export async function getManagedProduct(ctx: TenantCtx, id: string): Promise<ProductFound> {
  const found = await getProductInTenant(ctx, id);
  const { ownerId, status } = found.product;
  if (ctx.actor.kind !== "user" || ownerId === ctx.actor.userId) return found;
  throw new AppError(status === "ACTIVE" ? "FORBIDDEN" : "PRODUCT_NOT_FOUND");
}
