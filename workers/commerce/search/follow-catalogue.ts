import type { CatalogueRow, FoundKind } from "../../../contracts/catalogue-search.ts";
import { limits } from "../../../contracts/limits.ts";
import { callObject } from "../../platform/call-object.ts";
import type { Ctx } from "../../platform/context.ts";
import { startBuilding } from "./build-index.ts";
import { catalogueRows } from "./catalogue-rows.ts";
import { catalogueSearchOf } from "./catalogue-search-of.ts";

interface Change {
  appId: string;
  kind: FoundKind;
  subjectId: string;
}

/** Tells each app's index what has become of what has changed: as it is now, whatever came in between. Twice: nothing. */
export async function followCatalogue(ctx: Ctx, changes: readonly Change[]): Promise<void> {
  for (const [appId, ofApp] of Map.groupBy(changes, (change) => change.appId)) {
    for (const [kind, ofKind] of Map.groupBy(ofApp, (change) => change.kind)) {
      const ids = [...new Set(ofKind.map(({ subjectId }) => subjectId))];
      for (let from = 0; from < ids.length; from += limits.catalogueRowsPerCall) {
        await follow(ctx, appId, kind, ids.slice(from, from + limits.catalogueRowsPerCall));
      }
    }
  }
}

async function follow(ctx: Ctx, appId: string, kind: FoundKind, ids: readonly string[]): Promise<void> {
  const toldAtMs = ctx.now();
  const rows = await catalogueRows(ctx, appId, kind, { ids });
  const here = new Set(rows.map(({ id }) => id));
  const gone = ids.filter((id) => !here.has(id)).map((id) => goneRow(kind, id, toldAtMs));
  const told = { rows: [...rows, ...gone], toldAtMs };
  const { wantsBuilding } = await callObject(() => catalogueSearchOf(ctx.env, appId).index(told), { idempotent: true });
  if (wantsBuilding) await startBuilding(ctx, appId);
}

/** Ids are never used again, so what D1 no longer has is newer than all that it had. */
const goneRow = (kind: FoundKind, id: string, atMs: number): CatalogueRow => ({
  kind,
  id,
  version: atMs,
  title: "",
  text: "",
  category: null,
  cities: [],
  price: null,
  hidden: true,
});
