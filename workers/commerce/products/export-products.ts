import { and, asc, eq, gt, sql } from "drizzle-orm";
import type { TenantCtx } from "../../platform/context.ts";
import { decodeCursor, encodeCursor, toPage } from "../../platform/cursor.ts";
import { products } from "../tables.ts";
import type { ProductFound } from "./answers.ts";
import type { Column } from "./import/columns.ts";
import { managedBy } from "./managed.ts";
import { foundOf, selectProducts } from "./read.ts";

/** A page of what the caller manages, whatever its status, in the order of making: for the file that GET /products/export.csv is. */
export async function productsToExport(
  ctx: TenantCtx,
  { limit, cursor }: { limit: number; cursor?: string },
): Promise<{ items: Line[]; nextCursor: string | null }> {
  const rows = await selectProducts(ctx.db)
    .where(
      and(
        eq(products.appId, ctx.tenant.appId),
        managedBy(ctx),
        sql`${products.status} IN ('ACTIVE', 'DRAFT', 'ARCHIVED')`,
        cursor === undefined ? undefined : gt(products.id, decodeCursor(cursor, "string").id),
      ),
    )
    .orderBy(asc(products.id))
    .limit(limit + 1);
  const page = toPage(rows, limit, ({ product }) => encodeCursor("", product.id), foundOf);
  return { ...page, items: page.items.flatMap(linesOf) };
}

/** A line of the file, by its columns. */
export type Line = Record<Column, string | number | null>;

/** One for each variant, or one where there is none. An import of them changes nothing. */
const linesOf = ({ product, variants }: ProductFound): Line[] =>
  variants.map((variant) => {
    const isVariant = variant.name !== "";
    return {
      sku: product.sku,
      name: product.name,
      description: product.description,
      category: product.category,
      price: product.price,
      price_major: null,
      currency: product.currency,
      stock: isVariant ? null : variant.stock,
      variant: isVariant ? variant.name : null,
      variant_price: isVariant ? variant.price : null,
      variant_stock: isVariant ? variant.stock : null,
      image_url: product.images[0]?.url ?? null,
      status: product.status,
    };
  });
