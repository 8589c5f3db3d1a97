import type { CatalogueQuestion, CatalogueRow } from "../../contracts/catalogue-search.ts";
import type { Term } from "./spelling.ts";
import { wordsOf } from "./words.ts";

/** Letters for private use: no text has them within a word, so what begins with one is a word of ours. */
const tagMark = "\uE000";
const tagJoint = "\uE001";

/** What a thing is, as a word of the index: the same whichever capitals, accents and spaces its name is written with. */
export function tagOf(of: "kind" | "category" | "city" | "price", name: string): string {
  const words = [...wordsOf(name)].map(({ forms: [own] }) => own);
  const codes = () => [...name].map((letter) => letter.codePointAt(0)?.toString(36));
  return `${tagMark}${of}${tagJoint}${(words.length > 0 ? words : codes()).join(tagJoint)}`;
}

/** A price's band: each is twice as wide as the one below. */
export const bandOf = (price: number): number => Math.floor(Math.log2(price + 1));
/** More bands than these take longer to go through than the prices of what was found. */
const bandsAskedMax = 4;

/** The lowest and the highest price that there is. */
export interface PriceRange {
  least: number;
  most: number;
}

/** The tags of what a question narrows down to, of each group one. Prices are among them only where few bands come into question, and only roughly. */
export function tagsAsked({ kind, category, city, ...asked }: Narrowed, range: PriceRange): string[][] {
  return [
    ...(kind === undefined ? [] : [[tagOf("kind", kind)]]),
    ...(category === undefined ? [] : [[tagOf("category", category)]]),
    ...(city === undefined ? [] : [[tagOf("city", city)]]),
    ...bandsAsked(asked, range),
  ];
}

type Narrowed = Omit<CatalogueQuestion, "q" | "skip" | "limit">;

function bandsAsked({ minPrice, maxPrice }: Pick<Narrowed, "minPrice" | "maxPrice">, { least, most }: PriceRange): string[][] {
  if (minPrice === undefined && maxPrice === undefined) return [];
  const from = bandOf(Math.max(minPrice ?? 0, least));
  const to = bandOf(Math.min(maxPrice ?? most, most));
  if (to - from >= bandsAskedMax || to < from) return [];
  return [Array.from({ length: to - from + 1 }, (_, at) => tagOf("price", String(from + at)))];
}

/** The tags that something has. */
export const tagsOf = ({ kind, category, cities, price }: Pick<CatalogueRow, "kind" | "category" | "cities" | "price">): string[] => [
  tagOf("kind", kind),
  ...(category === null ? [] : [tagOf("category", category)]),
  ...cities.map((city) => tagOf("city", city)),
  ...(price === null ? [] : [tagOf("price", String(bandOf(price)))]),
];

/**
 * What FTS5 is asked: things with all terms of any of these groups, in their title or anywhere, and of each group of tags with
 * one. Every word stands in quotes, so that
 * nothing in it is an operator.
 */
export function matchOf(groups: readonly (readonly Term[])[], where: "title" | "anywhere", tags: readonly (readonly string[])[]): string {
  const words = groups.map((terms) => `(${terms.map(termMatch).join(" AND ")})`).join(" OR ");
  const columns = where === "title" ? "title" : "{title text}";
  return [`(${columns} : (${words}))`, ...tags.map((group) => `(tags : (${group.map(quoted).join(" OR ")}))`)].join(" AND ");
}

const termMatch = ({ forms, begins }: Term): string => `(${forms.map((form) => `${quoted(form)}${begins ? " *" : ""}`).join(" OR ")})`;

const quoted = (word: string): string => `"${word.replaceAll('"', '""')}"`;

/** With more words there are too many ways to leave one out. */
const leftOutMax = 6;
/** Where nothing else is found, what has any of the so many rarest words is. */
const rarestMax = 4;

/**
 * In which order things are looked for: with all terms; where nothing has them all, with all but one; and at last with any of the first, which are the rarest.
 * Of each group it is said which terms it has, by their places.
 */
export function attemptsFor(terms: readonly Term[]): number[][][] {
  const all = terms.map((_, at) => at);
  return [
    [all],
    ...(all.length > 2 && all.length <= leftOutMax ? [all.map((left) => all.filter((at) => at !== left))] : []),
    ...(all.length > 1 ? [all.slice(0, rarestMax).map((at) => [at])] : []),
  ];
}
