import { DurableObject } from "cloudflare:workers";
import { limits } from "../../contracts/limits.ts";
import type { MessageSearchCalls, SearchHit, SearchQuestion, SearchRow } from "../../contracts/message-search.ts";
import { excerptAround } from "./highlight.ts";
import { ranked } from "./rank.ts";
import { searchQuery } from "./search-query.ts";
import { SearchStorage } from "./search-storage.ts";

/**
 * The search index of one app's messages. It is told by whoever records messages in D1 and can be made anew from there. Nothing is in memory, so
 * nothing is lost with it.
 */
export class MessageSearch extends DurableObject<Env> implements MessageSearchCalls {
  readonly #storage: SearchStorage;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#storage = new SearchStorage(ctx.storage);
  }

  /** Takes these messages up, in place of older versions of them; one without content is found no longer. Again: nothing. */
  async index(rows: SearchRow[]): Promise<void> {
    if (rows.length > 0) this.#storage.put(rows);
  }

  /** The messages of a room with `after` < seq ≤ `upTo` are exactly these: whatever else is known there is forgotten. */
  async indexRange({ roomId, after, upTo, rows }: { roomId: string; after: number; upTo: number; rows: SearchRow[] }): Promise<void> {
    this.#storage.putRange(roomId, after, upTo, rows);
  }

  /** The best of the newest `limits.messagesSearchedMax` messages with every word of `q`, the last of which may be the beginning of one. */
  async search({ q, rooms, asOf, skip, limit }: SearchQuestion): Promise<{ hits: SearchHit[]; more: boolean }> {
    const query = searchQuery(q, rooms === null ? null : this.#storage.numbersOf(rooms));
    if (query === null) return { hits: [], more: false };
    const best = ranked(this.#storage.find(query, asOf, limits.messagesSearchedMax), asOf);
    const hits = best.slice(skip, skip + limit).map(({ roomId, seq, marked }) => ({ roomId, seq, highlight: excerptAround(marked) }));
    return { hits, more: best.length > skip + limit };
  }
}
