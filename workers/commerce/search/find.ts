import type { CatalogueHit, Found, FoundPage, SearchQuery } from "../../../contracts/catalogue-search.ts";
import type { Listing } from "../../../contracts/listings.ts";
import type { Product } from "../../../contracts/products.ts";
import { listedAmong } from "../../catalog/listed-among.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { decodeCursor, encodeCursor } from "../../platform/cursor.ts";
import { readProducts } from "../products/read.ts";
import { highlightOf } from "./highlight-of.ts";
import { searchCatalogue } from "./search-catalogue.ts";

/**
 * Listings and products with what `q` asks for, the best first, each as D1 has it at this moment: a page may have fewer than `limit`, where something was taken
 * down since the index heard of it. Throws OVERLOADED, DEPENDENCY_UNAVAILABLE; VALIDATION_FAILED for a cursor of another list.
 */
export async function find(ctx: TenantCtx, { limit, cursor, ...asked }: SearchQuery): Promise<FoundPage> {
  const skip = cursor === undefined ? 0 : Math.max(0, Math.trunc(decodeCursor(cursor, "number").key));
  const { hits, more, total, totalIsMore, corrected, facets } = await searchCatalogue(ctx, { ...asked, skip, limit });
  const idsOf = (kind: CatalogueHit["kind"]) => hits.filter((hit) => hit.kind === kind).map(({ id }) => id);
  const [listings, products] = await Promise.all([listedAmong(ctx, idsOf("LISTING")), readProducts(ctx, idsOf("PRODUCT"))]);
  const sold = new Map(products.filter(({ status }) => status === "ACTIVE").map((product) => [product.id, product]));
  const items = hits.flatMap((hit) => foundOf(hit, listings.get(hit.id), sold.get(hit.id)));
  return { items, nextCursor: more ? encodeCursor(skip + limit, "") : null, total, totalIsMore, corrected, facets };
}

function foundOf({ kind, id, title, excerpt }: CatalogueHit, listing: Listing | undefined, product: Product | undefined): Found[] {
  if ((kind === "LISTING" ? listing : product) === undefined) return [];
  return [{ kind, id, title: highlightOf(title), excerpt: highlightOf(excerpt), listing: listing ?? null, product: product ?? null }];
}
