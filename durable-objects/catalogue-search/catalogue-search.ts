import { DurableObject } from "cloudflare:workers";
import type { CatalogueAnswer, CatalogueQuestion, CatalogueRow, CatalogueSearchCalls } from "../../contracts/catalogue-search.ts";
import { CatalogueStorage } from "./catalogue-storage.ts";
import { findBest } from "./find-best.ts";
import { Things } from "./find-things.ts";

/**
 * The search index of one app's listings and products. It is told by whoever hears that D1 has changed, and can be made anew from there. Nothing is in memory,
 * so nothing is lost with it.
 */
export class CatalogueSearch extends DurableObject<Env> implements CatalogueSearchCalls {
  readonly #storage: CatalogueStorage;
  readonly #things: Things;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#storage = new CatalogueStorage(ctx.storage);
    this.#things = new Things(ctx.storage.sql);
  }

  /** Takes these up, in place of older versions of them; what is hidden is found no longer. Again: nothing. `toldAtMs`: when D1 was asked for them. */
  async index({ rows, toldAtMs }: { rows: CatalogueRow[]; toldAtMs: number }): Promise<{ wantsBuilding: boolean }> {
    this.#storage.put(rows, toldAtMs);
    return { wantsBuilding: this.#storage.askForBuilding(Date.now()) };
  }

  /** Forgets some of what nobody told of since `sinceMs`; `more`: call again. Without more the index is whole. */
  async forgetOlder(sinceMs: number): Promise<{ forgotten: number; more: boolean }> {
    return this.#storage.forgetOlder(sinceMs, Date.now());
  }

  /** The best things with every word of `q`, the last of which may be the beginning of one; see docs/search.md for what happens where nothing has them. */
  async search(question: CatalogueQuestion): Promise<CatalogueAnswer> {
    const wantsBuilding = this.#storage.askForBuilding(Date.now());
    return { ...findBest(this.#storage, this.#things, question), wantsBuilding };
  }
}
