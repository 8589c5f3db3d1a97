import type { CatalogueSearchCalls } from "../../../contracts/catalogue-search.ts";

/** The search index of an app's listings and products. The class implements `CatalogueSearchCalls`, so its stub answers by it. */
export const catalogueSearchOf = (env: Env, appId: string): CatalogueSearchCalls =>
  env.CATALOGUE_SEARCH.getByName(appId) as unknown as CatalogueSearchCalls;
