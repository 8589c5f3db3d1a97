import { env } from "cloudflare:workers";
import { expect, it, vi } from "vitest";
import { type OpenRoom, openRoom } from "../../test/chat-room.ts";
import { testCtx } from "../../test/harness.ts";
import { compareRooms } from "./compare-rooms.ts";
import { findWaiting } from "./waiting.ts";

const archived = ({ roomId }: OpenRoom) =>
  env.DB.prepare("SELECT count(*) AS messages FROM messages WHERE room_id = ?").bind(roomId).first<number>("messages");

/** Of this room alone: pages go in the order of the ids. */
async function found({ roomId }: OpenRoom): Promise<string[]> {
  const before = roomId.slice(0, -1);
  const { findings } = await compareRooms(testCtx(), before);
  return findings.filter(({ subject }) => subject === roomId).map(({ kind, healed }) => `${kind} ${healed ? "healed" : "open"}`);
}

it("a room and its archive agree, and agree again after messages were lost there", async () => {
  const opened = await openRoom();
  for (let n = 0; n < 5; n++) await opened.say("usr_ada", `line ${n}`);
  await vi.waitUntil(async () => (await archived(opened)) === 5, { timeout: 15_000, interval: 50 });
  await vi.waitUntil(async () => (await opened.room.digest()).ok && (await found(opened)).length === 0, { timeout: 15_000 });
  await env.DB.prepare("DELETE FROM messages WHERE room_id = ? AND seq IN (2, 4)").bind(opened.roomId).run();
  await env.DB.prepare("UPDATE chat_rooms SET head_seq = 1, version = 0, name = '' WHERE id = ?").bind(opened.roomId).run();
  expect(await found(opened)).toEqual(["MESSAGES_MISSING healed"]);
  expect(await archived(opened)).toBe(5);
  expect(await env.DB.prepare("SELECT name, head_seq FROM chat_rooms WHERE id = ?").bind(opened.roomId).first()).toEqual({
    name: "Row B",
    head_seq: 5,
  });
  expect(await found(opened)).toEqual([]);
});

it("a room that D1 knows more of than its object is reported, and stays as it is", async () => {
  const opened = await openRoom();
  await opened.say("usr_ada", "one");
  await vi.waitUntil(async () => (await archived(opened)) === 1, { timeout: 15_000, interval: 50 });
  await env.DB.prepare("UPDATE chat_rooms SET head_seq = 9 WHERE id = ?").bind(opened.roomId).run();
  expect(await found(opened)).toEqual(["AHEAD_OF_OBJECT open"]);
  expect(await archived(opened)).toBe(1);
});

it("facts and mails that nobody has worked off for an hour are told of, by their kind", async () => {
  const old = Date.now() - 2 * 3_600_000;
  const key = crypto.randomUUID();
  await env.DB.batch([
    env.DB.prepare("INSERT INTO outbox (id, app_id, type, body, created_at, sent_at) VALUES (?, 'app_x', 'test.waits', '{}', ?, ?)").bind(
      `fact_${key}`,
      old,
      Date.now(),
    ),
    env.DB.prepare(
      "INSERT INTO mails (key, kind, recipient, payload, status, created_at, updated_at) VALUES (?, 'test-waits', 'x@example.com', '{}', 'PENDING', ?, ?)",
    ).bind(key, old, Date.now()),
  ]);
  const subjects = async () =>
    (await findWaiting(testCtx())).findings
      .filter(({ subject }) => subject.startsWith("test"))
      .map(({ kind, detail }) => `${kind} ${detail.slice(0, 13)}`);
  expect(await subjects()).toEqual(["FACTS_WAIT 1, the oldest", "MAILS_WAIT 1, the oldest"]);
  await env.DB.batch([
    env.DB.prepare("DELETE FROM outbox WHERE id = ?").bind(`fact_${key}`),
    env.DB.prepare("DELETE FROM mails WHERE key = ?").bind(key),
  ]);
  expect(await subjects()).toEqual([]);
});
