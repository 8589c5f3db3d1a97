import { env, exports } from "cloudflare:workers";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { ChatRoom, LastSeen } from "../../contracts/chat.ts";
import type { FoundMessage, History, Message } from "../../contracts/messages.ts";
import { machineOf } from "../../contracts/snowflake.ts";
import { type Call, call, makeApp, makeUser, type TestApp, type TestUser } from "../../test/harness.ts";

let app: TestApp;
beforeAll(async () => {
  app = await makeApp();
});

const messages = "/api/v1/messages";
const codeOf = async (method: string, path: string, options: Call) => {
  const { status, body } = await call(method, path, options);
  return body.success ? status : `${status} ${body.error.code}`;
};
/** A room of two, and somebody who is not in it. */
async function someRoom(body: object = {}) {
  const [ada, bob, cyd] = await Promise.all([makeUser(app), makeUser(app), makeUser(app)]);
  const given = { name: "Row B", memberIds: [bob.userId], ...body };
  const { room } = (await call<{ room: ChatRoom }>("POST", "/api/v1/chat/chat-rooms", { user: ada, body: given })).body.data;
  const send = (as: Call, content: string, more: object = {}) =>
    call<{ message: Message }>("POST", messages, { ...as, body: { chatRoomId: room.id, content, clientId: crypto.randomUUID(), ...more } });
  const say = async (user: TestUser, content: string, more: object = {}) => (await send({ user }, content, more)).body.data.message;
  const history = async (query = "", as: Call = { user: ada }) =>
    (await call<History>("GET", `${messages}?chatRoomId=${room.id}${query}`, as)).body.data;
  return { ada, bob, cyd, roomId: room.id, send, say, history };
}
const archived = (roomId: string, seq: number) =>
  vi.waitUntil(
    async () => (await env.DB.prepare("SELECT 1 FROM messages WHERE room_id = ? AND seq = ?").bind(roomId, seq).first()) !== null,
    {
      timeout: 15_000,
      interval: 50,
    },
  );

describe("a message that is sent", () => {
  it("is stored once for its sender and clientId: 201, then 200 with the same, whatever is sent again", async () => {
    const { ada, bob, send, history } = await someRoom();
    const first = await send({ user: ada }, "Is anybody **here**?", { clientId: "one" });
    expect([first.status, first.body.data.message]).toEqual([
      201,
      expect.objectContaining({
        seq: 1,
        senderId: ada.userId,
        content: "Is anybody **here**?",
        type: "GROUP",
        kind: "TEXT",
        clientId: "one",
      }),
    ]);
    const again = await Promise.all([send({ user: ada }, "Else", { clientId: "one" }), send({ user: ada }, "Else", { clientId: "one" })]);
    expect(again.map(({ status, body }) => [status, body.data.message])).toEqual(Array(2).fill([200, first.body.data.message]));
    expect((await send({ user: bob }, "Me", { clientId: "one" })).status).toBe(201);
    expect((await history()).data.map(({ content }) => content)).toEqual(["Is anybody **here**?", "Me"]);
  });

  it("by the tenant's server is a SYSTEM message, in every room of its app", async () => {
    const { send, history } = await someRoom({ visibility: "PRIVATE" });
    const said = await send({ server: app }, "Doors open at seven.");
    expect([said.status, said.body.data.message]).toEqual([201, expect.objectContaining({ kind: "SYSTEM", senderId: "system" })]);
    expect((await history("", { server: app })).data).toEqual([said.body.data.message]);
  });

  it("needs a member and words, and is slowed down with Retry-After", async () => {
    const { ada, bob, cyd, roomId, send } = await someRoom();
    expect((await send({ user: cyd }, "hello")).body.error.code).toBe("NOT_A_MEMBER");
    expect((await send({ user: ada }, " \n ")).body.error.code).toBe("VALIDATION_FAILED");
    expect((await send({ user: ada }, "x".repeat(5001))).body.error.code).toBe("VALIDATION_FAILED");
    expect((await send({ user: ada }, "re", { replyTo: "123456789" })).body.error.code).toBe("MESSAGE_NOT_FOUND");
    await call("PATCH", `/api/v1/chat/chat-rooms/${roomId}`, { user: ada, body: { slowModeSeconds: 60 } });
    expect((await send({ user: bob }, "one")).status).toBe(201);
    const slow = await send({ user: bob }, "two");
    expect([slow.status, slow.body.error.code]).toEqual([429, "SLOW_MODE"]);
    expect(Number(slow.headers.get("retry-after"))).toBeGreaterThan(30);
  });

  it("has a burst of two hundred for each person and room, and 429 with Retry-After beyond it", async () => {
    const { ada, roomId, send } = await someRoom();
    const flood = await Promise.all(Array.from({ length: 260 }, () => send({ user: ada }, "again")));
    const refused = flood.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.map(({ body, headers }) => [body.error.code, Number(headers.get("retry-after")) >= 1])).toEqual(
      refused.map(() => ["RATE_LIMITED", true]),
    );
    const { headSeq } = (await call<LastSeen>("GET", `${messages}/last_seen?chatRoomId=${roomId}`, { user: ada })).body.data;
    expect(headSeq).toBe(260 - refused.length);
  });

  it("mentions members, and answers another one", async () => {
    const { ada, bob, say } = await someRoom();
    const first = await say(ada, "who is there?");
    const reply = await say(ada, `@${bob.email.split("@")[0]} are you?`, { replyTo: first.id });
    expect(reply).toMatchObject({
      mentions: [bob.userId],
      replyTo: { id: first.id, seq: 1, senderId: ada.userId, excerpt: "who is there?" },
    });
  });
});

