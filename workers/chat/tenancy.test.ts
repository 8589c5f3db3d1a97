import { env } from "cloudflare:workers";
import { expect, it, vi } from "vitest";
import type { ChatRoom, OwnChatRoom } from "../../contracts/chat.ts";
import type { FoundMessage, Message } from "../../contracts/messages.ts";
import { type Call, call, makeApp, makeUser, someAddress } from "../../test/harness.ts";
import { signToken } from "../platform/tokens.ts";
import { directRoomId } from "./direct-room-id.ts";

const rooms = "/api/v1/chat/chat-rooms";

it("what somebody has at one app is not there at another, though it is the same person", { timeout: 60_000 }, async () => {
  const [here, there] = await Promise.all([makeApp(), makeApp()]);
  const [ada, bob] = await Promise.all([makeUser(here), makeUser(here)]);
  const claims = { sub: ada.userId, sid: "ses_x", role: "USER" };
  const accessToken = await signToken(env, "at+jwt", claims, { audience: there.appId, seconds: 60, nowMs: Date.now() });
  const adaThere: Call = { app: there, headers: { authorization: `Bearer ${accessToken}` } };
  const serverThere = (): Call => ({ server: there, headers: { "x-end-user-ip": someAddress() } });
  const word = `w${crypto.randomUUID().slice(0, 8)}`;
  const room = (await call<{ room: ChatRoom }>("POST", rooms, { user: ada, body: { name: "Here", memberIds: [bob.userId] } })).body.data
    .room;
  const direct = (await call<{ room: ChatRoom }>("POST", "/api/v1/chat/direct", { user: ada, body: { userId: bob.userId } })).body.data
    .room;
  const body = { chatRoomId: room.id, content: word, clientId: "1" };
  const { message } = (await call<{ message: Message }>("POST", "/api/v1/messages", { user: ada, body })).body.data;
  const find = async (as: Call) => (await call<{ items: FoundMessage[] }>("GET", `/api/v1/messages/search?q=${word}`, as)).body.data.items;
  await vi.waitUntil(async () => (await find({ user: ada })).length === 1, { timeout: 40_000, interval: 50 });

  for (const as of [adaThere, serverThere()]) {
    expect(await find(as)).toEqual([]);
    expect((await call<{ items: ChatRoom[] }>("GET", rooms, as)).body.data.items).toEqual([]);
    const asked: [method: string, path: string, code: string, body?: object][] = [
      ["GET", `${rooms}/${room.id}`, "ROOM_NOT_FOUND"],
      ["GET", `/api/v1/messages?chatRoomId=${room.id}`, "ROOM_NOT_FOUND"],
      ["GET", `/api/v1/messages/search?q=${word}&chatRoomId=${room.id}`, "ROOM_NOT_FOUND"],
      ["POST", "/api/v1/messages", "ROOM_NOT_FOUND", body],
      ["PATCH", `/api/v1/messages/${message.id}`, "MESSAGE_NOT_FOUND", { content: "mine" }],
      ["DELETE", `/api/v1/messages/${message.id}`, "MESSAGE_NOT_FOUND"],
    ];
    for (const [method, path, code, sent] of asked) {
      const answer = await call(method, path, { ...as, ...(sent && { body: sent }) });
      expect([path, answer.status, answer.body.error?.code]).toEqual([path, 404, code]);
    }
  }
  expect((await call<{ items: OwnChatRoom[] }>("GET", `${rooms}/user`, adaThere)).body.data.items).toEqual([]);
  const directThere = (await call<{ room: ChatRoom }>("POST", "/api/v1/chat/direct", { ...adaThere, body: { userId: bob.userId } })).body
    .data.room;
  expect(directThere.id).not.toBe(direct.id);
});

it("the id of a pair's room is theirs at that app, whoever asks first", async () => {
  const id = await directRoomId("app_a", ["usr_1", "usr_2"]);
  expect(id).toMatch(/^room_[0-9A-HJKMNP-TV-Z]{26}$/);
  expect(await directRoomId("app_a", ["usr_2", "usr_1"])).toBe(id);
  for (const [app, ...pair] of [
    ["app_b", "usr_1", "usr_2"],
    ["app_a", "usr_1", "usr_3"],
    ["app_a", "usr_11", "usr_2"],
  ] as const) {
    expect(await directRoomId(app, pair)).not.toBe(id);
  }
});
