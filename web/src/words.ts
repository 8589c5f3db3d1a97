import { locale } from "./locale.ts";

/** `SCI_FI` is for machines; people read `Sci fi`. */
export function readable(type: string): string {
  const words = type.replaceAll("_", " ");
  return words === words.toUpperCase() ? words.charAt(0) + words.slice(1).toLowerCase() : words;
}

/** `en` → `English` */
export function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames(locale, { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** `1 seat`, `3 seats` */
export function seats(count: number): string {
  return count === 1 ? "1 seat" : `${count} seats`;
}

/** `A1, A2 and A3` */
export function listOf(words: string[]): string {
  return new Intl.ListFormat("en", { type: "conjunction" }).format(words);
}
