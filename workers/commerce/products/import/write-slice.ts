import { and, eq, sql } from "drizzle-orm";
import { auditRow } from "../../../platform/audit.ts";
import type { TenantCtx } from "../../../platform/context.ts";
import { among } from "../../../platform/database.ts";
import { products, productVariants } from "../../tables.ts";
import type { ProductFound } from "../answers.ts";
import { managedBy } from "../managed.ts";

/** A product before and after the lines that name it. */
export interface Change {
  before: ProductFound | null;
  after: ProductFound;
}

/**
 * Writes what has changed of these products, all or nothing, in a handful of statements however many they are. Only fields that differ are written, so that a
 * change by somebody else of another field stays. The checks of the tables abort it: see `refusedWrite`.
 */
export async function writeSlice(ctx: TenantCtx, changes: readonly Change[]): Promise<void> {
  const { created, updated, newVariants, changedVariants, removedVariants } = differencesIn(changes);
  if (created.length + updated.length + newVariants.length + changedVariants.length + removedVariants.length === 0) return;
  const { appId } = ctx.tenant;
  const each = (rows: readonly unknown[]) => sql`json_each(${JSON.stringify(rows)})`;
  const { db } = ctx;
  await db.batch([
    auditRow(ctx, { action: "product.import", subject: appId, after: { products: changes.map(({ after }) => after.product.id) } }),
    db.insert(products).select(sql`
      SELECT value ->> 'id', ${appId}, value ->> 'ownerId', value ->> 'name', value ->> 'description', value ->> 'category', value ->> 'price',
        value ->> 'currency', value -> 'images', value ->> 'status', '{}', value ->> 'sku', value ->> 'createdAt', value ->> 'updatedAt'
      FROM ${each(created)}`),
    db
      .update(products)
      .set({
        name: orAsItIs("name"),
        description: orAsItIs("description"),
        category: orAsItIs("category"),
        price: orAsItIs("price"),
        status: orAsItIs("status"),
        images: sql`ifnull(value -> 'images', images)`,
        updatedAt: ctx.now(),
      })
      .from(each(updated))
      .where(and(sql`products.id = value ->> 'id'`, eq(products.appId, appId), managedBy(ctx))),
    db.insert(productVariants).select(sql`
      SELECT value ->> 'id', value ->> 'productId', ${appId}, value ->> 'position', value ->> 'name', value ->> 'price', value ->> 'stock', 0, NULL
      FROM ${each(newVariants)} WHERE EXISTS (SELECT 1 FROM products WHERE products.id = value ->> 'productId' AND app_id = ${appId})`),
    db
      .update(productVariants)
      .set({ price: orAsItIs("price"), stock: orAsItIs("stock") })
      .from(each(changedVariants))
      .where(and(sql`product_variants.id = value ->> 'id'`, eq(productVariants.appId, appId))),
    // An empty shelf first: what is held of it fails the check, as it would when it is sold.
    db
      .update(productVariants)
      .set({ stock: 0 })
      .where(and(among(productVariants.id, removedVariants), eq(productVariants.appId, appId))),
    db.delete(productVariants).where(and(among(productVariants.id, removedVariants), eq(productVariants.appId, appId))),
  ]);
}

/** A line that leaves something empty leaves it as it is, so that nothing ever becomes null. */
const orAsItIs = (column: string) => sql`ifnull(value ->> ${sql.raw(`'${column}'`)}, ${sql.raw(column)})`;

function differencesIn(changes: readonly Change[]) {
  const variantsOf = (found: ProductFound | null) => new Map(found?.variants.map((variant) => [variant.id, variant]));
  return {
    created: changes.filter(({ before }) => before === null).map(({ after }) => after.product),
    updated: changes.flatMap(({ before, after }) =>
      before === null || before === after ? [] : { id: after.product.id, ...differing(before.product, after.product) },
    ),
    newVariants: changes.flatMap(({ before, after }) =>
      after.variants
        .map((variant, position) => ({ ...variant, position, productId: after.product.id }))
        .filter(({ id }) => !variantsOf(before).has(id)),
    ),
    changedVariants: changes.flatMap(({ before, after }) => {
      const old = variantsOf(before);
      return after.variants.flatMap((variant) => {
        const was = old.get(variant.id);
        return was === undefined || was === variant ? [] : { id: variant.id, ...differing(was, variant) };
      });
    }),
    removedVariants: changes.flatMap(({ before, after }) => [...variantsOf(before).keys()].filter((id) => !variantsOf(after).has(id))),
  };
}

const differing = <T extends object>(before: T, after: T): Partial<T> =>
  Object.fromEntries(Object.entries(after).filter(([field, value]) => before[field as keyof T] !== value)) as Partial<T>;
