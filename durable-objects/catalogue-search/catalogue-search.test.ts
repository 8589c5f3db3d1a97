import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { CatalogueQuestion, CatalogueRow, CatalogueSearchCalls } from "../../contracts/catalogue-search.ts";
import { limits } from "../../contracts/limits.ts";

const row = (id: string, title: string, parts: Partial<CatalogueRow> = {}): CatalogueRow => ({
  kind: "PRODUCT",
  id,
  version: 1,
  title,
  text: "",
  category: null,
  cities: [],
  price: 500,
  hidden: false,
  ...parts,
});

/** An index of its own with these things. */
async function indexOf(...rows: CatalogueRow[]) {
  const object = env.CATALOGUE_SEARCH.getByName(`app_${crypto.randomUUID()}`);
  const search = object as unknown as CatalogueSearchCalls;
  const index = (...told: CatalogueRow[]) => search.index({ rows: told, toldAtMs: 1000 });
  await index(...rows);
  const find = (q: string, parts: Partial<CatalogueQuestion> = {}) => search.search({ q, skip: 0, limit: 100, ...parts });
  return {
    object,
    search,
    index,
    find,
    ids: async (q: string, parts?: Partial<CatalogueQuestion>) => (await find(q, parts)).hits.map(({ id }) => id),
  };
}

