import type { CatalogueAnswer, CatalogueQuestion } from "../../../contracts/catalogue-search.ts";
import { callObject } from "../../platform/call-object.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { startBuilding } from "./build-index.ts";
import { catalogueSearchOf } from "./catalogue-search-of.ts";

/**
 * Asks the app's index: the ids of what was found, the best first, from `skip` on. What D1 no longer shows is for the caller to leave out. An index that was
 * never made as a whole is made from now on, and answers with what it has. Throws OVERLOADED, DEPENDENCY_UNAVAILABLE.
 */
export async function searchCatalogue(ctx: TenantCtx, question: CatalogueQuestion): Promise<CatalogueAnswer> {
  const { appId } = ctx.tenant;
  const answer = await callObject(() => catalogueSearchOf(ctx.env, appId).search(question), { idempotent: true });
  if (answer.wantsBuilding) ctx.waitUntil(startBuilding(ctx, appId));
  return answer;
}
