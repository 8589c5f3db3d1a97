import { limits } from "../../../contracts/limits.ts";
import type { ProductQuery } from "../../../contracts/products.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { searchCatalogue } from "../search/search-catalogue.ts";

type Asked = Pick<ProductQuery, "category" | "minPrice" | "maxPrice"> & { q: string };

/** The ids of the products that words lead to, the best first and `limits.catalogueHitsMax` at most, as the app's index knows them. Throws OVERLOADED, DEPENDENCY_UNAVAILABLE. */
export async function productsFound(ctx: TenantCtx, { q, category, minPrice, maxPrice }: Asked): Promise<string[]> {
  const question = { q, kind: "PRODUCT", category, minPrice, maxPrice, skip: 0, limit: limits.catalogueHitsMax, idsOnly: true } as const;
  return (await searchCatalogue(ctx, question)).hits.map(({ id }) => id);
}