describe("history", () => {
  it("goes both ways from an anchor, and says on which sides there is more", async () => {
    const { ada, say, history } = await someRoom();
    const said: Message[] = [];
    for (let each = 1; each <= 7; each++) said.push(await say(ada, `message ${each}`));
    const seqs = async (query: string) => {
      const { data, hasMoreOnTop, hasMoreOnBottom } = await history(query);
      return [data.map(({ seq }) => seq), hasMoreOnTop, hasMoreOnBottom];
    };
    const anchor = `&messageId=${said[3]?.id}`;
    expect(await seqs("&limit=3")).toEqual([[5, 6, 7], true, false]);
    expect(await seqs("&type=NEWER&limit=3")).toEqual([[1, 2, 3], false, true]);
    expect(await seqs(`${anchor}&type=OLDER&limit=2`)).toEqual([[2, 3], true, true]);
    expect(await seqs(`${anchor}&type=top&limit=10`)).toEqual([[1, 2, 3], false, true]);
    expect(await seqs(`${anchor}&type=bottom&limit=2`)).toEqual([[5, 6], true, true]);
    const [around] = await seqs(`${anchor}&type=AROUND&limit=4`);
    expect(around).toEqual([2, 3, 5, 6]);
  });

  it("is for members, and an anchor of another room is none", async () => {
    const [one, other] = [await someRoom(), await someRoom()];
    const foreign = await other.say(other.ada, "elsewhere");
    const path = `${messages}?chatRoomId=${one.roomId}`;
    expect(await codeOf("GET", path, { user: one.cyd })).toBe("403 NOT_A_MEMBER");
    expect(await codeOf("GET", `${path}&messageId=${foreign.id}`, { user: one.ada })).toBe("404 MESSAGE_NOT_FOUND");
    expect(await codeOf("GET", `${messages}?chatRoomId=room_none`, { user: one.ada })).toBe("404 ROOM_NOT_FOUND");
  });

  it("is exported whole, a line a message, to owners and the tenant's server", async () => {
    const { ada, bob, roomId, say } = await someRoom();
    for (let each = 1; each <= 130; each++) await say(ada, `line\n${each}`);
    const path = `/api/v1/chat/chat-rooms/${roomId}/export`;
    expect(await codeOf("GET", path, { user: bob })).toBe("403 FORBIDDEN");
    for (const caller of [ada.headers, app.serverHeaders]) {
      const file = await exports.default.fetch(`http://localhost:8787${path}`, { headers: caller });
      expect(file.headers.get("content-type")).toContain("application/x-ndjson");
      const lines = new TextDecoder()
        .decode(await file.arrayBuffer())
        .trimEnd()
        .split("\n")
        .map((line): Message => JSON.parse(line));
      expect(lines.map(({ seq }) => seq)).toEqual(Array.from({ length: 130 }, (_, at) => at + 1));
    }
  });
});

