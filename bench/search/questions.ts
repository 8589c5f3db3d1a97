import type { CatalogueQuestion } from "../../contracts/catalogue-search.ts";
import { randomFrom } from "../../scripts/demo/random.ts";
import { commonWord, type Products, rareWord } from "./products.ts";

export interface Kind {
  name: string;
  /** Each asks something else, where there is something else to ask. */
  questions: CatalogueQuestion[];
  /** Whether a scan for the words answers the same question at all. */
  scannable: boolean;
}

/** What people ask of a shop, and what is hardest to answer. */
export function makeQuestions({ rows, words }: Products, count: number): Kind[] {
  const random = randomFrom("questions");
  const pick = <Each>(from: readonly Each[]): Each => from[Math.floor(random() * from.length)] as Each;
  const kind = (
    name: string,
    ask: (turn: number) => string,
    { scannable = true, ...narrowed }: Partial<CatalogueQuestion> & { scannable?: boolean } = {},
  ) => ({
    name,
    scannable,
    questions: Array.from({ length: count }, (_, turn) => ({ q: ask(turn), skip: 0, limit: 20, ...narrowed })),
  });
  const usual = words.slice(50, 2000);
  const frequent = words.slice(1, 20);
  const titles = () => pick(rows).title;
  return [
    kind("A word of few", () => pick(words.slice(2000))),
    kind(`A word of 100 (${rareWord})`, () => rareWord),
    kind("Two usual words", () => `${pick(usual)} ${pick(frequent)}`),
    kind("A title", titles),
    kind(`A word of 50,000 (${commonWord})`, () => commonWord),
    kind("The most frequent words of all", () => pick(frequent)),
    kind("… of one category up to a price", () => pick(frequent), { category: "Music", maxPrice: 5000, scannable: false }),
    kind("… in a narrow span of prices", () => pick(frequent), { minPrice: 500, maxPrice: 520, scannable: false }),
    kind("One to three first letters", () => pick(words).slice(0, 1 + Math.floor(random() * 3))),
    kind("A slip of the pen", () => slipIn(pick(usual.filter((word) => word.length > 4)), random), { scannable: false }),
    kind("Four words that nothing has together", () => `${pick(usual)} ${pick(usual)} ${pick(usual)} ${pick(frequent)}`, {
      scannable: false,
    }),
    kind("Sixteen frequent words", () => Array.from({ length: 16 }, () => pick(words.slice(0, 60))).join(" "), { scannable: false }),
  ];
}

/** Two neighbours in the middle change places. */
function slipIn(word: string, random: () => number): string {
  const at = 1 + Math.floor(random() * (word.length - 2));
  return `${word.slice(0, at)}${word[at + 1] ?? ""}${word[at]}${word.slice(at + 2)}`;
}
