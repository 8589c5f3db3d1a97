import type { FoundKind } from "../../contracts/catalogue-search.ts";
import type { Term } from "./spelling.ts";

/** Something that was found. `titleKey`: the folded words of its title between spaces. `textWords`: how many words its text has. */
export interface Candidate {
  id: number;
  kind: FoundKind;
  titleKey: string;
  textWords: number;
  /** The places of the terms that it is known to have somewhere, and of those that are known to be in its title. */
  has: ReadonlySet<number>;
  inTitle: ReadonlySet<number>;
}

/** A term of the question and how rare it is: `things` of `all` have it. */
export interface WeighedTerm extends Term {
  things: number;
  all: number;
}

// The constants of BM25: how soon more finds count no more, and how much length is held against them: less than usual, for titles are short anyway.
const saturation = 1.2;
const lengthWeight = 0.5;
/** A word in the title is worth as many in the text. */
const titleWeight = 5;
const usualTitleWords = 5;
const usualTextWords = 60;
/** A word that only begins as asked is worth less than the word itself. */
const begunWeight = 0.6;
const exactTitleBoost = 3;
/** What goes on comes a little before what is sold beside it. */
const kindBoost: Record<FoundKind, number> = { LISTING: 1.1, PRODUCT: 1 };

/**
 * The best first; of equals the one that came later. BM25F (Robertson, Zaragoza and Taylor 2004) over title and text, with two boosts. That the text has a word
 * counts once, for nothing reads the texts of all that was found. `asked`: the folded words of the question between spaces.
 */
export function ranked(candidates: readonly Candidate[], terms: readonly WeighedTerm[], asked: string): Candidate[] {
  return candidates
    .map((candidate) => ({ candidate, score: scoreOf(candidate, terms, asked) }))
    .sort((a, b) => b.score - a.score || b.candidate.id - a.candidate.id)
    .map(({ candidate }) => candidate);
}

/** How well something fits, above 0. */
export function scoreOf(candidate: Candidate, terms: readonly WeighedTerm[], asked: string): number {
  const title = candidate.titleKey.split(" ");
  const titleNorm = normOf(title.length, usualTitleWords);
  const textNorm = normOf(candidate.textWords, usualTextWords);
  let score = 0;
  for (const [at, term] of terms.entries()) {
    const inTitle = findsIn(title, term) || (candidate.inTitle.has(at) ? begunWeight : 0);
    const inText = inTitle === 0 && candidate.has.has(at) ? 1 : 0;
    const weight = (titleWeight * inTitle) / titleNorm + inText / textNorm;
    score += rarity(term) * (weight / (saturation + weight));
  }
  return score * kindBoost[candidate.kind] * (candidate.titleKey === asked ? exactTitleBoost : 1);
}

/** How often a title has a term; the beginning of another word counts less than the word. */
function findsIn(title: readonly string[], { forms, begins }: Term): number {
  let finds = 0;
  for (const word of title) {
    if (forms.includes(word)) finds += 1;
    else if (begins && forms.some((form) => word.startsWith(form))) finds += begunWeight;
  }
  return finds;
}

const normOf = (words: number, usual: number): number => 1 - lengthWeight + (lengthWeight * words) / usual;

const rarity = ({ things, all }: WeighedTerm): number => Math.log(1 + (Math.max(all, things) - things + 0.5) / (things + 0.5));
