import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { limits } from "../../contracts/limits.ts";
import { foundFrom, foundTo } from "../message-search/highlight.ts";
import { editDistance } from "./edit-distance.ts";
import { gramsOf } from "./grams.ts";
import { marked } from "./mark.ts";
import { matchOf } from "./match.ts";
import { type Candidate, scoreOf } from "./rank.ts";
import { nearest, understood } from "./spelling.ts";
import { indexWords, wordsOf } from "./words.ts";

const letter = fc.constantFrom(..."abcde");
const text = fc.string({ unit: "binary", maxLength: 60 });

/** The same distance by its definition: how far each pair of beginnings is apart. */
function slowly(a: string, b: string): number {
  if (a === "" || b === "") return a.length + b.length;
  const swapped = a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1);
  return Math.min(
    slowly(a.slice(0, -1), b) + 1,
    slowly(a, b.slice(0, -1)) + 1,
    slowly(a.slice(0, -1), b.slice(0, -1)) + (a.at(-1) === b.at(-1) ? 0 : 1),
    swapped ? slowly(a.slice(0, -2), b.slice(0, -2)) + 1 : Number.POSITIVE_INFINITY,
  );
}

describe("slips of the pen", () => {
  it("are counted as the definition has it, up to what is asked", () => {
    const short = fc.string({ unit: fc.constantFrom(..."abc"), maxLength: 6 });
    fc.assert(
      fc.property(short, short, fc.nat(3), (a, b, max) => {
        const distance = slowly(a, b);
        expect(editDistance(a, b, max)).toBe(Math.min(distance, max + 1));
        const toBeginning = Math.min(...Array.from({ length: b.length + 1 }, (_, at) => slowly(a, b.slice(0, at))));
        expect(editDistance(a, b, max, { asPrefix: true })).toBe(Math.min(toBeginning, max + 1));
      }),
    );
  });

  it("leave short words that are one apart with a piece in common", () => {
    const slipped = fc
      .tuple(fc.string({ unit: letter, minLength: 3, maxLength: 6 }), fc.nat(5), letter, fc.nat(3))
      .map(([a, place, other, slip]) => {
        const at = place % a.length;
        const kept = [a.slice(0, at) + a.slice(at + 1), a.slice(0, at) + other + a.slice(at + 1), a.slice(0, at) + other + a.slice(at)];
        return [a, kept[slip] ?? a.slice(0, at) + (a[at + 1] ?? "") + a[at] + a.slice(at + 2)] as const;
      });
    fc.assert(
      fc.property(slipped, ([a, b]) => {
        fc.pre(b.length >= 3 && b.length <= 6);
        expect(editDistance(a, b, 1)).toBeLessThanOrEqual(1);
        expect(gramsOf(a).some((gram) => gramsOf(b).includes(gram))).toBe(true);
      }),
    );
  });

  it("are forgiven one in short words and two in long ones, none in the shortest; nearer words first, then those that more things have", () => {
    const known = (...words: [string, number][]) => words.map(([each, things]) => ({ word: each, things }));
    expect(nearest("bsu", known(["bus", 1], ["bush", 9]), false)).toEqual(["bus"]);
    expect(nearest("cofee", known(["coffee", 1], ["toffee", 99]), false)).toEqual(["coffee"]);
    expect(nearest("mits", known(["mats", 3], ["mitt", 9], ["bits", 9], ["pits", 1]), false)).toEqual(["bits", "mitt", "mats"]);
    expect(nearest("hmalte", known(["hamlet", 1]), false)).toEqual(["hamlet"]);
    expect(nearest("pocor", known(["popcorn", 1]), false)).toEqual([]);
    expect(nearest("pocor", known(["popcorn", 1]), true)).toEqual(["popcorn"]);
    expect(nearest("ab", known(["abc", 1]), true)).toEqual([]);
  });

  it("are looked for in a few words of a question only", () => {
    const nothing = { thingsOf: () => 0, hasBeginning: () => false, alike: () => [{ word: "popcorn", things: 1 }] };
    const q = Array.from({ length: 8 }, (_, at) => `popcor${"abcdefgh"[at]}`).join(" ");
    expect(understood(q, nothing).corrected.length).toBe(limits.catalogueCorrectionsMax);
  });
});

describe("words", () => {
  it("of any text are letters and digits, in the order and at the place where they stand, however they are written", () => {
    fc.assert(
      fc.property(text, (written) => {
        let before = -1;
        for (const { from, to, forms } of wordsOf(written)) {
          expect(from).toBeGreaterThan(before);
          expect(to).toBeLessThanOrEqual(written.length);
          for (const form of forms) expect(form).not.toMatch(/[\s"*^:(){}+\-.]|^$/);
          before = from;
        }
        expect(indexWords(written.normalize("NFD"))).toEqual(indexWords(written.normalize("NFC")));
      }),
    );
  });

  it("are all within quotes in what FTS5 is asked", () => {
    fc.assert(
      fc.property(text, text, (q, category) => {
        const { terms } = understood(q, { thingsOf: () => 1, hasBeginning: () => true, alike: () => [] });
        const rest = matchOf([terms], "anywhere", [[category]]).replaceAll(/"([^"]|"")*"/g, "w");
        expect(rest).toMatch(/^\(\{title text\} : \(\(( ?\(w( \*)?( OR w( \*)?)*\)( AND)?)*\)\)\) AND \(tags : \(w\)\)$/);
      }),
    );
  });

  it("are marked in a text without any of it being lost", () => {
    fc.assert(
      fc.property(text, text, (written, q) => {
        fc.pre(!written.includes(foundFrom) && !written.includes(foundTo));
        const { terms } = understood(q, { thingsOf: () => 1, hasBeginning: () => true, alike: () => [] });
        const [before = "", ...finds] = marked(written, terms).split(foundFrom);
        const parts = finds.map((find) => find.split(foundTo));
        expect(parts.every((part) => part.length === 2 && part[0] !== "")).toBe(true);
        expect([before, ...parts.flat()].join("")).toBe(written);
      }),
    );
  });
});

describe("a score", () => {
  const candidate = (parts: Partial<Candidate>): Candidate => ({
    id: 1,
    kind: "PRODUCT",
    titleKey: "other",
    textWords: 50,
    has: new Set([0]),
    inTitle: new Set(),
    ...parts,
  });
  const terms = [{ forms: ["red"], begins: true, things: 5, all: 100 }];

  it("is above nothing, and higher for more finds, rarer words, the title, shorter titles and whole words", () => {
    const score = (parts: Partial<Candidate>, asked = "red") => scoreOf(candidate(parts), terms, asked);
    expect(score({})).toBeGreaterThan(0);
    expect(score({ titleKey: "red" })).toBeGreaterThan(score({ titleKey: "red hat" }));
    expect(score({ titleKey: "red hat" })).toBeGreaterThan(score({ titleKey: "redder hat" }));
    expect(score({ titleKey: "redder hat" })).toBeGreaterThan(score({}));
    expect(score({ titleKey: "red hat" })).toBeGreaterThan(score({ titleKey: "a red hat for two" }));
    expect(score({ kind: "LISTING" })).toBeGreaterThan(score({}));
    const rarer = scoreOf(candidate({}), [{ ...terms[0], forms: ["red"], begins: true, things: 1, all: 100 }], "red");
    expect(rarer).toBeGreaterThan(score({}));
  });
});
