import { and, eq, sql } from "drizzle-orm";
import type { Product } from "../../../contracts/products.ts";
import { roleAt } from "../../identity/role.ts";
import { AppError } from "../../platform/app-error.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { among, type Database } from "../../platform/database.ts";
import { type ProductRow, products } from "../tables.ts";
import { type ProductFound, toProduct, type VariantShown } from "./answers.ts";

/** Products, each with its variants, in one statement. */
export const selectProducts = (db: Database) => db.select({ product: products, variants: variantsAsJson }).from(products).$dynamic();

// Names the table itself: of a single table drizzle writes columns bare, and a bare `id` would be the variant's.
const variantsAsJson = sql<string>`(
  SELECT json_group_array(json_object('id', v.id, 'name', v.name, 'price', v.price, 'stock', v.stock, 'held', v.held, 'sku', v.sku) ORDER BY v.position, v.id)
  FROM product_variants AS v WHERE v.product_id = products.id)`;

/** What `selectProducts` read, with the variants as they are. */
export const foundOf = ({ product, variants }: { product: ProductRow; variants: string }): ProductFound => ({
  product,
  variants: JSON.parse(variants) as VariantShown[],
});

/** These products of the app as they are shown, whatever their status, in the order of `ids`. Unknown and foreign ids are left out. */
export async function readProducts(ctx: TenantCtx, ids: readonly string[]): Promise<Product[]> {
  if (ids.length === 0) return [];
  const rows = await selectProducts(ctx.db).where(and(among(products.id, ids), eq(products.appId, ctx.tenant.appId)));
  const byId = new Map(rows.map((row) => [row.product.id, toProduct(foundOf(row))]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** For the verbs: the product as it is. Throws PRODUCT_NOT_FOUND. */
export async function getProductInTenant(ctx: TenantCtx, id: string): Promise<ProductFound> {
  const row = await selectProducts(ctx.db)
    .where(and(eq(products.id, id), eq(products.appId, ctx.tenant.appId)))
    .get();
  if (row === undefined) throw new AppError("PRODUCT_NOT_FOUND");
  return foundOf(row);
}

/** One product; what is not sold is there for whoever manages it. Throws PRODUCT_NOT_FOUND. */
export async function getProduct(ctx: TenantCtx, { id }: { id: string }): Promise<Product> {
  const found = await getProductInTenant(ctx, id);
  if (!(await seesProduct(ctx, found.product))) throw new AppError("PRODUCT_NOT_FOUND");
  return toProduct(found);
}

/** The role is asked for only where it counts, so reads of what is sold stay as cheap. */
async function seesProduct(ctx: TenantCtx, { status, ownerId }: ProductRow): Promise<boolean> {
  if (status === "ACTIVE" || ctx.tenant.keyKind === "SECRET") return true;
  return ctx.actor.kind === "user" && ctx.actor.userId === ownerId && (await roleAt(ctx, ctx.actor.userId)) === "ORGANIZER";
}
