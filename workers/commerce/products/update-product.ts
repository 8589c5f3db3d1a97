import { and, eq } from "drizzle-orm";
import type { Product, UpdateProduct } from "../../../contracts/products.ts";
import { AppError } from "../../platform/app-error.ts";
import { auditRowIfChanged } from "../../platform/audit.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { announceFacts } from "../../platform/outbox.ts";
import { products } from "../tables.ts";
import { type ProductFound, toProduct } from "./answers.ts";
import { forgetImages } from "./images/forget-images.ts";
import { getManagedProduct, managedBy } from "./managed.ts";
import { nextImages } from "./next-images.ts";
import { getProductInTenant } from "./read.ts";
import { refusedWrite } from "./refused-write.ts";
import { type VariantChanges, variantChanges } from "./variant-changes.ts";
import { changeVariants } from "./variant-statements.ts";

/**
 * Changes the fields that are named and leaves the others, all or nothing. `stock` is how many pieces there are, whatever of them is in unpaid orders. Throws
 * PRODUCT_NOT_FOUND, VARIANT_NOT_FOUND, FORBIDDEN, SKU_TAKEN, VALIDATION_FAILED; STOCK_HELD with `details.held` where unpaid orders have more than would be left.
 */
export async function updateProduct(ctx: TenantCtx, { id, changes }: { id: string; changes: UpdateProduct }): Promise<Product> {
  const before = await getManagedProduct(ctx, id);
  const { name, description, category, price, status, sku, metadata } = changes;
  const images = nextImages(before.product.images, changes);
  const ofVariants = variantChanges(before.variants, changes);
  const set = {
    ...{ name, category, price, status, sku, metadata, description: description === null ? "" : description },
    ...((changes.images !== undefined || changes.imageUrl !== undefined) && { images }),
    updatedAt: ctx.now(),
  };
  const [changed] = await ctx.db
    .batch([
      ctx.db
        .update(products)
        .set(set)
        .where(and(eq(products.id, id), eq(products.appId, ctx.tenant.appId), managedBy(ctx)))
        .returning({ id: products.id }),
      auditRowIfChanged(ctx, { action: "product.update", subject: id, before: whatWas(before, changes), after: changes }),
      ...changeVariants(ctx, { productId: id, from: before.variants.length, changes: ofVariants }),
    ])
    .catch((error: unknown) => refuse(ctx, id, ofVariants, error));
  if (changed.length === 0) throw new AppError("PRODUCT_NOT_FOUND");
  announceFacts(ctx);
  const after = await getProductInTenant(ctx, id);
  await forgetImages(ctx, { productId: id, before: before.product.images, after: after.product.images });
  return toProduct(after);
}

/** Of the fields that are named, for the log. */
function whatWas(found: ProductFound, changes: UpdateProduct): object {
  const shown = toProduct(found);
  return Object.fromEntries(Object.keys(changes).flatMap((field) => (field in shown ? [[field, shown[field as keyof Product]]] : [])));
}

/** Throws what a failed batch means, and of stock that is held how much of it is. */
async function refuse(ctx: TenantCtx, id: string, { removed, changed }: VariantChanges, error: unknown): Promise<never> {
  const refusal = refusedWrite(error);
  if (!(refusal instanceof AppError) || refusal.code !== "STOCK_HELD") throw refusal;
  const { variants } = await getProductInTenant(ctx, id);
  const wanted = new Map([...removed.map((gone) => [gone, 0] as const), ...changed.map((each) => [each.id, each.fields.stock] as const)]);
  const short = variants.find((variant) => variant.held > (wanted.get(variant.id) ?? variant.stock));
  // What was held a moment ago may have been let go by now.
  throw short === undefined ? refusal : new AppError("STOCK_HELD", { variantId: short.id, held: short.held });
}
