import { FoundPage, RebuildSearch, SearchQuery, SearchRebuilding } from "../../../contracts/catalogue-search.ts";
import { Endpoints } from "../../gateway/endpoint.ts";
import { find } from "./find.ts";
import { rebuildSearch } from "./rebuild-search.ts";

export const searchRoutes = new Endpoints("Search", "catalogue");

searchRoutes.get(
  "/api/v1/search",
  {
    operationId: "searchCatalogue",
    summary: "Listings and products by words, the best first, with facets",
    description:
      "No character of `q` means anything. The last word may be the beginning of one; a word that nothing has is replaced by the nearest that something has, and `corrected` says so. Where nothing has all words, what has all but one is found, and else what has any. `total` and `facets` count up to 10,000 (`totalIsMore`: there are more), and pages lead through the best thousand or two.",
    access: "app",
    query: SearchQuery,
    answer: FoundPage,
    errors: ["OVERLOADED"],
    style: "etag",
  },
  (ctx, { query }) => find(ctx, query),
);

export const searchAdminRoutes = new Endpoints("Admin");

searchAdminRoutes.post(
  "/api/v1/admin/search/rebuild",
  {
    operationId: "rebuildSearch",
    summary: "Make the search index of an app, or of all, anew",
    description: "Searches go on meanwhile; it runs in the background and may be asked for again.",
    access: "admin",
    body: RebuildSearch,
    answer: SearchRebuilding,
    errors: ["APP_NOT_FOUND"],
  },
  async (ctx, { body }) => ({ rebuild: await rebuildSearch(ctx, body) }),
);
