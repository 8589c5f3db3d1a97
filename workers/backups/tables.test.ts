import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { limits } from "../../contracts/limits.ts";
import { chatRoomLog } from "../../durable-objects/chat-room/log-spec.ts";
import { migrate } from "../../durable-objects/migrate.ts";
import type { LogSpec } from "../../durable-objects/object-log/log-spec.ts";
import { seatMapLog } from "../../durable-objects/seat-map/log-spec.ts";
import { backupsToForget, idOf } from "./backups-to-forget.ts";
import { columnsOf, keyOfRow, readRows } from "./read-rows.ts";
import { isOwnTable, keptTables, leftOutTables } from "./tables.ts";

const kept = keptTables.map(({ name }) => name);
const leftOut = Object.keys(leftOutTables);

describe("the tables of D1", () => {
  it("are each backed up or left out for a reason", async () => {
    const { results } = await env.DB.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all<{ name: string }>();
    const tables = results.map(({ name }) => name).filter((name) => !isOwnTable(name));
    expect([...kept, ...leftOut].sort()).toEqual(tables.sort());
  });

  it("come back with parents before what refers to them, and are emptied the other way round", async () => {
    const order = [...leftOut, ...kept.toReversed()];
    for (const child of order) {
      const { results } = await env.DB.prepare('SELECT "table" AS parent FROM pragma_foreign_key_list(?)')
        .bind(child)
        .all<{ parent: string }>();
      for (const { parent } of results) expect(order.indexOf(child), `${child} and ${parent}`).toBeLessThanOrEqual(order.indexOf(parent));
    }
  });

  it("have a key by which they are read, and nothing that a line of JSON does not carry", async () => {
    for (const name of kept) {
      expect(
        (await columnsOf(env.DB, name)).some(({ pk }) => pk > 0),
        name,
      ).toBe(true);
      const { results } = await env.DB.prepare("SELECT type FROM pragma_table_xinfo(?)").bind(name).all<{ type: string }>();
      expect(
        results.filter(({ type }) => !["TEXT", "INTEGER"].includes(type)),
        name,
      ).toEqual([]);
    }
    expect((await columnsOf(env.DB, "orders")).map(({ name }) => name)).not.toContain("status");
  });

  it("are read page by page, the fewer rows the larger they are, and nothing is read twice or left out", async () => {
    const room = `room_${crypto.randomUUID()}`;
    await env.DB.prepare(
      `INSERT INTO messages (room_id, seq, app_id, id, sender_id, client_id, kind, content, sent_at, version)
       WITH RECURSIVE count (seq) AS (SELECT 1 UNION ALL SELECT seq + 1 FROM count WHERE seq < 4100)
       SELECT ?1, seq, 'app_x', ?1 || seq, 'usr_x', seq, 'TEXT', iif(seq % 500 = 0, hex(zeroblob(450000)), 'y'), 1, 1 FROM count`,
    )
      .bind(room)
      .run();
    const columns = await columnsOf(env.DB, "messages");
    const seqs: unknown[] = [];
    let pages = 0;
    for (let after: unknown[] = [room, 0]; ; pages++) {
      const rows = await readRows(env.DB, "messages", columns, after);
      const own = rows.filter(([id]) => id === room);
      expect(rows.length).toBeLessThanOrEqual(limits.backupRowsInPage);
      seqs.push(...own.map(([, seq]) => seq));
      const last = own.at(-1);
      if (last === undefined) break;
      after = keyOfRow(columns, last);
    }
    expect(seqs).toEqual(Array.from({ length: 4100 }, (_, n) => n + 1));
    expect(pages).toBeGreaterThan(4);
    await env.DB.prepare("DELETE FROM messages WHERE room_id = ?").bind(room).run();
  });
});

describe("the tables of an object", () => {
  const specs: [string, DurableObjectNamespace, LogSpec][] = [
    ["a showtime", env.SEAT_MAP, seatMapLog],
    ["a room", env.CHAT_ROOM, chatRoomLog],
  ];
  it.each(specs)(
    "of %s are each part of its log or left out",
    async (_name, namespace, { migrations, growing, whole, leftOut: others }) => {
      const tables = await runInDurableObject(namespace.getByName(crypto.randomUUID()), (_, { storage }) => {
        migrate(storage, migrations);
        return storage.sql
          .exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'")
          .toArray();
      });
      const expected = tables.map(({ name }) => name).filter((name) => !name.startsWith("sqlite_"));
      expect([...growing.map(({ name }) => name), ...whole, ...others].sort()).toEqual(expected.sort());
    },
  );
});

describe("backups that are old", () => {
  const day = 86_400_000;
  const now = Date.parse("2026-11-21T03:00:00Z");
  const nightly = (days: number) => Array.from({ length: days }, (_, n) => ({ id: idOf(now - n * day), finished: true })).reverse();

  it("go, but for the first of each month, twelve of them, and never the last that is whole", () => {
    const folders = nightly(800);
    const gone = new Set(backupsToForget(folders, now));
    const left = folders.map(({ id }) => id).filter((id) => !gone.has(id));
    expect(left.slice(0, 11).map((id) => id.slice(0, 8))).toEqual([
      "20251201",
      "20260101",
      "20260201",
      "20260301",
      "20260401",
      "20260501",
      "20260601",
      "20260701",
      "20260801",
      "20260901",
      "20261001",
    ]);
    expect(left).toHaveLength(11 + limits.backupDaysKept + 1);
    expect(backupsToForget([{ id: "20200101T020000Z", finished: true }], now)).toEqual([]);
  });

  it("go after two days if they never came to their end", () => {
    const folders = [
      { id: idOf(now - 3 * day), finished: false },
      { id: idOf(now - day), finished: false },
    ];
    expect(backupsToForget(folders, now)).toEqual([idOf(now - 3 * day)]);
  });
});
