import { limits } from "../../contracts/limits.ts";

/** A word of a text: where it stands, and the ways in which it is found; the first is its own, the others are also right. */
export interface Word {
  from: number;
  to: number;
  forms: readonly [string, ...string[]];
}

// Runs of a script that writes no spaces, single emoji, and what others call words.
const run =
  /([[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]&&\p{L}]+)|(\p{Extended_Pictographic})|[[\p{L}\p{N}\p{M}]--[[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]&&\p{L}]]+/gv;

/**
 * The words of a text from its beginning, folded. Of a script without spaces each two neighbours are a word and so is the last letter, so that any part
 * of a run is found, a single letter as the beginning of two.
 */
export function* wordsOf(text: string): Generator<Word> {
  for (const { 0: found, 1: unspaced, 2: emoji, index } of text.matchAll(run)) {
    if (unspaced !== undefined) yield* pairsOf(unspaced, index);
    else if (emoji !== undefined) yield { from: index, to: index + found.length, forms: [found] };
    else {
      const forms = formsOf(found);
      if (forms !== null) yield { from: index, to: index + found.length, forms };
    }
  }
}

/** All forms of all words, as the index is given them. */
export const indexWords = (text: string): string[] => [...wordsOf(text)].flatMap(({ forms }) => forms);

/** By which titles are compared: each word as it is written without umlauts. */
export const titleKeyOf = (title: string): string => [...wordsOf(title)].map(({ forms }) => forms.at(-1)).join(" ");

function* pairsOf(text: string, start: number): Generator<Word> {
  const letters = [...text];
  let from = start;
  for (const [at, letter] of letters.entries()) {
    const next = letters[at + 1] ?? "";
    yield { from, to: from + letter.length + next.length, forms: [(letter + next).normalize("NFKC")] };
    from += letter.length;
  }
}

/** Whether a word is one of a script without spaces. */
export const isUnspaced = (word: string): boolean => /[[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]&&\p{L}]/v.test(word);

/** A word without capitals and accents; one with umlauts also as it is written without them. Null if nothing is left. */
function formsOf(text: string): [string, ...string[]] | null {
  const lower = text.toLowerCase();
  if (/^[a-z0-9]+$/.test(lower)) return [cut(lower)];
  const own = fold(lower);
  const written = fold(lower.normalize("NFC").replace(/[äöü]/g, (letter) => `${letter}e`));
  if (own === "") return null;
  return own === written ? [own] : [own, written];
}

// Letters that Unicode does not take apart.
const plain: Record<string, string> = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ς: "σ" };

const fold = (lower: string): string =>
  cut(
    lower
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .normalize("NFC")
      .toLowerCase()
      .replace(/[ßæœøłđðþıς]/g, (letter) => plain[letter] ?? letter)
      .replace(/[^\p{L}\p{N}]/gu, ""),
  );

/** No word is longer; the rest of a longer one is not looked at. No letter is cut in two. */
const cut = (word: string): string =>
  word.length <= limits.catalogueWordCharsMax ? word : word.slice(0, limits.catalogueWordCharsMax).replace(/[\uD800-\uDBFF]$/, "");
