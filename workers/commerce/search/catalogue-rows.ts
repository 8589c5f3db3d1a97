import type { CatalogueRow, FoundKind } from "../../../contracts/catalogue-search.ts";
import { limits } from "../../../contracts/limits.ts";
import type { Ctx } from "../../platform/context.ts";

/** Which of an app's: those with these ids, or the next `limits.catalogueRowsPerCall` behind an id. */
export type Which = { ids: readonly string[] } | { after: string };

/** Between what a thing's text is put together of. */
const joint = " · ";

/** An app's listings or products as its index is to have them, by their ids' order. What D1 does not have is left out. */
export const catalogueRows = (ctx: Ctx, appId: string, kind: FoundKind, which: Which): Promise<CatalogueRow[]> =>
  kind === "LISTING" ? listingRows(ctx, appId, which) : productRows(ctx, appId, which);

interface ListingAsStored {
  id: string;
  title: string;
  description: string | null;
  type: string | null;
  origin: string | null;
  destination: string | null;
  status: string;
  updatedAt: number;
  shows: string;
}
type Show = { city: string; price: number; coming: number; at: number };

/** Where a listing is still to be seen, and what the cheapest seat there costs. */
async function listingRows(ctx: Ctx, appId: string, which: Which): Promise<CatalogueRow[]> {
  const rows = await read<ListingAsStored>(
    ctx,
    `SELECT l.id, l.title, l.description, l.type, l.origin, l.destination, l.status, l.updated_at AS updatedAt, (
       SELECT json_group_array(json_object('city', v.city, 'price', s.price_from, 'at', s.updated_at,
         'coming', s.status = 'SCHEDULED' AND s.starts_at > ?3))
       FROM showtimes AS s JOIN venues AS v ON v.id = s.venue_id WHERE s.listing_id = l.id
     ) AS shows
     FROM listings AS l WHERE l.app_id = ?1 AND ${chosen("l", which)}`,
    appId,
    which,
    [ctx.now()],
  );
  return rows.map(({ id, title, description, type, origin, destination, status, updatedAt, shows }) => {
    const all = JSON.parse(shows) as Show[];
    const coming = all.filter((show) => show.coming === 1);
    const cities = [...new Set(coming.map(({ city }) => city))].sort().slice(0, limits.catalogueCitiesMax);
    return {
      kind: "LISTING",
      id,
      version: Math.max(updatedAt, ...all.map(({ at }) => at)),
      title,
      text: written(description, type, origin, destination, ...cities),
      category: type,
      cities,
      price: coming.length === 0 ? null : Math.min(...coming.map(({ price }) => price)),
      hidden: status !== "PUBLISHED",
    };
  });
}

interface ProductAsStored {
  id: string;
  name: string;
  description: string;
  category: string | null;
  price: number;
  sku: string | null;
  status: string;
  updatedAt: number;
  variants: string;
}

async function productRows(ctx: Ctx, appId: string, which: Which): Promise<CatalogueRow[]> {
  const rows = await read<ProductAsStored>(
    ctx,
    `SELECT p.id, p.name, p.description, p.category, p.price, p.sku, p.status, p.updated_at AS updatedAt, (
       SELECT json_group_array(v.name) FROM product_variants AS v WHERE v.product_id = p.id
     ) AS variants
     FROM products AS p WHERE p.app_id = ?1 AND ${chosen("p", which)}`,
    appId,
    which,
  );
  return rows.map(({ id, name, description, category, price, sku, status, updatedAt, variants }) => ({
    kind: "PRODUCT",
    id,
    version: updatedAt,
    title: name,
    text: written(description, category, ...(JSON.parse(variants) as string[]), sku),
    category,
    cities: [],
    price,
    hidden: status !== "ACTIVE",
  }));
}

const chosen = (table: string, which: Which): string =>
  "ids" in which
    ? `${table}.id IN (SELECT value FROM json_each(?2))`
    : `${table}.id > ?2 ORDER BY ${table}.id LIMIT ${limits.catalogueRowsPerCall}`;

async function read<Row>(ctx: Ctx, sql: string, appId: string, which: Which, more: unknown[] = []): Promise<Row[]> {
  const statement = ctx.db.$client.prepare(sql).bind(appId, "ids" in which ? JSON.stringify(which.ids) : which.after, ...more);
  return (await statement.all<Row>()).results;
}

const written = (...parts: (string | null)[]): string => parts.filter((part) => part !== null && part !== "").join(joint);
