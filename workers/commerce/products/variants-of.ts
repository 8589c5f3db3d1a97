import { and, asc, eq, type SQL, sql } from "drizzle-orm";
import type { ProductStatus } from "../../../contracts/products.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { among } from "../../platform/database.ts";
import { products, productVariants } from "../tables.ts";

/**
 * What can be put into a cart, with what it costs and how many there are at this moment. `variantName` is '' where the product has no variants.
 * `available`: pieces that are in no unpaid order. `ownerId`: the organizer who sells it; null for the tenant.
 */
export interface SellableVariant {
  variantId: string;
  productId: string;
  name: string;
  variantName: string;
  price: number;
  currency: string;
  available: number;
  status: ProductStatus;
  ownerId: string | null;
  imageUrl: string | null;
}

/** These variants of the app's products, whatever their status. Unknown and foreign ids are left out. */
export const variantsOf = (ctx: TenantCtx, variantIds: readonly string[]): Promise<SellableVariant[]> =>
  variantIds.length === 0 ? Promise.resolve([]) : sellable(ctx, among(productVariants.id, variantIds));

/** The query of all variants of one product in their order: one without a name where it has none. Empty for an unknown or foreign product. It may go into a batch. */
export const variantsOfProduct = (ctx: TenantCtx, productId: string) => sellable(ctx, eq(productVariants.productId, productId));

const sellable = (ctx: TenantCtx, which: SQL) =>
  ctx.db
    .select({
      // Two columns of one name would be one in what D1 answers.
      variantId: sql<string>`${productVariants.id}`.as("variant_id"),
      productId: products.id,
      name: products.name,
      variantName: sql<string>`${productVariants.name}`.as("variant_name"),
      price: sql<number>`ifnull(${productVariants.price}, ${products.price})`.as("sold_at"),
      currency: products.currency,
      available: sql<number>`${productVariants.stock} - ${productVariants.held}`.as("available"),
      status: products.status,
      ownerId: products.ownerId,
      imageUrl: sql<string | null>`${products.images} ->> '$[0].url'`.as("image_url"),
    })
    .from(productVariants)
    .innerJoin(products, eq(products.id, productVariants.productId))
    .where(and(which, eq(products.appId, ctx.tenant.appId)))
    .orderBy(asc(productVariants.productId), asc(productVariants.position));
