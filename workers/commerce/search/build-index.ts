import type { CatalogueBuilding } from "../../../contracts/catalogue-search.ts";
import { limits } from "../../../contracts/limits.ts";
import { callObject } from "../../platform/call-object.ts";
import type { Ctx } from "../../platform/context.ts";
import { catalogueRows } from "./catalogue-rows.ts";
import { catalogueSearchOf } from "./catalogue-search-of.ts";

/** A message of the queue does so many pages, for each waits its turn there. */
const pagesPerMessage = 20;

/**
 * Has an app's index made anew from D1, or with null that of every app; page by page through the queue, beside all else that the index is told and asked. Nothing is
 * forgotten before the end. Again: the same. Never throws: an index that was never made as a whole asks for it again.
 */
export const startBuilding = (ctx: Ctx, appId: string | null): Promise<void> =>
  send(ctx, [{ type: "catalogue.building", appId, kind: "LISTING", after: null, sinceMs: ctx.now() }]).catch((error: unknown) =>
    ctx.log.error("an index of the catalogue waits to be made", error, { app: appId }),
  );

/** Some pages of a building, and the message for those behind them. May run twice. Throws if D1, the index or the queue was away. */
export async function buildIndex(ctx: Ctx, building: CatalogueBuilding): Promise<void> {
  if (building.appId === null) await send(ctx, await appsOf(ctx, building));
  else await send(ctx, await pagesOf(ctx, building, building.appId));
}

async function send(ctx: Ctx, messages: readonly CatalogueBuilding[]): Promise<void> {
  if (messages.length > 0) await ctx.env.EVENTS.sendBatch(messages.map((body) => ({ body })));
}

/** A message for each of the next apps, and one for those behind them. */
async function appsOf(ctx: Ctx, building: CatalogueBuilding): Promise<CatalogueBuilding[]> {
  const { results } = await ctx.db.$client
    .prepare("SELECT id FROM apps WHERE id > ? ORDER BY id LIMIT ?")
    .bind(building.after ?? "", limits.appsRebuiltPerPage)
    .all<{ id: string }>();
  const apps = results.map(({ id }): CatalogueBuilding => ({ ...building, appId: id, after: null }));
  const last = results.at(-1);
  return last === undefined || results.length < limits.appsRebuiltPerPage ? apps : [...apps, { ...building, after: last.id }];
}

async function pagesOf(ctx: Ctx, building: CatalogueBuilding, appId: string): Promise<CatalogueBuilding[]> {
  let { kind, after } = building;
  for (let page = 0; page < pagesPerMessage; page++) {
    // No page is older than the building that it is of, whatever the clock of this machine says.
    const toldAtMs = Math.max(ctx.now(), building.sinceMs);
    const rows = await catalogueRows(ctx, appId, kind, { after: after ?? "" });
    if (rows.length > 0) await callObject(() => catalogueSearchOf(ctx.env, appId).index({ rows, toldAtMs }), { idempotent: true });
    after = rows.at(-1)?.id ?? after;
    if (rows.length === limits.catalogueRowsPerCall) continue;
    if (kind === "PRODUCT") return (await forgetRest(ctx, building, appId)) ? [{ ...building, kind, after }] : [];
    [kind, after] = ["PRODUCT", null];
  }
  return [{ ...building, kind, after }];
}

/** Whether there is more to forget than one message does. */
async function forgetRest(ctx: Ctx, { sinceMs }: CatalogueBuilding, appId: string): Promise<boolean> {
  for (let turn = 0; turn < pagesPerMessage; turn++) {
    const { more } = await callObject(() => catalogueSearchOf(ctx.env, appId).forgetOlder(sinceMs), { idempotent: true });
    if (!more) return false;
  }
  return true;
}
