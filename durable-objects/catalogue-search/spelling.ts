import { limits } from "../../contracts/limits.ts";
import { editDistance } from "./edit-distance.ts";
import { isUnspaced, type Word, wordsOf } from "./words.ts";

/** A word asked for: any of `forms` will do. `begins`: also as the beginning of a longer word. */
export interface Term {
  forms: readonly string[];
  begins: boolean;
}

/** A word that the index knows, and how many things have it. */
export interface KnownWord {
  word: string;
  things: number;
}

/** What the index knows of words. */
export interface Vocabulary {
  /** How many things have it. */
  thingsOf(word: string): number;
  hasBeginning(word: string): boolean;
  /** Words that have something of their spelling in common with this one, `limits.catalogueNearWordsMax` at most. */
  alike(word: string): KnownWord[];
}

export interface Understood {
  terms: Term[];
  corrected: { word: string; to: string }[];
}

/** A slip of the pen in a word of this many letters or more may be two. */
const twoSlipsFrom = 6;
const lettersMin = 3;
/** To look for all words that begin so costs the more the more things have them; up to three letters there is an index of its own for that. */
const cheapLetters = 3;
/** Of words that are equally near and equally good guesses, these many are looked for. */
const guessesMax = 3;

/**
 * What is to be looked for. A word that is there is taken as it is, the last one also as the beginning of another (unless more things have the word itself than are
 * ranked), one that is only the beginning of others as that, and in place of one that nothing has come the nearest that something has: first by how many slips of the pen lie between, then whole words before
 * beginnings, then by how many things have them.
 */
export function understood(q: string, vocabulary: Vocabulary): Understood {
  const asked = queryWords(q);
  const terms: Term[] = [];
  const corrected: Understood["corrected"] = [];
  let corrections = 0;
  for (const [at, { forms, from, to }] of asked.entries()) {
    const isLast = at === asked.length - 1;
    const [own] = forms;
    const things = Math.max(...forms.map((form) => vocabulary.thingsOf(form)));
    const isWhole = things > 0 && (mayBeWhole(own, isLast) || (things >= limits.catalogueHitsMax && own.length > cheapLetters));
    if (isWhole || forms.some((form) => vocabulary.hasBeginning(form))) {
      terms.push({ forms, begins: !isWhole });
      continue;
    }
    const guesses = corrections < limits.catalogueCorrectionsMax ? nearest(own, vocabulary.alike(own), isLast) : [];
    corrections++;
    const word = q.slice(from, to);
    corrected.push(...guesses.map((guess) => ({ word, to: guess })));
    terms.push({ forms: guesses.length > 0 ? guesses : forms, begins: false });
  }
  return { terms, corrected };
}

/** The words of a query, each once. The last letter of a run without spaces is in the pair before it. */
function queryWords(q: string): Word[] {
  const words = [...wordsOf(q)].filter((word, at, all) => !(isUnspaced(word.forms[0]) && isHeldBy(all[at - 1], word)));
  return [...new Map(words.map((word) => [word.forms[0], word])).values()].slice(0, limits.searchWordsMax);
}

/** Whether a word can be taken for itself alone: the last one may still be written, and a single letter of a script without spaces is half a pair. */
const mayBeWhole = (word: string, isLast: boolean): boolean => (isUnspaced(word) ? [...word].length > 1 : !isLast);

const isHeldBy = (before: Word | undefined, word: Word): boolean => before !== undefined && before.to === word.to;

/** The nearest of these words, if any is near enough. */
export function nearest(word: string, known: readonly KnownWord[], mayBegin: boolean): string[] {
  const letters = [...word].length;
  if (letters < lettersMin) return [];
  const slipsMax = letters < twoSlipsFrom ? 1 : 2;
  const near = known.flatMap((each) => {
    const whole = editDistance(word, each.word, slipsMax);
    const begun = mayBegin ? editDistance(word, each.word, slipsMax, { asPrefix: true }) : whole;
    const slips = Math.min(whole, begun);
    return slips > slipsMax ? [] : [{ ...each, slips, rank: slips * 2 + (whole > slips ? 1 : 0) }];
  });
  const best = Math.min(...near.map(({ rank }) => rank));
  return near
    .filter(({ rank }) => rank === best)
    .sort((a, b) => b.things - a.things || (a.word < b.word ? -1 : 1))
    .slice(0, guessesMax)
    .map(({ word }) => word);
}
