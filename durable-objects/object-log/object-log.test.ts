import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { Message } from "../../contracts/messages.ts";
import type { LoggedKind, LoggedObject } from "../../contracts/object-log.ts";
import { buy, hold, openHouse, release, seatAt } from "../../test/box-office.ts";
import { as, openRoom } from "../../test/chat-room.ts";
import { makeUser } from "../../test/harness.ts";
import { loggedObject } from "../../workers/backups/logged-objects.ts";

/** All lines of an object. `meanwhile` is done after each piece. */
async function linesOf(kind: LoggedKind, name: string, bytesMax: number, meanwhile: (piece: number) => Promise<unknown> = async () => {}) {
  const pieces: string[] = [];
  for (let cursor: string | null = null; ; ) {
    const piece: Awaited<ReturnType<LoggedObject["exportLog"]>> = await loggedObject(env, kind, name).exportLog({ cursor, bytesMax });
    if (piece === null) throw new Error(`${name} was never set up`);
    pieces.push(piece.lines);
    if (piece.cursor === null) return pieces;
    cursor = piece.cursor;
    await meanwhile(pieces.length);
  }
}

/** The rows of each table of an object, but for those that go on by themselves: what was told to others, and how far. */
async function rowsOf(kind: LoggedKind, name: string): Promise<Record<string, string[]>> {
  const rows: Record<string, string[]> = {};
  let table = "";
  for (const line of (await linesOf(kind, name, Number.MAX_SAFE_INTEGER)).join("").split("\n")) {
    if (line.startsWith('{"table"')) table = JSON.parse(line).table;
    else if (line.startsWith("[") && !["outbox", "showtime", "room", "member", "changed_message"].includes(table)) {
      rows[table] = [...(rows[table] ?? []), line].sort();
    }
  }
  return rows;
}

async function bringBack(
  kind: LoggedKind,
  name: string,
  pieces: readonly string[],
  run = "job_1",
): Promise<Awaited<ReturnType<LoggedObject["openLog"]>>> {
  for (const [place, lines] of pieces.entries())
    expect(await loggedObject(env, kind, name).stageLog({ run, place, lines })).toEqual({ ok: true });
  return loggedObject(env, kind, name).openLog({ run });
}

describe("a showtime's log", () => {
  it("read in pieces while seats are sold is the showtime as it was at the last piece", async () => {
    const house = await openHouse(40);
    const name = `${house.app.appId}:${house.showtimeId}`;
    const users = await Promise.all(Array.from({ length: 4 }, () => makeUser(house.app)));
    const user = (n: number) => users[n % users.length] ?? Promise.reject(new Error("no user"));
    for (let n = 0; n < 4; n++) await buy(await user(n), [seatAt(house, n)]);
    const pieces = await linesOf("SeatMap", name, 900, async (piece) => {
      if (piece > 6) return;
      const held = await hold(await user(piece), [seatAt(house, 4 + piece)]);
      if (piece % 2 === 0) await release(await user(piece), held.body.data.reservationToken);
      else await buy(await user(piece + 1), [seatAt(house, 20 + piece)]);
    });
    expect(pieces.length).toBeGreaterThan(8);
    const copy = `${name}-copy`;
    expect(await bringBack("SeatMap", copy, pieces)).toMatchObject({ ok: true });
    const rows = await rowsOf("SeatMap", copy);
    expect(rows).toEqual(await rowsOf("SeatMap", name));
    expect(Object.keys(rows)).toEqual(["log", "reservation", "booking", "seat"]);
    // It is a showtime: after an eviction, too, it knows whose seats are whose.
    await evictDurableObject(env.SEAT_MAP.getByName(copy));
    const seats = await env.SEAT_MAP.getByName(copy).seats({ limit: 100, after: 0 });
    const sold = await env.SEAT_MAP.getByName(name).seats({ limit: 100, after: 0 });
    expect(seats).toEqual(sold);
    await loggedObject(env, "SeatMap", copy)
      .eraseLog()
      .catch(() => {});
  });

  it("comes back once for a run, never over a showtime that is open, and only whole", async () => {
    const house = await openHouse(3);
    const name = `${house.app.appId}:${house.showtimeId}`;
    const pieces = await linesOf("SeatMap", name, 500);
    const copy = `${name}-twice`;
    const other = loggedObject(env, "SeatMap", copy);
    expect(await other.openLog({ run: "job_1" })).toEqual({ ok: false, code: "NOTHING_STAGED" });
    expect(await other.stageLog({ run: "job_0", place: 7, lines: "[1]\n" })).toEqual({ ok: true });
    expect(await other.logHead()).toBeNull();
    const opened = await bringBack("SeatMap", copy, pieces);
    expect(await bringBack("SeatMap", copy, pieces)).toEqual({ ...opened, again: true });
    expect(await other.stageLog({ run: "job_2", place: 0, lines: "" })).toEqual({ ok: false, code: "NOT_EMPTY" });
    expect(await loggedObject(env, "SeatMap", name).openLog({ run: "job_1" })).toEqual({ ok: false, code: "NOT_EMPTY" });
    await other.eraseLog().catch(() => {});
    expect(await loggedObject(env, "SeatMap", copy).exportLog({ cursor: null, bytesMax: 1 })).toBeNull();
    const future = [`{"migrations":["9999_later"]}\n`];
    expect(await bringBack("SeatMap", copy, future)).toEqual({ ok: false, code: "UNKNOWN_MIGRATION" });
  });
});

describe("a room's log", () => {
  it("read in pieces while people talk is the room as it was at the last piece", async () => {
    const opened = await openRoom();
    const name = `${opened.appId}:${opened.roomId}`;
    const said: Message[] = [];
    for (let n = 0; n < 20; n++) said.push(await opened.say(n % 2 === 0 ? "usr_ada" : "usr_bob", `message ${n}`));
    const pieces = await linesOf("ChatRoom", name, 700, async (piece) => {
      if (piece > 5) return;
      await opened.say("usr_ada", `meanwhile ${piece}`);
      await opened.room.edit({ by: as("usr_ada"), id: said[2 * piece]?.id ?? "", content: `edited ${piece}` });
      await opened.room.react({ by: as("usr_bob"), id: said[0]?.id ?? "", emoji: "👍", remove: piece % 2 === 0 });
    });
    expect(pieces.length).toBeGreaterThan(5);
    const copy = `${name}-copy`;
    expect(await bringBack("ChatRoom", copy, pieces)).toMatchObject({ ok: true });
    const rows = await rowsOf("ChatRoom", copy);
    expect(rows).toEqual(await rowsOf("ChatRoom", name));
    expect(rows.message?.length).toBeGreaterThan(24);
    expect(rows.change?.length).toBeGreaterThan(8);
    await loggedObject(env, "ChatRoom", copy)
      .eraseLog()
      .catch(() => {});
  });
});
