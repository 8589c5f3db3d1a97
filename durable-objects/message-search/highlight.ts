import { limits } from "../../contracts/limits.ts";

/** Stand before and after what was found. */
export const foundFrom = "\u0002";
export const foundTo = "\u0003";

/** Words before the first find, for the sense of it. */
const charsBefore = 40;

/** Some words of a marked text around the first find, no more than `limits.messageHighlightChars` of it, with dots where it goes on. */
export function excerptAround(marked: string): string {
  const first = Math.max(0, marked.indexOf(foundFrom));
  const from = wordStart(marked, Math.max(0, first - charsBefore), first);
  const to = wordEnd(marked, from + limits.messageHighlightChars, first);
  const excerpt = marked.slice(from, to).trim();
  return `${from > 0 ? "…" : ""}${closed(excerpt)}${to < marked.length ? "…" : ""}`;
}

/** The beginning of the first word at or after `at`, but not behind `first`. */
function wordStart(text: string, at: number, first: number): number {
  if (at === 0) return 0;
  const space = text.slice(at, first).search(/\s/u);
  return space === -1 ? whole(text, at) : at + space + 1;
}

/** The end of the last word at or before `at`, unless that would cut off what was found. */
function wordEnd(text: string, at: number, first: number): number {
  if (at >= text.length) return text.length;
  const space = text.slice(0, at).search(/\s\S*$/u);
  return space > first ? space : whole(text, at);
}

/** No character is cut in two. */
const whole = (text: string, at: number): number => (/[\uDC00-\uDFFF]/.test(text[at] ?? "") ? at - 1 : at);

/** A find that was cut ends where the text ends. */
const closed = (text: string): string => (text.lastIndexOf(foundFrom) > text.lastIndexOf(foundTo) ? text + foundTo : text);
