import { limits } from "../../contracts/limits.ts";
import { foundFrom, foundTo } from "../message-search/highlight.ts";
import type { Term } from "./spelling.ts";
import { type Word, wordsOf } from "./words.ts";

/** Words before the first find, for the sense of it. */
const charsBefore = 60;

/** A text with marks around every word that was asked for. */
export const marked = (text: string, terms: readonly Term[]): string => markedBetween(text, 0, text.length, findsIn(text, terms));

/** Some words around the first find, `limits.catalogueExcerptChars` at most, with marks around all finds in them; empty if there are none. */
export function excerptOf(text: string, terms: readonly Term[]): string {
  const finds = findsIn(text, terms);
  const [first] = finds;
  if (first === undefined) return "";
  const from = first.from <= charsBefore ? 0 : afterSpace(text, first.from - charsBefore, first.from);
  const rough = Math.max(first.to, Math.min(text.length, from + limits.catalogueExcerptChars));
  const to = rough === text.length ? rough : beforeSpace(text, rough, first.to);
  return `${from > 0 ? "…" : ""}${markedBetween(text, from, to, finds)}${to < text.length ? "…" : ""}`;
}

interface Span {
  from: number;
  to: number;
}

/** Where the finds are, in their order; those that touch or overlap are one. */
function findsIn(text: string, terms: readonly Term[]): Span[] {
  const spans: Span[] = [];
  for (const word of wordsOf(text)) {
    if (!terms.some((term) => fits(word, term))) continue;
    const last = spans.at(-1);
    if (last !== undefined && word.from <= last.to) last.to = Math.max(last.to, word.to);
    else spans.push({ from: word.from, to: word.to });
  }
  return spans;
}

const fits = ({ forms }: Word, { forms: asked, begins }: Term): boolean =>
  forms.some((form) => asked.some((wanted) => form === wanted || (begins && form.startsWith(wanted))));

function markedBetween(text: string, from: number, to: number, finds: readonly Span[]): string {
  let result = "";
  let at = from;
  for (const find of finds) {
    if (find.from < from || find.to > to) continue;
    result += text.slice(at, find.from) + foundFrom + text.slice(find.from, find.to) + foundTo;
    at = find.to;
  }
  return result + text.slice(at, to);
}

function afterSpace(text: string, from: number, before: number): number {
  const space = text.slice(from, before).search(/\s/u);
  return space === -1 ? whole(text, from) : from + space + 1;
}

function beforeSpace(text: string, to: number, after: number): number {
  const space = text.slice(after, to).search(/\s\S*$/u);
  return space === -1 ? whole(text, to) : after + space;
}

/** No character is cut in two. */
const whole = (text: string, at: number): number => (/[\uDC00-\uDFFF]/.test(text[at] ?? "") ? at - 1 : at);