describe("a search", () => {
  it("finds things with every word, in any case and without accents, the last word also from its beginning", async () => {
    const { ids } = await indexOf(row("a", "Café au lait"), row("b", "Cafeteria tray", { text: "for the lait" }), row("c", "Tea"));
    expect(await ids("CAFE lait")).toEqual(["a"]);
    expect(await ids("lait caf")).toEqual(["a", "b"]);
    expect(await ids("cafè")).toEqual(["a", "b"]);
  });

  it("finds umlauts however they are written", async () => {
    const { ids } = await indexOf(row("a", "Müller in Österreich"), row("b", "Mueller"), row("c", "Muller"), row("d", "Straße"));
    expect((await ids("mueller")).sort()).toEqual(["a", "b"]);
    expect((await ids("Müller")).sort()).toEqual(["a", "b", "c"]);
    expect((await ids("muller")).sort()).toEqual(["a", "c"]);
    expect(await ids("oesterreich")).toEqual(["a"]);
    expect(await ids("strasse")).toEqual(["d"]);
  });

  it("forgives slips of the pen and says what it looked for instead", async () => {
    const { ids, find } = await indexOf(
      row("a", "Popcorn, large"),
      row("b", "Hamlet", { kind: "LISTING" }),
      row("c", "Café"),
      row("d", "City bus"),
    );
    for (const [q, id, to] of [
      ["pocorn", "a", "popcorn"],
      ["popcron", "a", "popcorn"],
      ["Hamelt", "b", "hamlet"],
      ["pocprn large", "a", "popcorn"],
      ["bsu", "d", "bus"],
      ["ctiy bus", "d", "city"],
      ["xopcor", "a", "popcorn"],
      ["cfae", "c", "cafe"],
    ] as const) {
      const { hits, corrected } = await find(q);
      expect([q, hits.map((hit) => hit.id), corrected.map((each) => each.to)]).toEqual([q, [id], [to]]);
    }
    expect(await ids("qqqqqq")).toEqual([]);
    expect(await ids("bu")).toEqual(["d"]);
    expect((await find("popcorn")).corrected).toEqual([]);
  });

  it("takes operators, quotes and columns of FTS5 as words", async () => {
    const { ids } = await indexOf(
      row("a", 'She said "drop" table'),
      row("b", "cats AND dogs"),
      row("c", "title of tags"),
      row("d", "near misses"),
    );
    for (const [q, found] of [
      ['"; DROP', ["a"]],
      ['"; DROP TABLE words; --', ["a"]],
      ["cats AND", ["b"]],
      ["cats AND dogs", ["b"]],
      ["NEAR(misses)", ["d"]],
      ["tags : title", ["c"]],
      ["title:of", ["c"]],
      ["^cats", ["b"]],
      ["ca*", ["b"]],
      ["{title} : dogs", ["b", "c"]],
      ['"', []],
      ["*^()-:+", []],
      ["\uE000kind\uE001product", []],
    ] as const) {
      expect([q, (await ids(q)).sort()]).toEqual([q, found]);
    }
  });

  it("takes any 200 characters: emoji, scripts without spaces, lone surrogates, one long word, a hundred short ones", async () => {
    const { ids, find } = await indexOf(
      row("a", "🍿 for two"),
      row("b", "東京ラーメン"),
      row("c", "서울의 봄"),
      row("d", "Красная площадь"),
      row("e", "大阪城"),
      row("f", "ＦＵＬＬ width"),
      row("g", "गर्म समोसा"),
    );
    for (const [q, found] of [
      ["🍿", ["a"]],
      ["京ラー", ["b"]],
      ["ラ", ["b"]],
      ["ン", ["b"]],
      ["東京", ["b"]],
      ["大阪", ["e"]],
      ["阪京", []],
      ["서울", ["c"]],
      ["КРАСНАЯ", ["d"]],
      ["full", ["f"]],
      ["समोसा", ["g"]],
      ["🍿".repeat(100), ["a"]],
      ["\uD83C", []],
      ["x".repeat(200), []],
      ["e ".repeat(100), []],
      ["é́́́́".repeat(40), []],
      ["\u0000popcorn\u0002\u0003", []],
    ] as const) {
      expect([q, await ids(q)]).toEqual([q, found]);
    }
    const everything = [...Array(100).keys()].map((at) => String.fromCodePoint(97 + (at % 26))).join(" ");
    expect((await find(everything)).total).toBeGreaterThan(0);
  });

  it("puts the exact title first, then titles, then texts, shorter and later first; listings a little before products", async () => {
    const { ids } = await indexOf(
      row("text", "Programme", { text: "all about Hamlet and nothing else" }),
      row("long", "A very long evening with Hamlet and everybody else in Denmark"),
      row("shirt", "Hamlet T-shirt"),
      row("poster", "Hamlet poster"),
      row("show", "Hamlet tonight", { kind: "LISTING" }),
      row("exact", "Hamlet"),
    );
    expect(await ids("hamlet")).toEqual(["exact", "show", "poster", "shirt", "long", "text"]);
  });

  it("finds what has all but one word where nothing has them all, and what has any at last, the rarest first", async () => {
    const { ids } = await indexOf(
      row("a", "red cotton shirt"),
      row("b", "red wool socks"),
      row("c", "green socks"),
      row("d", "red hat"),
      row("e", "red scarf"),
    );
    expect(await ids("red wool shirt")).toEqual(["b", "a"]);
    expect(await ids("green hat")).toEqual(["d", "c"]);
    expect(await ids("green red")).toEqual(["c", "e", "d", "b", "a"]);
  });

  it("narrows down by kind, category, city and price, and counts each of what is left", async () => {
    const { find } = await indexOf(
      row("a", "Blue mug", { category: "Home", price: 900 }),
      row("b", "Blue shirt", { category: "Clothes", price: 2500 }),
      row("c", "Blue Night", { kind: "LISTING", category: "CONCERT", cities: ["Wien", "Graz"], price: 4000 }),
      row("d", "Blue Man", { kind: "LISTING", category: "SHOW", cities: ["Graz"], price: null }),
      row("e", "Red mug", { category: "Home" }),
    );
    const all = await find("blue");
    expect([all.total, all.totalIsMore, all.facets]).toEqual([
      4,
      false,
      {
        kind: [
          { value: "LISTING", count: 2 },
          { value: "PRODUCT", count: 2 },
        ],
        category: ["CONCERT", "Clothes", "Home", "SHOW"].map((value) => ({ value, count: 1 })),
        city: [
          { value: "Graz", count: 2 },
          { value: "Wien", count: 1 },
        ],
      },
    ]);
    const narrowed = async (parts: Partial<CatalogueQuestion>) => {
      const { hits, total } = await find("blue", parts);
      expect(total).toBe(hits.length);
      return hits.map(({ id }) => id).sort();
    };
    expect(await narrowed({ kind: "PRODUCT" })).toEqual(["a", "b"]);
    expect(await narrowed({ category: "home" })).toEqual(["a"]);
    expect(await narrowed({ city: "GRAZ" })).toEqual(["c", "d"]);
    expect(await narrowed({ city: "Graz", category: "concert" })).toEqual(["c"]);
    expect(await narrowed({ minPrice: 1000 })).toEqual(["b", "c"]);
    expect(await narrowed({ minPrice: 900, maxPrice: 2500 })).toEqual(["a", "b"]);
    expect(await narrowed({ maxPrice: 899 })).toEqual([]);
    expect(await narrowed({ category: '") OR title:("red' })).toEqual([]);
  });

  it("marks what was found, in scripts of all kinds, and shows some words around it", async () => {
    const { find } = await indexOf(
      row("a", "Popcörn & more pop", { text: `${"before ".repeat(40)}the Popcorn here ${"after ".repeat(60)}` }),
      row("b", "東京ラーメン"),
      row("c", "Only a title", { text: "nothing here" }),
    );
    const shown = async (q: string) => {
      const [hit] = (await find(q)).hits;
      return [hit?.title, hit?.excerpt].map((text) => text?.replaceAll("\u0002", "<").replaceAll("\u0003", ">"));
    };
    const [title, excerpt] = await shown("pop");
    expect(title).toBe("<Popcörn> & more <pop>");
    expect(excerpt).toMatch(/^…(before )+the <Popcorn> here (after )+after…$/);
    expect(excerpt?.length).toBeLessThan(limits.catalogueExcerptChars + 20);
    expect(await shown("京ラー")).toEqual(["東<京ラー>メン", ""]);
    expect(await shown("title")).toEqual(["Only a <title>", ""]);
  });

  it("goes on page by page", async () => {
    const { find } = await indexOf(...Array.from({ length: 25 }, (_, at) => row(`p${at}`, `word ${at}`)));
    const pages = [
      await find("word", { limit: 10 }),
      await find("word", { skip: 10, limit: 10 }),
      await find("word", { skip: 20, limit: 10 }),
    ];
    expect(new Set(pages.flatMap(({ hits }) => hits.map(({ id }) => id))).size).toBe(25);
    expect(pages.map(({ more }) => more)).toEqual([true, true, false]);
  });

  it("finds the one with this title among thousands that have its word, and counts as many as it may", async () => {
    const { index, find } = await indexOf(row("exact", "Ticket"));
    for (let from = 0; from < 12_000; from += 2000) {
      await index(...Array.from({ length: 2000 }, (_, at) => row(`p${from + at}`, `Ticket ${from + at}`, { category: "tickets" })));
    }
    const { hits, total, totalIsMore, facets } = await find("ticket", { limit: 20 });
    expect([hits[0]?.id, total, totalIsMore]).toEqual(["exact", limits.catalogueCountedMax, true]);
    expect(facets.category[0]?.value).toBe("tickets");
  });
});

