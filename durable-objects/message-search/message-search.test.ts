import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { MessageSearchCalls, SearchRow } from "../../contracts/message-search.ts";

const now = Date.now();
const row = (seq: number, content: string, parts: Partial<SearchRow> = {}): SearchRow => ({
  roomId: "room_A",
  seq,
  version: 0,
  sentAt: now - 60_000 + seq,
  content,
  ...parts,
});

/** An index of its own with these messages. */
async function indexOf(...rows: SearchRow[]) {
  const object = env.MESSAGE_SEARCH.getByName(`app_${crypto.randomUUID()}`);
  const search = object as unknown as MessageSearchCalls;
  await search.index(rows);
  const find = async (
    q: string,
    { rooms = null, skip = 0, limit = 100 }: { rooms?: string[] | null; skip?: number; limit?: number } = {},
  ) => search.search({ q, rooms, asOf: now, skip, limit });
  return {
    object,
    search,
    find,
    seqs: async (q: string, rooms: string[] | null = null) => (await find(q, { rooms })).hits.map(({ seq }) => seq),
  };
}

describe("a search", () => {
  it("finds messages with every word, in any case and without accents, the last word also from its beginning", async () => {
    const { seqs } = await indexOf(row(1, "Is the Café open?"), row(2, "the cafeteria is closed"), row(3, "nothing here"));
    expect(await seqs("CAFE the")).toEqual([1]);
    expect((await seqs("the cafe")).sort()).toEqual([1, 2]);
    expect(await seqs("the caf open")).toEqual([]);
  });

  it("takes quotes, operators and columns as words", async () => {
    const { seqs } = await indexOf(row(1, 'she said "to be OR not"'), row(2, "place r1 content"), row(3, "cats AND dogs"));
    for (const [q, found] of [
      ['"be or"', [1]],
      ["be OR not", [1]],
      ["cats NOT dogs", []],
      ["cats AND", [3]],
      ["content : r1", [2]],
      ["place : r9", []],
      ["place: r1", [2]],
      ["NEAR(cats dogs, 2)", []],
      ["^cats", [3]],
      ["ca*", [3]],
      ["it's", []],
      ['"', []],
      ["* - ( )", []],
    ] as const) {
      expect([q, await seqs(q)]).toEqual([q, found]);
    }
  });

  it("looks in the rooms that are named, and in no other", async () => {
    const { seqs } = await indexOf(row(1, "popcorn"), row(2, "popcorn", { roomId: "room_B" }), row(3, "popcorn", { roomId: "room_C" }));
    expect(await seqs("popcorn", ["room_A"])).toEqual([1]);
    expect((await seqs("popcorn", ["room_C", "room_B", "room_unknown"])).sort()).toEqual([2, 3]);
    expect(await seqs("popcorn", [])).toEqual([]);
    expect(await seqs("popcorn", ["room_unknown"])).toEqual([]);
    expect((await seqs("popcorn")).length).toBe(3);
  });

  it("finds in thousands of rooms at once", async () => {
    const rooms = Array.from({ length: 5000 }, (_, at) => `room_${at}`);
    const { search } = await indexOf();
    for (let from = 0; from < rooms.length; from += 1000) {
      await search.index(rooms.slice(from, from + 1000).map((roomId, at) => row(from + at + 1, `hello ${at}`, { roomId })));
    }
    const { hits } = await search.search({ q: "hello 7", rooms, asOf: now, skip: 0, limit: 1000 });
    expect(hits.length).toBe(555);
  });

  it("puts what says it more, shorter and later first", async () => {
    const long = `row ${"and other words ".repeat(30)}`;
    const { seqs } = await indexOf(
      row(1, "row B, row C, row D"),
      row(2, long),
      row(3, "row B", { sentAt: now - 200 * 86_400_000 }),
      row(4, "row B"),
    );
    expect(await seqs("row")).toEqual([1, 4, 2, 3]);
  });

  it("marks what was found, within some words around it", async () => {
    const { find } = await indexOf(row(1, `${"before ".repeat(40)}the Needle here ${"after ".repeat(60)}`), row(2, "a needle"));
    const marks = (await find("needle")).hits.map(({ highlight }) => highlight);
    expect(marks[0]).toBe("a \u0002needle\u0003");
    expect(marks[1]?.replace("\u0002", "<").replace("\u0003", ">")).toMatch(/^…(before )+the <Needle> here (after )+after…$/);
    expect(marks[1]?.length).toBeLessThan(300);
  });

  it("goes on page by page, and new messages move nothing", async () => {
    const { search, find } = await indexOf(...Array.from({ length: 25 }, (_, at) => row(at + 1, `word ${at}`)));
    const first = await find("word", { limit: 10 });
    await search.index([row(26, "word word word", { sentAt: now + 1 })]);
    const rest = [await find("word", { skip: 10, limit: 10 }), await find("word", { skip: 20, limit: 10 })];
    const seqs = [first, ...rest].flatMap(({ hits }) => hits.map(({ seq }) => seq));
    expect([new Set(seqs).size, seqs.length, seqs.includes(26)]).toEqual([25, 25, false]);
    expect([first, ...rest].map(({ more }) => more)).toEqual([true, true, false]);
  });
});

