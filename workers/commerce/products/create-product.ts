import type { CreateProduct, Product } from "../../../contracts/products.ts";
import { ownerFor } from "../../catalog/managed.ts";
import { auditRow } from "../../platform/audit.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { newId } from "../../platform/ids.ts";
import { announceFacts } from "../../platform/outbox.ts";
import { type ProductRow, products } from "../tables.ts";
import { toProduct } from "./answers.ts";
import { nextImages } from "./next-images.ts";
import { getProductInTenant } from "./read.ts";
import { refusedWrite } from "./refused-write.ts";
import { nameless } from "./variant-changes.ts";
import { insertVariants } from "./variant-statements.ts";

/** Makes a product, an organizer's own or the tenant's: sold at once unless it says DRAFT. With variants, `stock` counts for nothing. Throws SKU_TAKEN. */
export async function createProduct(ctx: TenantCtx, product: CreateProduct): Promise<Product> {
  const nowMs = ctx.now();
  const row: ProductRow = {
    id: newId("product", nowMs),
    appId: ctx.tenant.appId,
    ownerId: ownerFor(ctx),
    name: product.name,
    description: product.description ?? "",
    category: product.category ?? null,
    price: product.price,
    currency: product.currency,
    images: nextImages([], product),
    status: product.status ?? "ACTIVE",
    metadata: product.metadata ?? {},
    sku: product.sku ?? null,
    createdAt: nowMs,
    updatedAt: nowMs,
  };
  const variants = product.variants?.length ? product.variants : [nameless(product.stock ?? 0)];
  try {
    await ctx.db.batch([
      ctx.db.insert(products).values(row),
      auditRow(ctx, { action: "product.create", subject: row.id, after: product }),
      insertVariants(ctx, { productId: row.id, from: 0, variants }),
    ]);
  } catch (error) {
    throw refusedWrite(error);
  }
  announceFacts(ctx);
  return toProduct(await getProductInTenant(ctx, row.id));
}
