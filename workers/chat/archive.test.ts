import { createExecutionContext, createMessageBatch, getQueueResult, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { ToldMember, ToldMessage, ToldRoom } from "../../contracts/chat-room.ts";
import { machineOf } from "../../contracts/snowflake.ts";
import { openRoom } from "../../test/chat-room.ts";
import { call, makeApp, type TestApp, testCtx } from "../../test/harness.ts";
import { consume } from "../subscriptions.ts";
import { forgetPage } from "./forget-person.ts";
import { messageSearchOf } from "./message-search-of.ts";
import { projectRooms } from "./project-room.ts";

let app: TestApp;
beforeAll(async () => {
  app = await makeApp();
});

const select = async (sql: string, ...values: unknown[]) =>
  (
    await env.DB.prepare(sql)
      .bind(...values)
      .all<Record<string, unknown>>()
  ).results;
const eventually = (fits: () => Promise<boolean>) => vi.waitUntil(fits, { timeout: 40_000, interval: 50 });
const newRoomId = () => `room_${crypto.randomUUID()}`;

const toldRoom = (roomId: string, version: number): ToldRoom => ({
  roomId,
  appId: app.appId,
  name: `name ${version}`,
  description: "",
  type: "GROUP",
  visibility: "PUBLIC",
  status: "ACTIVE",
  ownerId: null,
  showtimeId: null,
  memberCount: version,
  metadata: { version },
  slowModeSeconds: 0,
  machine: machineOf(roomId),
  headSeq: version,
  lastMessageAt: null,
  createdAt: 1,
  updatedAt: version,
  version,
});
const toldMember = (roomId: string, version: number): ToldMember => ({
  roomId,
  userId: "usr_ada",
  role: "MEMBER",
  state: version % 2 === 0 ? "LEFT" : "MEMBER",
  joinedAt: 1,
  readSeq: version,
  lastSeenAt: null,
  version,
});
const toldMessage = (seq: number, version = 0, parts: Partial<ToldMessage> = {}): ToldMessage => ({
  seq,
  id: String(1000 + seq),
  senderId: "usr_ada",
  clientId: `c${seq}`,
  kind: "TEXT",
  content: `words of ${seq} at ${version}`,
  sentAt: Date.now() - 60_000 + seq,
  editedAt: null,
  deletedAt: null,
  replyToSeq: null,
  mentions: [],
  reactions: [],
  version,
  ...parts,
});
interface Told {
  room?: ToldRoom | null;
  members?: ToldMember[];
  messages?: ToldMessage[];
}
const telling = (roomId: string, { room = null, members = [], messages = [] }: Told) => ({
  type: "chat.told",
  appId: app.appId,
  roomId,
  receipt: { seqAfter: 0, seqUpTo: 0, versionUpTo: 0, members: [], changed: [] },
  room,
  members,
  messages,
});

/** Hands the consumer one batch, as the queue would. */
async function deliver(...bodies: unknown[]) {
  const messages = bodies.map((body) => ({ id: crypto.randomUUID(), timestamp: new Date(), body, attempts: 1 }));
  const batch = createMessageBatch("chat-messages", messages);
  await consume(batch, env, createExecutionContext());
  const { explicitAcks, retryMessages } = await getQueueResult(batch, createExecutionContext());
  return { acked: messages.map(({ id }) => explicitAcks.includes(id)), retried: retryMessages.length };
}
const found = async (q: string) => {
  const { hits } = await messageSearchOf(env, app.appId).search({ q, rooms: null, asOf: Date.now(), skip: 0, limit: 100 });
  return hits.map(({ roomId, seq }) => `${roomId} ${seq}`).sort();
};

/** A queue gathers for a second, and each of these goes through it some times. */
const slow = { timeout: 120_000 };

describe("what rooms tell", slow, () => {
  it("is as the last version says, however often and in whatever order it is told", async () => {
    const roomId = newRoomId();
    const versions = [3, 1, 5, 2, 5, 4, 3];
    await deliver(telling(roomId, { room: toldRoom(roomId, 0) }));
    for (const version of versions) {
      await deliver(
        telling(roomId, { room: toldRoom(roomId, version), members: [toldMember(roomId, version)], messages: [toldMessage(1, version)] }),
      );
    }
    expect(await select("SELECT name, member_count, metadata, version FROM chat_rooms WHERE id = ?", roomId)).toEqual([
      { name: "name 5", member_count: 5, metadata: '{"version":5}', version: 5 },
    ]);
    expect(await select("SELECT state, read_seq, version FROM chat_members WHERE room_id = ?", roomId)).toEqual([
      { state: "MEMBER", read_seq: 5, version: 5 },
    ]);
    expect(await select("SELECT content, version FROM messages WHERE room_id = ?", roomId)).toEqual([
      { content: "words of 1 at 5", version: 5 },
    ]);
  });

  it("comes for many rooms in one batch, whose order does not matter", async () => {
    const [a, b] = [newRoomId(), newRoomId()];
    const { acked } = await deliver(
      telling(a, { members: [toldMember(a, 1)], messages: [toldMessage(2)] }),
      telling(b, { room: toldRoom(b, 1), messages: [toldMessage(1), toldMessage(2), toldMessage(3)] }),
      telling(a, { room: toldRoom(a, 1), messages: [toldMessage(1)] }),
    );
    expect(acked).toEqual([true, true, true]);
    const counted = await select("SELECT room_id, count(*) AS n FROM messages WHERE room_id IN (?, ?) GROUP BY room_id", a, b);
    expect(Object.fromEntries(counted.map(({ room_id, n }) => [String(room_id), n]))).toEqual({ [a]: 2, [b]: 3 });
  });

  it("is asked for again where it cannot be written, and keeps no other from it", async () => {
    const [bad, good] = [newRoomId(), newRoomId()];
    const { acked, retried } = await deliver(telling(bad, { members: [toldMember(bad, 1)] }), telling(good, { room: toldRoom(good, 1) }), {
      type: "chat.told",
      appId: app.appId,
    });
    expect([acked, retried]).toEqual([[false, true, false], 2]);
    expect(await select("SELECT id FROM chat_rooms WHERE id IN (?, ?)", bad, good)).toEqual([{ id: good }]);
  });

  it("of another app changes nothing of a room", async () => {
    const roomId = newRoomId();
    const other = await makeApp();
    await deliver(telling(roomId, { room: toldRoom(roomId, 1), members: [toldMember(roomId, 1)], messages: [toldMessage(1)] }));
    const theirs = telling(roomId, { room: toldRoom(roomId, 9), members: [toldMember(roomId, 9)], messages: [toldMessage(1, 9)] });
    await deliver({ ...theirs, appId: other.appId });
    expect(await select("SELECT app_id, version FROM chat_rooms WHERE id = ?", roomId)).toEqual([{ app_id: app.appId, version: 1 }]);
    expect(await select("SELECT app_id, version FROM chat_members WHERE room_id = ?", roomId)).toEqual([{ app_id: app.appId, version: 1 }]);
    expect(await select("SELECT app_id, version FROM messages WHERE room_id = ?", roomId)).toEqual([{ app_id: app.appId, version: 0 }]);
  });

  it("is found by its words as long as it has them, and a tombstone stays one", async () => {
    const roomId = newRoomId();
    const word = `w${crypto.randomUUID().slice(0, 8)}`;
    const said = toldMessage(1, 0, { content: `${word} one` });
    await deliver(
      telling(roomId, {
        room: toldRoom(roomId, 1),
        messages: [said, toldMessage(2, 0, { content: word }), toldMessage(3, 0, { content: word, kind: "JOIN" })],
      }),
    );
    expect(await found(word)).toEqual([`${roomId} 1`, `${roomId} 2`]);
    const tombstone = toldMessage(1, 4, { content: "", deletedAt: 5 });
    await deliver(telling(roomId, { messages: [tombstone] }));
    await deliver(telling(roomId, { messages: [{ ...tombstone, content: `${word} back`, deletedAt: null }, said] }));
    expect(await found(word)).toEqual([`${roomId} 2`]);
    expect(await select("SELECT content, deleted_at FROM messages WHERE room_id = ? AND seq = 1", roomId)).toEqual([
      { content: "", deleted_at: 5 },
    ]);
  });

  it("is acknowledged to the room, which then has nothing more to tell", async () => {
    const { roomId, room, say, stub } = await openRoom();
    for (let each = 0; each < 130; each++) await say("usr_ada", `message ${each}`);
    await room.react({ by: { kind: "user", userId: "usr_bob" }, id: (await say("usr_bob", "last")).id, emoji: "👍", remove: false });
    /** How far the room was told to be recorded, and what it still has to tell. */
    const open = () =>
      runInDurableObject(stub, (_, { storage }) => {
        const row = storage.sql
          .exec<{ archived_seq: number; members: number; changed: number }>(
            `SELECT archived_seq, (SELECT count(*) FROM member WHERE version > told_version) AS members,
               (SELECT count(*) FROM changed_message) AS changed FROM room`,
          )
          .one();
        return [row.archived_seq, row.members, row.changed];
      });
    await eventually(async () => JSON.stringify(await open()) === "[131,0,0]");
    await eventually(async () => {
      const [row] = await select("SELECT reactions FROM messages WHERE room_id = ? AND seq = 131", roomId);
      return row?.reactions === '[{"emoji":"👍","userIds":["usr_bob"]}]';
    });
    const rows = await select("SELECT seq, content FROM messages WHERE room_id = ? ORDER BY seq", roomId);
    expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: 131 }, (_, at) => at + 1));
    expect(rows[129]?.content).toBe("message 129");
  });
});