describe("a message by its id alone", () => {
  it("is changed, deleted and reacted to at once, before any archive has heard of it", async () => {
    const { ada, bob, say, history } = await someRoom();
    const { id } = await say(ada, "frist");
    const thumb = encodeURIComponent("👍🏽");
    const edited = await call<{ message: Message }>("PATCH", `${messages}/${id}`, { user: ada, body: { content: "first" } });
    expect(edited.body.data.message).toMatchObject({ id, seq: 1, content: "first", editedAt: expect.any(String), rev: expect.any(Number) });
    const reacted = await call<{ message: Message }>("PUT", `${messages}/${id}/reactions/${thumb}`, { user: bob });
    expect(reacted.body.data.message.reactions).toEqual([{ emoji: "👍🏽", count: 1, userIds: [bob.userId] }]);
    expect(await codeOf("PUT", `${messages}/${id}/reactions/${thumb}`, { user: bob })).toBe(200);
    const taken = await call<{ message: Message }>("DELETE", `${messages}/${id}/reactions/${thumb}`, { user: bob });
    expect(taken.body.data.message.reactions).toBeUndefined();
    expect(await codeOf("PUT", `${messages}/${id}/reactions/no`, { user: bob })).toBe("422 VALIDATION_FAILED");
    expect(await codeOf("DELETE", `${messages}/${id}`, { user: bob })).toBe("403 FORBIDDEN");
    expect(await codeOf("DELETE", `${messages}/${id}`, { user: ada })).toBe(200);
    expect(await codeOf("DELETE", `${messages}/${id}`, { user: ada })).toBe(200);
    expect(await codeOf("PATCH", `${messages}/${id}`, { user: ada, body: { content: "x" } })).toBe("409 MESSAGE_DELETED");
    expect((await history()).data).toEqual([expect.objectContaining({ id, content: "", deletedAt: expect.any(String) })]);
  });

  it("is nobody's for a stranger, and the tenant's server reaches all of its own", async () => {
    const { ada, cyd, say } = await someRoom();
    const { id } = await say(ada, "mine");
    const stranger = await makeApp();
    for (const caller of [{ user: cyd }, { server: stranger }, { user: await makeUser(stranger) }]) {
      for (const each of [id, "1", "none", "9223372036854775807"]) {
        expect([each, await codeOf("DELETE", `${messages}/${each}`, caller)]).toEqual([each, "404 MESSAGE_NOT_FOUND"]);
      }
    }
    expect(await codeOf("DELETE", `${messages}/${id}`, { server: app })).toBe(200);
  });

  it("is found where several of one's rooms make ids alike", async () => {
    const { ada, roomId, say } = await someRoom();
    const told = env.DB.prepare(
      `INSERT INTO chat_rooms SELECT ?1, app_id, name, description, type, visibility, status, owner_id, NULL, member_count, metadata, slow_mode_seconds,
         pinned, machine, head_seq, 9e15, created_at, updated_at, version FROM chat_rooms WHERE id = ?2`,
    );
    const member = env.DB.prepare(
      "INSERT INTO chat_members SELECT ?1, user_id, app_id, role, state, joined_at, 0, NULL, 0 FROM chat_members WHERE room_id = ?2",
    );
    // Rows of rooms that were never set up: they answer that they are none, and the search for the message goes on.
    for (const other of ["room_alike1", "room_alike2"])
      await env.DB.batch([told.bind(other + roomId, roomId), member.bind(other + roomId, roomId)]);
    const row = await env.DB.prepare("SELECT machine FROM chat_rooms WHERE id = ?").bind(roomId).first();
    expect(row).toEqual({ machine: machineOf(roomId) });
    const { id } = await say(ada, "which room is this?");
    expect(await codeOf("PATCH", `${messages}/${id}`, { user: ada, body: { content: "this one" } })).toBe(200);
  });
});

/** The archive gathers for a second or two before it can find anything. */
describe("a search", { timeout: 60_000 }, () => {
  const find = async (query: string, as: Call) =>
    (await call<{ items: FoundMessage[]; nextCursor: string | null }>("GET", `${messages}/search?${query}`, as)).body.data;

  it("finds in one's own rooms what the archive has, with marks, and not what was deleted", async () => {
    const [mine, theirs] = [await someRoom(), await someRoom()];
    const word = `w${crypto.randomUUID().slice(0, 8)}`;
    const first = await mine.say(mine.ada, `the ${word} is here`);
    const second = await mine.say(mine.bob, `no ${word}, no "${word}"`, { replyTo: first.id });
    await theirs.say(theirs.ada, `${word} elsewhere`);
    await Promise.all([archived(mine.roomId, 2), archived(theirs.roomId, 1)]);
    const found = await vi.waitUntil(
      async () => {
        const page = await find(`q=${word.slice(0, 6)}`, { user: mine.ada });
        return page.items.length === 2 && page;
      },
      { timeout: 15_000, interval: 50 },
    );
    expect(found.items.map(({ id }) => id).sort()).toEqual([first.id, second.id].sort());
    expect(found.items.find(({ id }) => id === first.id)).toEqual({ ...first, highlight: `the \u0002${word}\u0003 is here` });
    expect(found.items.find(({ id }) => id === second.id)).toEqual({
      ...second,
      highlight: `no \u0002${word}\u0003, no "\u0002${word}\u0003"`,
    });
    expect((await find(`q=${word}&chatRoomId=${mine.roomId}`, { user: mine.bob })).items).toHaveLength(2);
    await vi.waitUntil(async () => (await find(`q=${word}`, { server: app })).items.length === 3, { timeout: 15_000, interval: 50 });
    expect(await codeOf("GET", `${messages}/search?q=${word}&chatRoomId=${theirs.roomId}`, { user: mine.ada })).toBe("403 NOT_A_MEMBER");
    const page = await find(`q=${word}&limit=1`, { user: mine.ada });
    const next = await find(`q=${word}&limit=1&cursor=${page.nextCursor}`, { user: mine.ada });
    expect([page.items[0]?.id, next.items[0]?.id].sort()).toEqual([first.id, second.id].sort());
    expect(next.nextCursor).toBeNull();
    await call("DELETE", `${messages}/${first.id}`, { user: mine.ada });
    await vi.waitUntil(async () => (await find(`q=${word}`, { user: mine.ada })).items.length === 1, { timeout: 15_000, interval: 50 });
  });
});
