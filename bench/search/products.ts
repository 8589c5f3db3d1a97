import type { CatalogueRow } from "../../contracts/catalogue-search.ts";
import { randomFrom } from "../../scripts/demo/random.ts";

const things = [
  "shirt",
  "mug",
  "poster",
  "cap",
  "bag",
  "book",
  "record",
  "scarf",
  "pin",
  "magnet",
  "pen",
  "towel",
  "candle",
  "puzzle",
  "umbrella",
];
const colours = ["red", "blue", "green", "black", "white", "golden", "grey", "purple"];
const categories = ["Clothes", "Kitchen", "Paper", "Music", "Toys", "Home", "Garden", "Food", "Travel", "Gifts", "Sports", "Tools"];
const syllables = [
  "ka",
  "po",
  "ri",
  "ten",
  "mo",
  "la",
  "ber",
  "sta",
  "qui",
  "zen",
  "do",
  "fu",
  "gar",
  "hel",
  "ist",
  "jun",
  "lo",
  "mar",
  "nor",
  "op",
];

/** In half of all texts, so that a search for it finds 50,000 of 100,000. */
export const commonWord = "edition";
/** In the titles of one in a thousand. */
export const rareWord = "popcorn";

export interface Products {
  rows: CatalogueRow[];
  /** The words that texts are made of, the most frequent first. */
  words: string[];
}

/** Products whose words are as unevenly used as those of a language: title of three to six words, text of 20 to 60, from 30,000 words. Always the same. */
export function makeProducts(count: number): Products {
  const random = randomFrom("search");
  const below = (limit: number) => Math.floor(random() * limit);
  const pick = <Each>(from: readonly Each[]): Each | undefined => from[below(from.length)];
  const words = [
    ...new Set(Array.from({ length: 40_000 }, () => Array.from({ length: 2 + below(3) }, () => pick(syllables)).join(""))),
  ].slice(0, 30_000);
  // Zipf's law, near enough: the word of rank r comes about as often as 1/r.
  const word = () => words[Math.floor(words.length ** random()) - 1] ?? "";
  const several = (least: number, most: number) => Array.from({ length: least + below(most - least + 1) }, word);
  const rows = Array.from({ length: count }, (_, at): CatalogueRow => {
    const title = [pick(colours), pick(things), ...several(1, 3), ...(random() < 0.001 ? [rareWord] : [])].join(" ");
    const text = [...several(20, 60), ...(random() < 0.5 ? [commonWord] : [])].join(" ");
    return {
      kind: "PRODUCT",
      id: `prd_${at}`,
      version: 1,
      title,
      text,
      category: pick(categories) ?? null,
      cities: [],
      price: 100 + below(20_000),
      hidden: false,
    };
  });
  return { rows, words };
}
