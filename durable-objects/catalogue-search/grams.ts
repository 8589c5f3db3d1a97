/** Words shorter than this have too few threes in common with their misspellings, so each is also found with one letter left out. */
const shortLetters = 6;
const lettersMin = 3;
const lettersMax = 24;

/**
 * The pieces by which words that are spelled alike find each other: every three neighbouring letters, with a mark before the first and after the last; of
 * short words also what is left without any one letter: two words within one slip of the pen share one of those. None for numbers and the like.
 */
export function gramsOf(word: string): string[] {
  const letters = [...word];
  if (letters.length < lettersMin || letters.length > lettersMax || !/^\p{L}+$/u.test(word)) return [];
  const marked = ["^", ...letters, "$"];
  const threes = marked.slice(2).map((_, at) => marked.slice(at, at + 3).join(""));
  const without = letters.length > shortLetters ? [] : [word, ...letters.map((_, at) => letters.toSpliced(at, 1).join(""))];
  return [...new Set([...threes, ...without.map((rest) => `-${rest}`)])];
}
