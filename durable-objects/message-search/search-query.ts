import { limits } from "../../contracts/limits.ts";

/**
 * What FTS5 is asked. Every word is taken literally, within quotes, so that no operator or quote of it means anything; the last may be the beginning
 * of one. `rooms`: their numbers in the index; null: all. Null if there is no word to look for.
 */
export function searchQuery(q: string, rooms: readonly number[] | null): string | null {
  const words = wordsOf(q).map((word) => `"${word}"`);
  if (words.length === 0 || rooms?.length === 0) return null;
  const content = `content : (${words.join(" ")} *)`;
  return rooms === null ? content : `(${content}) AND (place : (${rooms.map((room) => `r${room}`).join(" OR ")}))`;
}

/** The words as the tokenizer would find them: letters, marks and digits. Whatever else stands there separates them. */
const wordsOf = (q: string): string[] =>
  q
    .split(/[^\p{L}\p{N}\p{M}\p{Co}]+/u)
    .filter((word) => /[\p{L}\p{N}\p{Co}]/u.test(word))
    .slice(0, limits.searchWordsMax);