describe("the index", () => {
  it("has of each thing the newest version, in whatever order and however often they come", async () => {
    const { search, index, ids } = await indexOf(row("a", "first"));
    await index(row("a", "third", { version: 9 }), row("a", "second", { version: 4 }), row("a", "first"));
    await index(row("a", "third", { version: 9 }));
    expect([await ids("first"), await ids("second"), await ids("third")]).toEqual([[], [], ["a"]]);
    await search.index({ rows: [row("a", "fourth", { version: 9 })], toldAtMs: 2000 });
    await search.index({ rows: [row("a", "third", { version: 9 })], toldAtMs: 1500 });
    expect([await ids("third"), await ids("fourth")]).toEqual([[], ["a"]]);
  });

  it("forgets what is hidden, words and all, and an older telling does not bring it back", async () => {
    const { index, ids, find, object } = await indexOf(row("a", "secret", { category: "x" }), row("b", "kept"));
    await index(row("a", "secret", { version: 3, hidden: true }));
    await index(row("a", "secret"));
    expect([await ids("secret"), await ids("kept")]).toEqual([[], ["b"]]);
    expect((await find("secrte")).corrected).toEqual([]);
    const words = await runInDurableObject(object, (_, { storage: { sql } }) => [
      ...sql.exec("SELECT word FROM word").raw(),
      ...sql.exec("SELECT title FROM writing").raw(),
      ...sql.exec("SELECT gram FROM gram WHERE word NOT IN (SELECT id FROM word)").raw(),
    ]);
    expect(words.flat()).toEqual(["kept", "kept"]);
    await index(row("a", "public", { version: 4 }));
    expect(await ids("public")).toEqual(["a"]);
  });

  it("follows a thing into another category and price", async () => {
    const { index, find } = await indexOf(row("a", "mug", { category: "Home" }), row("b", "mug", { category: "Home" }));
    await index(row("a", "mug", { version: 2, category: "Kitchen", price: 700 }));
    expect((await find("mug")).facets.category).toEqual(["Home", "Kitchen"].map((value) => ({ value, count: 1 })));
    expect((await find("mug", { category: "kitchen", minPrice: 700 })).hits.map(({ id }) => id)).toEqual(["a"]);
  });

  it("asks once to be made as a whole, again after a while, and no more when it was", async () => {
    const { object, search, index } = await indexOf();
    const asks = async () => [(await search.search({ q: "x", skip: 0, limit: 1 })).wantsBuilding, (await index()).wantsBuilding];
    expect(await asks()).toEqual([false, false]);
    const wait = limits.catalogueBuildingRetrySeconds * 1000;
    await runInDurableObject(object, (_, { storage: { sql } }) => void sql.exec("UPDATE building SET asked_at = asked_at - ?", wait));
    expect(await asks()).toEqual([true, false]);
    await runInDurableObject(object, (_, { storage: { sql } }) => void sql.exec("UPDATE building SET asked_at = asked_at - ?", wait));
    await search.forgetOlder(0);
    expect(await asks()).toEqual([false, false]);
  });

  it("forgets at the end of a building what it was not told of, page by page", async () => {
    const { search, ids } = await indexOf(...Array.from({ length: 600 }, (_, at) => row(`p${at}`, `old ${at}`)));
    await search.index({ rows: [row("p0", "old 0"), row("new", "old new")], toldAtMs: 2000 });
    expect(await search.forgetOlder(2000)).toEqual({ forgotten: 500, more: true });
    expect(await search.forgetOlder(2000)).toEqual({ forgotten: 99, more: false });
    expect((await ids("old")).sort()).toEqual(["new", "p0"]);
  });

  it("is after an eviction what it was", async () => {
    const { object, index, ids } = await indexOf(row("a", "before"));
    await evictDurableObject(object);
    expect(await ids("before")).toEqual(["a"]);
    await index(row("b", "after"));
    await evictDurableObject(object);
    expect([await ids("before"), await ids("after"), await ids("befroe")]).toEqual([["a"], ["b"], ["a"]]);
  });

  it("bears a stampede: all that come at once are in it, each once", async () => {
    const { index, ids } = await indexOf();
    await Promise.all(Array.from({ length: 100 }, (_, at) => index(row(`p${at % 50}`, `crowd ${at % 50}`))));
    expect((await ids("crowd")).length).toBe(50);
  });

  it("keeps its words, its counts and its rows in step, whatever comes", async () => {
    const { object, index } = await indexOf();
    for (let turn = 0; turn < 80; turn++) {
      const title = `word${turn % 5} colour${turn % 3}`;
      await index(row(`p${(turn * 7) % 11}`, title, { version: (turn * 5) % 13, hidden: turn % 4 === 0, category: `c${turn % 2}` }));
    }
    const wrong = await runInDurableObject(object, (_, { storage: { sql } }) => {
      sql.exec("INSERT INTO words (words, rank) VALUES ('integrity-check', 0)");
      return sql
        .exec(
          `SELECT word, things, (SELECT count(*) FROM words WHERE words MATCH '"' || word.word || '"') AS there FROM word
           WHERE things <> there
           UNION ALL SELECT 'rows', count(*), (SELECT count(*) FROM words) FROM thing WHERE hidden = 0 HAVING count(*) <> (SELECT count(*) FROM words)`,
        )
        .toArray();
    });
    expect(wrong).toEqual([]);
  });
});