describe("a rebuild", slow, () => {
  const rebuild = (body: object) => call<{ rebuild: object }>("POST", "/api/v1/admin/chat/rebuild", { admin: true, body });

  it("brings back what D1 and the index have lost or spoilt, of one room or of an app's", async () => {
    const { roomId, appId, say } = await openRoom();
    const word = `w${crypto.randomUUID().slice(0, 8)}`;
    for (let each = 1; each <= 5; each++) await say("usr_ada", `${word} ${each}`);
    const count = async () =>
      (await select("SELECT content FROM messages WHERE room_id = ? AND content LIKE ?", roomId, `${word}%`)).length;
    const search = async () =>
      (await messageSearchOf(env, appId).search({ q: word, rooms: null, asOf: Date.now(), skip: 0, limit: 100 })).hits.length;
    await eventually(async () => (await count()) === 5 && (await search()) === 5);
    const spoil = async () => {
      await env.DB.batch([
        env.DB.prepare("DELETE FROM messages WHERE room_id = ? AND seq < 3").bind(roomId),
        env.DB.prepare("UPDATE messages SET content = 'spoilt' WHERE room_id = ? AND seq = 4").bind(roomId),
        env.DB.prepare("DELETE FROM chat_members WHERE room_id = ?").bind(roomId),
        env.DB.prepare("UPDATE chat_rooms SET name = 'spoilt' WHERE id = ?").bind(roomId),
      ]);
      expect(await count()).toBe(2);
    };
    const isWhole = async () => {
      const rooms = await select(
        "SELECT name, (SELECT count(*) FROM chat_members WHERE room_id = id) AS members FROM chat_rooms WHERE id = ?",
        roomId,
      );
      return (await count()) === 5 && (await search()) === 5 && rooms[0]?.name === "Row B" && rooms[0].members === 2;
    };
    for (const [body, scope] of [
      [{ roomId }, { appId, roomId }],
      [{ appId }, { appId, roomId: null }],
    ]) {
      await spoil();
      const answer = await rebuild(body ?? {});
      expect([answer.status, answer.body.data.rebuild]).toEqual([200, scope]);
      await eventually(isWhole);
    }
    expect((await rebuild({ roomId: "room_none" })).body.error.code).toBe("ROOM_NOT_FOUND");
  });

  it("of a room that D1 does not know at all is by its app and its id", async () => {
    const { roomId, appId, say } = await openRoom();
    await say("usr_ada", "hello");
    await eventually(async () => (await select("SELECT 1 FROM messages WHERE room_id = ?", roomId)).length === 1);
    await env.DB.batch(
      ["messages WHERE room_id", "chat_members WHERE room_id", "chat_rooms WHERE id"].map((rows) =>
        env.DB.prepare(`DELETE FROM ${rows} = ?`).bind(roomId),
      ),
    );
    await rebuild({ appId, roomId });
    await eventually(async () => (await select("SELECT 1 FROM messages WHERE room_id = ?", roomId)).length === 1);
  });

  it("goes through all rooms page by page, whatever of them is none", async () => {
    const other = await makeApp();
    const ids = Array.from({ length: 120 }, newRoomId).sort();
    const statements = ids.flatMap((roomId) =>
      projectRooms(env.DB, [
        {
          appId: other.appId,
          roomId,
          room: { ...toldRoom(roomId, 1), appId: other.appId },
          members: [],
          messages: [toldMessage(1, 0, { content: `page ${roomId.slice(5)}` })],
        },
      ]),
    );
    for (let from = 0; from < statements.length; from += 60) await env.DB.batch(statements.slice(from, from + 60));
    await rebuild({ appId: other.appId });
    const indexed = async () =>
      (await messageSearchOf(env, other.appId).search({ q: "page", rooms: null, asOf: Date.now(), skip: 0, limit: 1000 })).hits.length;
    await eventually(async () => (await indexed()) === 120);
  });

  it("takes out of the index what D1 has not", async () => {
    const roomId = newRoomId();
    const word = `w${crypto.randomUUID().slice(0, 8)}`;
    const rows = [1, 2, 3].map((seq) => toldMessage(seq, 0, { content: `${word} ${seq}` }));
    await deliver(telling(roomId, { room: toldRoom(roomId, 1), messages: rows }));
    await env.DB.prepare("DELETE FROM messages WHERE room_id = ? AND seq = 2").bind(roomId).run();
    await deliver({ type: "chat.reindex", appId: app.appId, roomId, after: 0 });
    expect(await found(word)).toEqual([`${roomId} 1`, `${roomId} 3`]);
  });
});

