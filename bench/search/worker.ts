import type { CatalogueQuestion, CatalogueRow } from "../../contracts/catalogue-search.ts";
import { CatalogueSearch } from "../../durable-objects/catalogue-search/catalogue-search.ts";

interface Bindings {
  SEARCH: DurableObjectNamespace<ScannedSearch>;
}

/** What most would write: each word anywhere in title or text, the newest twenty, and with `counted` how many there are. */
export class ScannedSearch extends CatalogueSearch {
  async scan(words: readonly string[], counted: boolean): Promise<{ ids: string[]; total: number }> {
    const { sql } = this.ctx.storage;
    const like = words.map((word) => `%${word.replaceAll(/[\\%_]/g, "\\$&")}%`);
    const where = like.map((_, at) => `(title LIKE ?${at + 1} ESCAPE '\\' OR text LIKE ?${at + 1} ESCAPE '\\')`).join(" AND ");
    const from = `FROM writing JOIN thing ON thing.id = writing.id WHERE ${where}`;
    const page = sql.exec<{ thing_id: string }>(`SELECT thing_id ${from} ORDER BY writing.id DESC LIMIT 20`, ...like).toArray();
    const total = counted ? sql.exec<{ total: number }>(`SELECT count(*) AS total ${from}`, ...like).one().total : page.length;
    return { ids: page.map(({ thing_id }) => thing_id), total };
  }

  /** Bytes on disk, and how many of them the rows alone would take. */
  async size(): Promise<{ bytes: number; rowBytes: number }> {
    const { sql } = this.ctx.storage;
    const { rowBytes } = sql.exec<{ rowBytes: number }>("SELECT sum(length(title) + length(text) + 60) AS rowBytes FROM writing").one();
    return { bytes: sql.databaseSize, rowBytes };
  }
}

export default {
  async fetch(request, env) {
    const index = env.SEARCH.getByName("bench");
    const { pathname } = new URL(request.url);
    if (pathname === "/index") {
      await index.index({ rows: await request.json<CatalogueRow[]>(), toldAtMs: Date.now() });
      return new Response(null, { status: 204 });
    }
    if (pathname === "/search") return Response.json(await index.search(await request.json<CatalogueQuestion>()));
    if (pathname === "/scan") {
      const { words, counted } = await request.json<{ words: string[]; counted: boolean }>();
      return Response.json(await index.scan(words, counted));
    }
    if (pathname === "/size") return Response.json(await index.size());
    return new Response(null, { status: 404 });
  },
} satisfies ExportedHandler<Bindings>;
