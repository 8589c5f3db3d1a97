import { env } from "cloudflare:workers";
import { expect, it, vi } from "vitest";
import type { ChatRoom, Member } from "../../contracts/chat.ts";
import type { History, Message } from "../../contracts/messages.ts";
import { call, makeApp, makeUser, registerUser, type TestUser } from "../../test/harness.ts";

const messages = "/api/v1/messages";
const say = async (user: TestUser, chatRoomId: string, content: string) =>
  (await call<{ message: Message }>("POST", messages, { user, body: { chatRoomId, content, clientId: crypto.randomUUID() } })).body.data
    .message;
const until = (fits: () => Promise<boolean>) => vi.waitUntil(fits, { timeout: 40_000, interval: 50 });

/** A room of two, both of whom have said something. */
async function conversation() {
  const app = await makeApp();
  const [gone, stays] = await Promise.all([registerUser(app), makeUser(app)]);
  const { room } = (
    await call<{ room: ChatRoom }>("POST", "/api/v1/chat/chat-rooms", { user: gone, body: { name: "Row B", memberIds: [stays.userId] } })
  ).body.data;
  const secret = `secret-${crypto.randomUUID()}`;
  const said = [await say(gone, room.id, secret), await say(stays, room.id, "an answer"), await say(gone, room.id, `more ${secret}`)];
  await call("PUT", `${messages}/${said[1]?.id}/reactions/${encodeURIComponent("👍")}`, { user: gone });
  const archived = () => env.DB.prepare("SELECT content FROM messages WHERE room_id = ?").bind(room.id).all<{ content: string }>();
  await until(async () => (await archived()).results.length === 3);
  return { app, gone, stays, room, secret, archived };
}

it("an export has a person's rooms and what they wrote, and nobody else's words", { timeout: 60_000 }, async () => {
  const { gone, room, secret } = await conversation();
  const data = (await call<never>("GET", "/api/v1/users/me/export", { user: gone })).body as unknown as Record<
    string,
    Record<string, unknown>[]
  >;
  expect(data.chatMemberships).toEqual([
    expect.objectContaining({ roomId: room.id, roomName: "Row B", role: "OWNER", state: "MEMBER", appId: gone.app.appId }),
  ]);
  expect(data.chatMessages?.map(({ seq, content }) => [seq, content])).toEqual([
    [1, secret],
    [3, `more ${secret}`],
  ]);
});

it("an erasure leaves tombstones in the room's order, and neither words nor name", { timeout: 60_000 }, async () => {
  const { gone, stays, room, secret, archived } = await conversation();
  const found = () => call<{ items: unknown[] }>("GET", `${messages}/search?q=${secret}`, { server: gone.app });
  await until(async () => (await found()).body.data.items.length === 2);
  const erased = await call("DELETE", "/api/v1/users/me", { user: gone, body: { password: gone.password } });
  expect(erased.status).toBe(200);
  const history = (await call<History>("GET", `${messages}?chatRoomId=${room.id}`, { user: stays })).body.data.data;
  const spoken = history.filter(({ kind }) => kind === "TEXT");
  expect(spoken.map(({ seq, senderId, content, deletedAt }) => [seq, senderId, content, deletedAt !== undefined])).toEqual([
    [1, gone.userId, "", true],
    [2, stays.userId, "an answer", false],
    [3, gone.userId, "", true],
  ]);
  const members = await call<{ items: Member[] }>("GET", `/api/v1/chat/chat-rooms/${room.id}/members`, { user: stays });
  expect(members.body.data.items).toEqual([expect.objectContaining({ id: stays.userId, role: "OWNER" })]);
  expect(JSON.stringify([history, members.body])).not.toContain(gone.username);
  await until(async () => !JSON.stringify((await archived()).results).includes(secret));
  await until(async () => (await found()).body.data.items.length === 0);
});
