import type { CatalogueAnswer, CatalogueHit, CatalogueQuestion } from "../../contracts/catalogue-search.ts";
import { limits } from "../../contracts/limits.ts";
import type { CatalogueStorage } from "./catalogue-storage.ts";
import { soughtOf, type Things } from "./find-things.ts";
import { excerptOf, marked } from "./mark.ts";
import { attemptsFor, matchOf, tagsAsked, tagsOf } from "./match.ts";
import { type Candidate, ranked, type WeighedTerm } from "./rank.ts";
import { type Term, understood } from "./spelling.ts";
import { titleKeyOf } from "./words.ts";

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
 * The best of what has all terms; where nothing has, of what has all but one, and else of what has any. Ranked are the newest `limits.catalogueHitsMax` things
 * that have the terms in their titles, if there are fewer the newest that have them anywhere besides, and in any case those titled as asked; counted are the newest
 * `limits.catalogueCountedMax`.
 */
export function findBest(storage: CatalogueStorage, things: Things, question: CatalogueQuestion): Answer {
  const { terms: asked, corrected } = understood(question.q, storage.words);
  const terms = rarestOf(asked, storage, things.arrived());
  if (terms.length === 0) return nothing;
  const tags = tagsAsked(question, things.priceRange());
  const sought = (groups: readonly (readonly Term[])[], where: "title" | "anywhere") => soughtOf(matchOf(groups, where, tags), question);

  for (const attempt of attemptsFor(terms)) {
    const groups = attempt.map((places) => ({ places, terms: places.flatMap((at) => terms[at] ?? []) }));
    const all = groups.map((group) => group.terms);
    const newest = things.ids(sought(all, "anywhere"), limits.catalogueCountedMax + 1);
    if (newest.length === 0) continue;

    const gathered = new Gathered();
    if (groups.length === 1) {
      const everywhere = terms.map((_, at) => at);
      gathered.add(titledAsAsked(things, question, tags), everywhere, "title");
      const inTitle = newest.length <= limits.catalogueHitsMax ? [] : things.ids(sought(all, "title"), limits.catalogueHitsMax);
      gathered.add(inTitle, everywhere, "title");
      gathered.add(newest.slice(0, limits.catalogueHitsMax - inTitle.length), everywhere, "anywhere");
    } else {
      const each = Math.ceil(limits.catalogueHitsMax / groups.length);
      for (const group of groups) gathered.add(things.ids(sought([group.terms], "anywhere"), each), group.places, "anywhere");
    }
    const best = ranked(gathered.candidates(things), terms, titleKeyOf(question.q));
    const counted = newest.slice(0, limits.catalogueCountedMax);
    return {
      hits: shown(things, best.slice(question.skip, question.skip + question.limit), terms, question),
      more: best.length > question.skip + question.limit,
      total: counted.length,
      totalIsMore: newest.length > counted.length,
      corrected,
      facets: things.facetsOf(counted),
    };
  }
  return { ...nothing, corrected };
}

/** The rarest first, for these lead to what has them all the soonest; of very many words not all. One that nothing has is passed over. */
const rarestOf = (terms: readonly Term[], storage: CatalogueStorage, all: number): WeighedTerm[] =>
  terms
    .map((term) => ({ ...term, all, things: storage.words.thingsWith(term) }))
    .filter(({ things }) => things > 0)
    .sort((a, b) => a.things - b.things)
    .slice(0, limits.catalogueTermsMax);

/** What has the question for its title has all its words; the rest is asked of it here, because asking FTS5 takes as long for one row as for all. */
function titledAsAsked(things: Things, question: CatalogueQuestion, wanted: readonly string[][]): number[] {
  const { minPrice = 0, maxPrice = Number.POSITIVE_INFINITY } = question;
  const isPriced = question.minPrice !== undefined || question.maxPrice !== undefined;
  return things.titled(titleKeyOf(question.q), sameTitleMax).flatMap((thing) => {
    const tags = new Set(tagsOf(thing));
    const fits = wanted.every((group) => group.some((tag) => tags.has(tag)));
    return fits && (!isPriced || (thing.price !== null && thing.price >= minPrice && thing.price <= maxPrice)) ? [thing.id] : [];
  });
}

function shown(things: Things, best: readonly Candidate[], terms: readonly Term[], { idsOnly }: CatalogueQuestion): CatalogueHit[] {
  const writings = things.writings(best.map(({ id }) => id));
  return best.flatMap(({ id, kind }) => {
    const writing = writings.get(id);
    if (writing === undefined) return [];
    const marks = idsOnly ? { title: "", excerpt: "" } : { title: marked(writing.title, terms), excerpt: excerptOf(writing.text, terms) };
    return [{ kind, id: writing.thing_id, ...marks }];
  });
}

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