describe("the index", () => {
  it("has of each message the newest version, in whatever order and however often they come", async () => {
    const { search, seqs } = await indexOf(row(1, "first"));
    await search.index([row(1, "third", { version: 9 }), row(1, "second", { version: 4 }), row(1, "first")]);
    await search.index([row(1, "third", { version: 9 })]);
    expect([await seqs("first"), await seqs("second"), await seqs("third")]).toEqual([[], [], [1]]);
  });

  it("forgets what was deleted, and an older telling does not bring it back", async () => {
    const { search, seqs, object } = await indexOf(row(1, "secret"), row(2, "kept"));
    await search.index([row(1, "", { version: 3 })]);
    await search.index([row(1, "secret"), row(1, "secret", { version: 3 })]);
    expect([await seqs("secret"), await seqs("kept")]).toEqual([[], [2]]);
    const dump = await runInDurableObject(object, (_, { storage: { sql } }) => [
      ...sql.exec("SELECT content FROM message").raw(),
      ...sql.exec("SELECT rowid FROM words WHERE words MATCH 'secret'").raw(),
    ]);
    expect(dump.flat()).toEqual(["", "kept"]);
  });

  it("takes messages of one millisecond apart", async () => {
    const { seqs } = await indexOf(...Array.from({ length: 50 }, (_, at) => row(at + 1, "same", { sentAt: now - 1000 })));
    expect(new Set(await seqs("same")).size).toBe(50);
  });

  it("is made anew range by range: what the range does not have goes, what it has newer comes", async () => {
    const { search, seqs } = await indexOf(row(1, "one word"), row(2, "two word"), row(3, "three word"), row(9, "nine word"));
    await search.indexRange({ roomId: "room_A", after: 0, upTo: 3, rows: [row(1, "one word"), row(3, "third word", { version: 2 })] });
    expect((await seqs("word")).sort()).toEqual([1, 3, 9]);
    expect(await seqs("third")).toEqual([3]);
    await search.indexRange({ roomId: "room_A", after: 3, upTo: 9, rows: [] });
    expect((await seqs("word")).sort()).toEqual([1, 3]);
  });

  it("is after an eviction what it was", async () => {
    const { object, search, seqs } = await indexOf(row(1, "before"));
    await evictDurableObject(object);
    expect(await seqs("before")).toEqual([1]);
    await search.index([row(2, "after")]);
    await evictDurableObject(object);
    expect([await seqs("before"), await seqs("after")]).toEqual([[1], [2]]);
  });

  it("bears a stampede: all that come at once are in it, each once", async () => {
    const { search, seqs } = await indexOf();
    await Promise.all(Array.from({ length: 100 }, (_, at) => search.index([row((at % 50) + 1, `crowd ${at % 50}`)])));
    expect((await seqs("crowd")).length).toBe(50);
  });

  it("of an app in which nothing was said finds nothing and writes nothing", async () => {
    const { object, find } = await indexOf();
    expect(await find("word", { rooms: ["room_A"] })).toEqual({ hits: [], more: false });
    expect(await find("word")).toEqual({ hits: [], more: false });
    const tables = await runInDurableObject(object, (_, { storage: { sql } }) => sql.exec("SELECT name FROM sqlite_master").toArray());
    expect(tables).toEqual([]);
  });

  it("keeps its words and its rows in step", async () => {
    const { object, search } = await indexOf();
    for (let turn = 0; turn < 60; turn++) {
      await search.index([row((turn * 7) % 11, turn % 4 === 0 ? "" : `word ${turn}`, { version: (turn * 5) % 13 })]);
    }
    await runInDurableObject(object, (_, { storage: { sql } }) =>
      sql.exec("INSERT INTO words (words, rank) VALUES ('integrity-check', 0)"),
    );
  });
});