describe("forgetting a person", slow, () => {
  it("goes through all their rooms and all that D1 has of them, page by page, and takes nobody else's words", async () => {
    const userId = `usr_${crypto.randomUUID()}`;
    const roomIds = Array.from({ length: 60 }, newRoomId);
    const word = `w${crypto.randomUUID().slice(0, 8)}`;
    for (let from = 0; from < roomIds.length; from += 20) {
      await deliver(
        ...roomIds.slice(from, from + 20).map((roomId) =>
          telling(roomId, {
            room: toldRoom(roomId, 1),
            members: [{ ...toldMember(roomId, 1), userId }],
            // Many of the same moment.
            messages: Array.from({ length: 20 }, (_, at) =>
              toldMessage(at + 1, 0, {
                senderId: at === 0 ? "usr_other" : userId,
                content: `${word} ${at}`,
                sentAt: 1_800_000_000_000 + (at % 3),
              }),
            ),
          }),
        ),
      );
    }
    const words = async () =>
      (await select("SELECT DISTINCT sender_id FROM messages WHERE content LIKE ?", `${word}%`)).map((row) => row.sender_id);
    expect((await words()).sort()).toEqual(["usr_other", userId].sort());
    await forgetPage(testCtx(), { type: "chat.forget", userId, after: null, sentFrom: null });
    await eventually(async () => (await words()).length === 1);
    expect(await words()).toEqual(["usr_other"]);
    const { hits } = await messageSearchOf(env, app.appId).search({ q: word, rooms: null, asOf: 9e14, skip: 0, limit: 1000 });
    expect([hits.length, new Set(hits.map(({ seq }) => seq))]).toEqual([60, new Set([1])]);
    await forgetPage(testCtx(), { type: "chat.forget", userId, after: null, sentFrom: null });
    expect(await select("SELECT count(*) AS n FROM messages WHERE sender_id = ? AND deleted_at IS NULL", userId)).toEqual([{ n: 0 }]);
  });
});
