import type { CatalogueQuestion, FacetValue, FoundKind } from "../../contracts/catalogue-search.ts";
import { limits } from "../../contracts/limits.ts";
import { bucketsMax } from "./catalogue-storage.ts";
import type { PriceRange } from "./match.ts";

/** What is found has to match, and to cost so much. */
export interface Sought {
  match: string;
  minPrice: number | null;
  maxPrice: number | null;
}

/** What a candidate's row says of it. */
export type ThingRow = { id: number; kind: FoundKind; title_key: string; text_words: number };
type TaggedRow = { id: number; kind: FoundKind; price: number | null; category: string | null };
export type WritingRow = { id: number; thing_id: string; title: string; text: string };

export type Facets = Record<"kind" | "category" | "city", FacetValue[]>;

/** Questions to the index on disk. The newest come first, so that a limit leaves out the oldest; none reads more than its limit, however many match. */
export class Things {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** The ids of the newest of these, the newest first; as one value, for a row each would take longer than finding them. */
  ids({ match, minPrice, maxPrice }: Sought, limit: number): number[] {
    const { ids } = this.#sql
      .exec<{ ids: string }>(
        `SELECT json_group_array(id) AS ids FROM (${matching(minPrice, maxPrice)} ORDER BY words.rowid DESC LIMIT ?4)`,
        match,
        minPrice,
        maxPrice,
        limit,
      )
      .one();
    return JSON.parse(ids) as number[];
  }

  /** The newest things with exactly these words as their title, and what their tags are. */
  titled(titleKey: string, limit: number): (TaggedRow & { cities: string[] })[] {
    return this.#sql
      .exec<TaggedRow & { cities: string }>(
        `SELECT thing.id, thing.kind, thing.price, nullif(bucket.category, '') AS category, bucket.cities
         FROM thing JOIN bucket ON bucket.id = thing.id & 1048575 WHERE thing.title_key = ? AND thing.hidden = 0 ORDER BY thing.id DESC LIMIT ?`,
        titleKey,
        limit,
      )
      .toArray()
      .map((row) => ({ ...row, cities: JSON.parse(row.cities) as string[] }));
  }

  /** How many of these there are of each kind, category and city. */
  facetsOf(ids: readonly number[]): Facets {
    const things = new Map<number, number>();
    for (const id of ids) things.set(id % bucketsMax, (things.get(id % bucketsMax) ?? 0) + 1);
    const buckets = this.#sql.exec<{ id: number; kind: FoundKind; category: string; cities: string }>(
      "SELECT id, kind, category, cities FROM bucket WHERE id IN (SELECT value FROM json_each(?))",
      JSON.stringify([...things.keys()]),
    );
    const [kind, category, city] = [new Map<string, number>(), new Map<string, number>(), new Map<string, number>()];
    const add = (counts: Map<string, number>, value: string, count: number) => counts.set(value, (counts.get(value) ?? 0) + count);
    for (const bucket of buckets) {
      const count = things.get(bucket.id) ?? 0;
      add(kind, bucket.kind, count);
      if (bucket.category !== "") add(category, bucket.category, count);
      for (const name of JSON.parse(bucket.cities) as string[]) add(city, name, count);
    }
    return { kind: mostOf(kind), category: mostOf(category), city: mostOf(city) };
  }

  rows(ids: readonly number[]): ThingRow[] {
    return this.#sql
      .exec<ThingRow>("SELECT id, kind, title_key, text_words FROM thing WHERE id IN (SELECT value FROM json_each(?))", JSON.stringify(ids))
      .toArray();
  }

  writings(ids: readonly number[]): Map<number, WritingRow> {
    const rows = this.#sql.exec<WritingRow>(
      `SELECT thing.id, thing.thing_id, writing.title, writing.text FROM thing JOIN writing ON writing.id = thing.id
       WHERE thing.id IN (SELECT value FROM json_each(?))`,
      JSON.stringify(ids),
    );
    return new Map(rows.toArray().map((row) => [row.id, row]));
  }

  /** Zeros where nothing has a price. */
  priceRange(): PriceRange {
    return this.#sql
      .exec<{ least: number; most: number }>(
        `SELECT ifnull((SELECT min(price) FROM thing WHERE hidden = 0 AND price >= 0), 0) AS least,
           ifnull((SELECT max(price) FROM thing WHERE hidden = 0), 0) AS most`,
      )
      .one();
  }

  /** How many things ever came. */
  arrived(): number {
    return this.#sql.exec<{ arrived: number }>("SELECT ifnull(max(id), 0) >> 20 AS arrived FROM thing").one().arrived;
  }
}

/** Numbered parameters: what is matched, and the bounds of the price. */
const matching = (minPrice: number | null, maxPrice: number | null): string =>
  minPrice === null && maxPrice === null
    ? "SELECT words.rowid AS id FROM words WHERE words MATCH ?1 AND ?2 IS NULL AND ?3 IS NULL"
    : `SELECT words.rowid AS id FROM words CROSS JOIN thing ON thing.id = words.rowid
       WHERE words MATCH ?1 AND thing.price >= ifnull(?2, 0) AND thing.price <= ifnull(?3, thing.price)`;

const mostOf = (counts: ReadonlyMap<string, number>): FacetValue[] =>
  [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    .slice(0, limits.catalogueFacetValuesMax);

export const soughtOf = (match: string, { minPrice, maxPrice }: CatalogueQuestion): Sought => ({
  match,
  minPrice: minPrice ?? null,
  maxPrice: maxPrice ?? null,
});
