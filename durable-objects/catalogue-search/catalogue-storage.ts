import type { CatalogueRow } from "../../contracts/catalogue-search.ts";
import { limits } from "../../contracts/limits.ts";
import init from "../../migrations/catalogue-search/0001_init.sql";
import { isMigrated, migrate } from "../migrate.ts";
import { tagsOf } from "./match.ts";
import { WordList } from "./word-list.ts";
import { indexWords, titleKeyOf } from "./words.ts";

/** What a thing's id is made of: its number in the order of arrival, and below it the number of its bucket. */
export const bucketsMax = 2 ** 20;
const forgottenPerCall = 500;

type Known = {
  id: number;
  version: number;
  told_at: number;
  hidden: number;
  price: number | null;
  title: string;
  text: string;
  tags: string;
};

/** The index on disk. What is read of it is in find-things.ts. */
export class CatalogueStorage {
  readonly #storage: DurableObjectStorage;
  readonly #sql: SqlStorage;
  readonly words: WordList;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.#sql = storage.sql;
    this.words = new WordList(storage.sql);
    if (isMigrated(storage)) this.migrate();
  }

  migrate(): void {
    migrate(this.#storage, [["0001_init", init]]);
  }

  /** All or nothing. Of a thing that is known in a newer version nothing is taken but that it was told of, at `toldAtMs`. */
  put(rows: readonly CatalogueRow[], toldAtMs: number): void {
    this.migrate();
    this.#storage.transactionSync(() => {
      const counts = new Map<string, number>();
      for (const row of rows) this.#putOne(row, toldAtMs, counts);
      this.words.count(counts);
    });
  }

  /** Forgets some of what nobody told of since then; `more`: there is more of it. Without more the index is whole, at `nowMs`. */
  forgetOlder(sinceMs: number, nowMs: number): { forgotten: number; more: boolean } {
    this.migrate();
    return this.#storage.transactionSync(() => {
      const old = this.#sql.exec<Known>(`${knownThings} WHERE thing.told_at < ? LIMIT ?`, sinceMs, forgottenPerCall).toArray();
      const counts = new Map<string, number>();
      for (const known of old) {
        this.#takeOut(known, counts);
        this.#sql.exec("DELETE FROM thing WHERE id = ?", known.id);
      }
      this.words.count(counts);
      const more = old.length === forgottenPerCall;
      if (!more) this.#sql.exec("UPDATE building SET built_at = ?", nowMs);
      return { forgotten: old.length, more };
    });
  }

  /** Whether the index was never made as a whole and nobody was asked to lately; whoever hears so is asked. */
  askForBuilding(nowMs: number): boolean {
    this.migrate();
    const asked = this.#sql.exec(
      "UPDATE building SET asked_at = ?1 WHERE built_at = 0 AND asked_at <= ?2 RETURNING one",
      nowMs,
      nowMs - limits.catalogueBuildingRetrySeconds * 1000,
    );
    return asked.toArray().length > 0;
  }

  #putOne(row: CatalogueRow, toldAtMs: number, counts: Map<string, number>): void {
    const [known] = this.#sql.exec<Known>(`${knownThings} WHERE thing.kind = ? AND thing.thing_id = ?`, row.kind, row.id).toArray();
    const id = this.#idFor(row, known);
    if (known !== undefined) {
      if (isOlder(known, row, toldAtMs) || (row.version === known.version && id === known.id && isSame(known, row))) {
        this.#sql.exec("UPDATE thing SET told_at = max(told_at, ?) WHERE id = ?", toldAtMs, known.id);
        return;
      }
      this.#takeOut(known, counts);
      this.#sql.exec("DELETE FROM thing WHERE id = ?", known.id);
    }
    const [title, text] = [indexWords(row.title), indexWords(row.text)];
    this.#sql.exec(
      `INSERT INTO thing (id, kind, thing_id, version, told_at, hidden, price, title_key, text_words) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      id,
      row.kind,
      row.id,
      row.version,
      toldAtMs,
      row.hidden ? 1 : 0,
      row.price,
      row.hidden ? "" : titleKeyOf(row.title),
      text.length,
    );
    if (row.hidden) return;
    const tags = tagsOf(row).join(" ");
    this.#sql.exec("INSERT INTO writing (id, title, text, tags) VALUES (?, ?, ?, ?)", id, row.title, row.text, tags);
    this.#sql.exec("INSERT INTO words (rowid, title, text, tags) VALUES (?, ?, ?, ?)", id, title.join(" "), text.join(" "), tags);
    countWords(counts, [...title, ...text], 1);
  }

  /** The id that a thing has, as long as its bucket is the same; its place in the order of arrival it keeps in any case. */
  #idFor(row: CatalogueRow, known: Known | undefined): number {
    const number = known === undefined ? this.#nextNumber() : Math.floor(known.id / bucketsMax);
    return number * bucketsMax + this.#bucketOf(row);
  }

  #nextNumber(): number {
    const { last } = this.#sql.exec<{ last: number | null }>("SELECT max(id) AS last FROM thing").one();
    return Math.floor((last ?? 0) / bucketsMax) + 1;
  }

  /** Bucket 0 has no row: once there are as many buckets as have numbers, further ones are not counted. */
  #bucketOf({ kind, category, cities }: CatalogueRow): number {
    const names = JSON.stringify([...new Set(cities)].sort());
    this.#sql.exec(
      "INSERT INTO bucket (kind, category, cities) SELECT ?1, ?2, ?3 WHERE (SELECT ifnull(max(id), 0) FROM bucket) < ?4 ON CONFLICT DO NOTHING",
      kind,
      category ?? "",
      names,
      bucketsMax - 1,
    );
    const [bucket] = this.#sql
      .exec<{ id: number }>("SELECT id FROM bucket WHERE kind = ? AND category = ? AND cities = ?", kind, category ?? "", names)
      .toArray();
    return bucket?.id ?? 0;
  }

  /** Of something hidden nothing was put in. An index without content must be told what it had been given. */
  #takeOut({ id, hidden, tags, ...written }: Known, counts: Map<string, number>): void {
    if (hidden === 1) return;
    const [title, text] = [indexWords(written.title), indexWords(written.text)];
    this.#sql.exec(
      "INSERT INTO words (words, rowid, title, text, tags) VALUES ('delete', ?, ?, ?, ?)",
      id,
      title.join(" "),
      text.join(" "),
      tags,
    );
    this.#sql.exec("DELETE FROM writing WHERE id = ?", id);
    countWords(counts, [...title, ...text], -1);
  }
}

const knownThings = `SELECT thing.id, thing.version, thing.told_at, thing.hidden, thing.price, writing.title, writing.text, writing.tags
  FROM thing LEFT JOIN writing ON writing.id = thing.id`;

/** A listing's cities change with the time as well: of one version what D1 was asked for later is newer. */
const isOlder = (known: Known, { version }: CatalogueRow, toldAtMs: number): boolean =>
  version < known.version || (version === known.version && toldAtMs < known.told_at);

const isSame = (known: Known, row: CatalogueRow): boolean =>
  (known.hidden === 1 && row.hidden) ||
  (known.hidden === 0 && !row.hidden && known.price === row.price && known.title === row.title && known.text === row.text);

function countWords(counts: Map<string, number>, words: readonly string[], by: number): void {
  for (const word of new Set(words)) counts.set(word, (counts.get(word) ?? 0) + by);
}
