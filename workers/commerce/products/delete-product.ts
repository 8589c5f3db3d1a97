import { and, eq, inArray, sql } from "drizzle-orm";
import type { Product } from "../../../contracts/products.ts";
import { AppError } from "../../platform/app-error.ts";
import { auditRowIfChanged } from "../../platform/audit.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { announceFacts } from "../../platform/outbox.ts";
import { products, productVariants } from "../tables.ts";
import { toProduct } from "./answers.ts";
import { forgetImages } from "./images/forget-images.ts";
import { getManagedProduct, managedBy } from "./managed.ts";

/**
 * Takes a product off the shelf for good. One that was ever ordered is archived and stays for those orders (`archived`); any other is gone. Answers what it was.
 * Throws PRODUCT_NOT_FOUND, FORBIDDEN.
 */
export async function deleteProduct(ctx: TenantCtx, { id }: { id: string }): Promise<{ product: Product; archived: boolean }> {
  const before = await getManagedProduct(ctx, id);
  const managed = and(eq(products.id, id), eq(products.appId, ctx.tenant.appId), managedBy(ctx));
  const [found, , , gone] = await ctx.db.batch([
    // Archived first: the change leaves a note for the search index, and a deletion would not.
    ctx.db.update(products).set({ status: "ARCHIVED", updatedAt: ctx.now() }).where(managed).returning({ id: products.id }),
    auditRowIfChanged(ctx, { action: "product.delete", subject: id, before: toProduct(before) }),
    ctx.db.delete(productVariants).where(
      and(
        eq(productVariants.productId, id),
        inArray(productVariants.productId, ctx.db.select({ id: products.id }).from(products).where(managed)),
        sql`NOT EXISTS (
          SELECT 1 FROM product_variants AS v JOIN order_lines AS l ON l.variant_id = v.id WHERE v.product_id = ${id})`,
      ),
    ),
    ctx.db
      .delete(products)
      .where(and(managed, sql`NOT EXISTS (SELECT 1 FROM product_variants AS v WHERE v.product_id = products.id)`))
      .returning({ id: products.id }),
  ]);
  if (found.length === 0) throw new AppError("PRODUCT_NOT_FOUND");
  announceFacts(ctx);
  const archived = gone.length === 0;
  if (!archived) await forgetImages(ctx, { productId: id, before: before.product.images, after: [] });
  return { product: { ...toProduct(before), ...(archived && { status: "ARCHIVED" }) }, archived };
}
