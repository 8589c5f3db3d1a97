import { sql } from "drizzle-orm";
import { auditRow } from "../../../platform/audit.ts";
import type { TenantCtx } from "../../../platform/context.ts";
import { products } from "../../tables.ts";
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
  const json = (value: unknown) => JSON.stringify(value);
  const ids = changes.map(({ after }) => after.product.id);
  await ctx.db.batch([
    auditRow(ctx, { action: "product.import", subject: appId, after: { products: ids } }),
    ctx.db.run(sql`
      INSERT INTO products (id, app_id, owner_id, name, description, category, price, currency, images, status, metadata, sku, created_at, updated_at)
      SELECT value ->> 'id', ${appId}, value ->> 'ownerId', value ->> 'name', value ->> 'description', value ->> 'category', value ->> 'price',
        value ->> 'currency', json(value -> 'images'), value ->> 'status', '{}', value ->> 'sku', value ->> 'createdAt', value ->> 'updatedAt'
      FROM json_each(${json(created)})`),
    // What a line leaves empty it leaves as it is, so that nothing ever becomes null.
    ctx.db.run(sql`
      UPDATE products SET name = ifnull(value ->> 'name', name), description = ifnull(value ->> 'description', description),
        category = ifnull(value ->> 'category', category), price = ifnull(value ->> 'price', price), status = ifnull(value ->> 'status', status),
        images = ifnull(value -> 'images', images), updated_at = ${ctx.now()}
      FROM json_each(${json(updated)}) WHERE products.id = value ->> 'id' AND ${products.appId} = ${appId} AND ${managedBy(ctx)}`),
    ctx.db.run(sql`
      INSERT INTO product_variants (id, product_id, app_id, position, name, price, stock, held)
      SELECT value ->> 'id', value ->> 'productId', ${appId}, value ->> 'position', value ->> 'name', value ->> 'price', value ->> 'stock', 0
      FROM json_each(${json(newVariants)}) WHERE EXISTS (SELECT 1 FROM products WHERE products.id = value ->> 'productId' AND app_id = ${appId})`),
    ctx.db.run(sql`
      UPDATE product_variants SET price = ifnull(value ->> 'price', price), stock = ifnull(value ->> 'stock', stock)
      FROM json_each(${json(changedVariants)}) WHERE product_variants.id = value ->> 'id' AND app_id = ${appId}`),
    // An empty shelf first: what is held of it fails the check, as it would when it is sold.
    ctx.db.run(
      sql`UPDATE product_variants SET stock = 0 WHERE id IN (SELECT value FROM json_each(${json(removedVariants)})) AND app_id = ${appId}`,
    ),
    ctx.db.run(sql`DELETE FROM product_variants WHERE id IN (SELECT value FROM json_each(${json(removedVariants)})) AND app_id = ${appId}`),
  ]);
}

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
