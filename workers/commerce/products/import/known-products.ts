import { and, eq, sql } from "drizzle-orm";
import type { TenantCtx } from "../../../platform/context.ts";
import { among } from "../../../platform/database.ts";
import { products } from "../../tables.ts";
import { managedBy } from "../managed.ts";
import { foundOf, selectProducts } from "../read.ts";
import type { ProductLine } from "./read-line.ts";
import { callOf, type Known } from "./which-product.ts";

/** The products that these lines mean: by SKU of the whole app, by name of those that the caller manages, and archived ones only where no other has it. */
export async function knownProducts(ctx: TenantCtx, lines: readonly ProductLine[]): Promise<Known> {
  const skus = [...new Set(lines.flatMap(({ sku }) => sku ?? []))];
  const names = [...new Set(lines.flatMap(({ sku, name }) => (sku === undefined && name !== undefined ? name : [])))];
  const named = names.length === 0 ? [] : await idsByName(ctx, names);
  const ids = named.flatMap(({ id }) => id ?? []);
  const ofApp = eq(products.appId, ctx.tenant.appId);
  const bySku = skus.length === 0 ? [] : await selectProducts(ctx.db).where(and(ofApp, among(products.sku, skus)));
  const byName = ids.length === 0 ? [] : await selectProducts(ctx.db).where(and(ofApp, among(products.id, ids)));
  const ofId = new Map(byName.map((row) => [row.product.id, foundOf(row)]));
  return new Map([
    ...bySku.map((row) => [callOf({ sku: row.product.sku ?? "" }), foundOf(row)] as const),
    ...named.flatMap(({ name, id }) => {
      const found = id === null ? "several" : ofId.get(id);
      return found === undefined ? [] : [[callOf({ name }), found] as const];
    }),
  ]);
}

interface NamedId {
  name: string;
  /** Null: there are several. */
  id: string | null;
}

const idsByName = (ctx: TenantCtx, names: readonly string[]): Promise<NamedId[]> => {
  const isLive = sql`${products.status} <> 'ARCHIVED'`;
  return ctx.db
    .select({
      name: products.name,
      id: sql<string | null>`CASE count(*) FILTER (WHERE ${isLive}) WHEN 1 THEN min(${products.id}) FILTER (WHERE ${isLive})
        WHEN 0 THEN iif(count(*) = 1, min(${products.id}), NULL) END`,
    })
    .from(products)
    .where(
      and(
        eq(products.appId, ctx.tenant.appId),
        managedBy(ctx),
        // Names all of them, so that the index by name serves.
        sql`${products.status} IN ('ACTIVE', 'DRAFT', 'ARCHIVED')`,
        sql`${products.name} COLLATE NOCASE IN (SELECT value FROM json_each(${JSON.stringify(names)}))`,
      ),
    )
    .groupBy(sql`${products.name} COLLATE NOCASE`);
};
