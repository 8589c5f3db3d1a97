import { and, asc, desc, eq, gte, lte, type SQL, sql } from "drizzle-orm";
import type { Page } from "../../../contracts/envelope.ts";
import type { Product, ProductQuery } from "../../../contracts/products.ts";
import { roleAt } from "../../identity/role.ts";
import { AppError } from "../../platform/app-error.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { decodeCursor, encodeCursor, toPage } from "../../platform/cursor.ts";
import { type ProductRow, products } from "../tables.ts";
import { toProduct } from "./answers.ts";
import { managedBy } from "./managed.ts";
import { productsFound } from "./products-found.ts";
import { foundOf, selectProducts } from "./read.ts";

/**
 * The products that are sold, or with `mine` or another `status` those that the caller manages. Words of `q` are found as the search finds them; among what one
 * manages, where the search does not see everything, as they stand. Throws TOKEN_MISSING and FORBIDDEN where somebody asks for what they do not manage.
 */
export async function listProducts(ctx: TenantCtx, query: ProductQuery): Promise<Page<Product>> {
  const managing = query.mine === true || (query.status ?? "ACTIVE") !== "ACTIVE";
  const visible = managing ? await managedWith(ctx, query) : eq(products.status, "ACTIVE");
  const hits = query.q && !managing ? await productsFound(ctx, { ...query, q: query.q }) : null;
  const order = hits !== null && (query.sort ?? "relevance") === "relevance" ? byRelevance(hits) : orders[byItself(query.sort)];
  const rows = await selectProducts(ctx.db)
    .where(
      and(
        eq(products.appId, ctx.tenant.appId),
        visible,
        ...filtersOf(query),
        ...(query.q && managing ? query.q.split(/\s+/).map(stands) : []),
        hits === null ? undefined : sql`${products.id} IN (SELECT value FROM json_each(${JSON.stringify(hits)}))`,
        query.cursor === undefined ? undefined : order.after(query.cursor),
      ),
    )
    .orderBy(...order.by)
    .limit(query.limit + 1);
  return toPage(
    rows,
    query.limit,
    ({ product }) => order.cursorOf(product),
    (row) => toProduct(foundOf(row)),
  );
}

/** Those that the caller manages, by owner and status. */
async function managedWith(ctx: TenantCtx, { status }: ProductQuery): Promise<SQL | undefined> {
  if (ctx.actor.kind === "user") {
    if ((await roleAt(ctx, ctx.actor.userId)) !== "ORGANIZER") throw new AppError("FORBIDDEN");
  } else if (ctx.actor.kind !== "server") throw new AppError("TOKEN_MISSING");
  // Names all of them, so that the indexes by status serve.
  return and(
    managedBy(ctx),
    status === undefined ? sql`${products.status} IN ('ACTIVE', 'DRAFT', 'ARCHIVED')` : eq(products.status, status),
  );
}

/** Whether a word is anywhere in a product's name, SKU or description. No character of it means anything. */
const stands = (word: string): SQL =>
  sql`instr(lower(${products.name} || ' ' || ifnull(${products.sku}, '') || ' ' || ${products.description}), lower(${word})) > 0`;

const filtersOf = ({ category, minPrice, maxPrice, inStock }: ProductQuery): SQL[] => [
  ...(category === undefined ? [] : [eq(products.category, category)]),
  ...(minPrice === undefined ? [] : [gte(products.price, minPrice)]),
  ...(maxPrice === undefined ? [] : [lte(products.price, maxPrice)]),
  ...(inStock === undefined ? [] : [inStock ? hasStock : sql`NOT ${hasStock}`]),
];
const hasStock = sql`EXISTS (SELECT 1 FROM product_variants AS v WHERE v.product_id = ${products.id} AND v.stock > v.held)`;

interface Order {
  by: SQL[];
  after(cursor: string): SQL;
  cursorOf(row: ProductRow): string;
}

type OwnOrder = "newest" | "name" | "price" | "-price";
const byItself = (sort: ProductQuery["sort"]): OwnOrder => (sort === undefined || sort === "relevance" ? "newest" : sort);

/** As much of a name as a cursor can carry. */
const nameChars = 60;

const orders: Record<OwnOrder, Order> = {
  // Ids sort by the time of their making.
  newest: {
    by: [desc(products.id)],
    after: (cursor) => sql`${products.id} < ${decodeCursor(cursor, "string").id}`,
    cursorOf: ({ id }) => encodeCursor("", id),
  },
  name: {
    by: [sql`${products.name} COLLATE NOCASE`, asc(products.id)],
    after: (cursor) => {
      const { key, id } = decodeCursor(cursor, "string");
      // The whole name, unless its product is gone by now.
      return sql`(${products.name} COLLATE NOCASE, ${products.id}) > (ifnull((SELECT p.name FROM products AS p WHERE p.id = ${id}), ${key}), ${id})`;
    },
    cursorOf: ({ id, name }) => encodeCursor([...name].slice(0, nameChars).join(""), id),
  },
  price: {
    by: [asc(products.price), asc(products.id)],
    after: (cursor) => {
      const { key, id } = decodeCursor(cursor, "number");
      return sql`(${products.price}, ${products.id}) > (${key}, ${id})`;
    },
    cursorOf: ({ id, price }) => encodeCursor(price, id),
  },
  "-price": {
    by: [desc(products.price), desc(products.id)],
    after: (cursor) => {
      const { key, id } = decodeCursor(cursor, "number");
      return sql`(${products.price}, ${products.id}) < (${key}, ${id})`;
    },
    cursorOf: ({ id, price }) => encodeCursor(price, id),
  },
};

/** In the order in which they were found. The cursor is the place of the last one, which its id can no longer say once the index has changed. */
function byRelevance(hits: readonly string[]): Order {
  const place = sql`(SELECT key FROM json_each(${JSON.stringify(hits)}) WHERE value = ${products.id})`;
  return {
    by: [asc(place)],
    after: (cursor) => sql`${place} > ${decodeCursor(cursor, "number").key}`,
    cursorOf: ({ id }) => encodeCursor(hits.indexOf(id), id),
  };
}
