import type { CatalogueQuestion } from "../../contracts/catalogue-search.ts";
import type { Term } from "./spelling.ts";
import { wordsOf } from "./words.ts";

/** Letters for private use: no text has them within a word, so what begins with one is a word of ours. */
const tagMark = "\uE000";
const tagJoint = "\uE001";

/** What a thing is, as a word of the index: the same whichever capitals, accents and spaces its name is written with. */
export function tagOf(of: "kind" | "category" | "city", name: string): string {
  const words = [...wordsOf(name)].map(({ forms: [own] }) => own);
  const codes = () => [...name].map((letter) => letter.codePointAt(0)?.toString(36));
  return `${tagMark}${of}${tagJoint}${(words.length > 0 ? words : codes()).join(tagJoint)}`;
}

/** The tags of what a question narrows down to. */
export const tagsAsked = ({ kind, category, city }: Pick<CatalogueQuestion, "kind" | "category" | "city">): string[] => [
  ...(kind === undefined ? [] : [tagOf("kind", kind)]),
  ...(category === undefined ? [] : [tagOf("category", category)]),
  ...(city === undefined ? [] : [tagOf("city", city)]),
];

/**
 * What FTS5 is asked: things with all terms of any of these groups, in their title or anywhere, and with all tags. Every word stands in quotes, so that
 * nothing in it is an operator.
 */
export function matchOf(groups: readonly (readonly Term[])[], where: "title" | "anywhere", tags: readonly string[]): string {
  const words = groups.map((terms) => `(${terms.map(termMatch).join(" AND ")})`).join(" OR ");
  const columns = where === "title" ? "title" : "{title text}";
  return [`(${columns} : (${words}))`, ...tags.map((tag) => `(tags : ${quoted(tag)})`)].join(" AND ");
}

const termMatch = ({ forms, begins }: Term): string => `(${forms.map((form) => `${quoted(form)}${begins ? " *" : ""}`).join(" OR ")})`;

const quoted = (word: string): string => `"${word.replaceAll('"', '""')}"`;

/**
 * In which order things are looked for: with all terms; where nothing has them all, with all but one; and at last with any. Of each group it is said which
 * terms it has, by their places.
 */
export function attemptsFor(terms: readonly Term[]): number[][][] {
  const all = terms.map((_, at) => at);
  return [
    [all],
    ...(all.length > 2 ? [all.map((left) => all.filter((at) => at !== left))] : []),
    ...(all.length > 1 ? [all.map((at) => [at])] : []),
  ];
}
