import { limits } from "../../../contracts/limits.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { searchCatalogue } from "../search/search-catalogue.ts";

/** The ids of the products that words lead to, the best first, as the app's index knows them. Throws OVERLOADED, DEPENDENCY_UNAVAILABLE. */
export async function productsFound(ctx: TenantCtx, q: string): Promise<string[]> {
  const { hits } = await searchCatalogue(ctx, { q, kind: "PRODUCT", skip: 0, limit: limits.catalogueHitsMax });
  return hits.map(({ id }) => id);
}
