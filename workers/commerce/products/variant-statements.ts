import { and, eq, sql } from "drizzle-orm";
import type { NewVariant } from "../../../contracts/products.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { among } from "../../platform/database.ts";
import { newId } from "../../platform/ids.ts";
import { productVariants } from "../tables.ts";
import type { VariantChanges } from "./variant-changes.ts";

interface OfProduct {
  productId: string;
  /** The place of the first of them among all variants of the product. */
  from: number;
  variants: readonly NewVariant[];
}

/** Puts variants of a product on the shelf, in one statement; none if the product is gone. */
export function insertVariants(ctx: TenantCtx, { productId, from, variants }: OfProduct) {
  const rows = variants.map((variant, place) => ({ id: newId("variant", ctx.now()), position: from + place, ...variant }));
  return ctx.db.insert(productVariants).select(sql`
    SELECT value ->> 'id', ${productId}, ${ctx.tenant.appId}, value ->> 'position', value ->> 'name', value ->> 'price', value ->> 'stock', 0, value ->> 'sku'
    FROM json_each(${JSON.stringify(rows)}) WHERE EXISTS (SELECT 1 FROM products WHERE id = ${productId} AND app_id = ${ctx.tenant.appId})`);
}

/** The statements of these changes, for the batch of the product's own. The check `enough_in_stock` aborts it where pieces are in unpaid orders. */
export function changeVariants(ctx: TenantCtx, { productId, from, changes }: { productId: string; from: number; changes: VariantChanges }) {
  const { removed, changed, added } = changes;
  const ofProduct = and(eq(productVariants.productId, productId), eq(productVariants.appId, ctx.tenant.appId));
  return [
    ...(removed.length > 0
      ? [
          // An empty shelf first: what is held of it fails the check, as it would when it is sold.
          ctx.db
            .update(productVariants)
            .set({ stock: 0 })
            .where(and(among(productVariants.id, removed), ofProduct)),
          ctx.db.delete(productVariants).where(and(among(productVariants.id, removed), ofProduct)),
        ]
      : []),
    ...changed
      .filter(({ fields }) => Object.keys(fields).length > 0)
      .map(({ id, fields }) =>
        ctx.db
          .update(productVariants)
          .set(fields)
          .where(and(eq(productVariants.id, id), ofProduct)),
      ),
    ...(added.length > 0 ? [insertVariants(ctx, { productId, from, variants: added })] : []),
  ];
}
