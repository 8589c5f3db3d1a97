import type { CatalogueAnswer, CatalogueQuestion } from "../../contracts/catalogue-search.ts";
import { limits } from "../../contracts/limits.ts";
import type { CatalogueStorage } from "./catalogue-storage.ts";
import { soughtOf, type Things } from "./find-things.ts";
import { excerptOf, marked } from "./mark.ts";
import { attemptsFor, matchOf, tagsAsked } from "./match.ts";
import { type Candidate, ranked } from "./rank.ts";
import { type Term, understood } from "./spelling.ts";
import { wordsOf } from "./words.ts";

type Answer = Omit<CatalogueAnswer, "wantsBuilding">;

const nothing: Answer = {
  hits: [],
  more: false,
  total: 0,
  totalIsMore: false,
  corrected: [],
  facets: { kind: [], category: [], city: [] },
};
/** Of things with one title so many are sure to be among those that are ranked. */
const sameTitleMax = 20;

/**
 * The best of what has all terms; where nothing has, of what has all but one, and else of what has any. Ranked are, of each group, the newest
 * `limits.catalogueHitsMax` that have the terms in their titles and as many that have them anywhere, shared among the groups; counted are the newest
 * `limits.catalogueCountedMax`.
 */
export function findBest(storage: CatalogueStorage, things: Things, question: CatalogueQuestion): Answer {
  const { terms, corrected } = understood(question.q, storage.words);
  if (terms.length === 0) return nothing;
  const tags = tagsAsked(question);
  const sought = (groups: readonly (readonly Term[])[], where: "title" | "anywhere") => soughtOf(matchOf(groups, where, tags), question);

  for (const attempt of attemptsFor(terms)) {
    const groups = attempt.map((places) => ({ places, terms: places.flatMap((at) => terms[at] ?? []) }));
    const counted = things.ids(
      sought(
        groups.map((group) => group.terms),
        "anywhere",
      ),
      limits.catalogueCountedMax + 1,
    );
    if (counted.length === 0) continue;

    const gathered = new Gathered();
    const each = Math.ceil(limits.catalogueHitsMax / groups.length);
    for (const { places, terms: all } of groups) {
      const anywhere = sought([all], "anywhere");
      if (places.length === terms.length) gathered.add(things.idsOfTitle(keyOf(question.q), anywhere, sameTitleMax), places, "title");
      const inTitle = things.ids(sought([all], "title"), each);
      gathered.add(inTitle, places, "title");
      if (inTitle.length < counted.length) {
        gathered.add(groups.length === 1 ? counted.slice(0, each) : things.ids(anywhere, each), places, "anywhere");
      }
    }
    const all = things.arrived();
    const weighed = terms.map((term) => ({ ...term, all, things: terms.length === 1 ? 0 : storage.words.thingsWith(term) }));
    const best = ranked(gathered.candidates(things), weighed, keyOf(question.q));
    const shown = best.slice(question.skip, question.skip + question.limit);
    const writings = things.writings(shown.map(({ id }) => id));
    const hits = shown.flatMap(({ id, kind }) => {
      const writing = writings.get(id);
      if (writing === undefined) return [];
      const marks = question.idsOnly
        ? { title: "", excerpt: "" }
        : { title: marked(writing.title, terms), excerpt: excerptOf(writing.text, terms) };
      return [{ kind, id: writing.thing_id, ...marks }];
    });
    const found = counted.slice(0, limits.catalogueCountedMax);
    return {
      hits,
      more: best.length > question.skip + question.limit,
      total: found.length,
      totalIsMore: counted.length > found.length,
      corrected,
      facets: things.facetsOf(found),
    };
  }
  return { ...nothing, corrected };
}

const keyOf = (q: string): string => [...wordsOf(q)].map(({ forms: [own] }) => own).join(" ");

/** What was found, each thing once, with the terms that it is known to have. */
class Gathered {
  readonly #found = new Map<number, { has: Set<number>; inTitle: Set<number> }>();

  add(ids: readonly number[], places: readonly number[], where: "title" | "anywhere"): void {
    for (const id of ids) {
      const found = this.#found.get(id) ?? { has: new Set(), inTitle: new Set() };
      for (const at of places) {
        found.has.add(at);
        if (where === "title") found.inTitle.add(at);
      }
      this.#found.set(id, found);
    }
  }

  candidates(things: Things): Candidate[] {
    return things.rows([...this.#found.keys()]).flatMap(({ id, kind, title_key, text_words }) => {
      const found = this.#found.get(id);
      return found === undefined ? [] : [{ id, kind, titleKey: title_key, textWords: text_words, ...found }];
    });
  }
}
