import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import type { ChatRoom } from "../../contracts/chat.ts";
import type { UserPush } from "../../contracts/chat-gateway.ts";
import type { RoomTelling } from "../../contracts/chat-room.ts";
import type { Message } from "../../contracts/messages.ts";
import type { NotificationPage } from "../../contracts/notifications.ts";
import { call, makeApp, makeUser, type TestUser, testCtx } from "../../test/harness.ts";
import { stompAs } from "../../test/stomp-sockets.ts";
import { pushMentions } from "./push-mentions.ts";
import { pushTo } from "./push-to.ts";

const rooms = "/api/v1/chat/chat-rooms";

it("whoever is added, invited or mentioned is told of it where they are connected, and nobody of themselves", {
  timeout: 60_000,
}, async () => {
  const app = await makeApp();
  const [ada, bob] = await Promise.all([makeUser(app), makeUser(app)]);
  const heard: Record<string, UserPush[]> = {};
  for (const user of [ada, bob]) {
    const stomp = await stompAs(user);
    const { messages } = await stomp.listen("/user/queue/notifications");
    heard[user.userId] = [];
    Object.defineProperty(heard, user.userId, { get: () => messages.map(({ body }): UserPush => JSON.parse(body)) });
  }
  const told = (userId: string, type: string) =>
    vi.waitUntil(() => heard[userId]?.find((push) => push.type === type), { timeout: 20_000, interval: 20 });

  const body = { name: "Row B", visibility: "PRIVATE", memberIds: [bob.userId] };
  const { room } = (await call<{ room: ChatRoom }>("POST", rooms, { user: ada, body })).body.data;
  expect(await told(bob.userId, "chat.added")).toMatchObject({
    appId: app.appId,
    at: expect.any(String),
    data: { roomId: room.id, by: ada.userId },
  });

  const other = (await call<{ room: ChatRoom }>("POST", rooms, { user: ada, body: { name: "Row C", visibility: "PRIVATE" } })).body.data
    .room;
  await call("POST", `${rooms}/${other.id}/invites`, { user: ada, body: { userId: bob.userId } });
  expect(await told(bob.userId, "chat.invited")).toMatchObject({
    data: { roomId: other.id, by: ada.userId, inviteId: expect.any(String) },
  });

  const [adaName, bobName] = [ada, bob].map(({ email }) => email.split("@")[0]);
  const content = `@${bobName} and @${adaName}, are you there?`;
  const sent = await call<{ message: Message }>("POST", "/api/v1/messages", {
    user: ada,
    body: { chatRoomId: room.id, content, clientId: "1" },
  });
  const { id, seq, mentions } = sent.body.data.message;
  expect(mentions).toEqual([bob.userId, ada.userId]);
  expect(await told(bob.userId, "chat.mention")).toMatchObject({
    id: `mention_${room.id}_${seq}`,
    data: { roomId: room.id, messageId: id, seq, senderId: ada.userId, excerpt: content },
  });
  expect(heard[ada.userId]).toEqual([]);
});

describe("an inbox that cannot be reached", () => {
  const away = () => Promise.reject(new Error("the inbox is away"));
  const INBOX = { getByName: () => ({ push: away }) } as unknown as Env["INBOX"];
  const behindBell = async (user: TestUser): Promise<string[]> =>
    (await call<NotificationPage>("GET", "/api/v1/notifications", { user })).body.data.items.map(({ id }) => id);

  const said = (user: TestUser, seq: number, hoursAgo: number): RoomTelling =>
    ({
      appId: user.app.appId,
      roomId: "room_bell",
      messages: [
        { id: `${seq}`, seq, senderId: "usr_1", content: "@you", mentions: [user.userId], sentAt: Date.now() - hoursAgo * 3_600_000 },
      ].map((message) => ({ ...message, editedAt: null, deletedAt: null })),
    }) as unknown as RoomTelling;

  it("is told by the queue of an invitation and of a mention, however long ago in a day that was", async () => {
    const user = await makeUser(await makeApp());
    const ctx = testCtx({ env: { ...env, INBOX } });
    const { appId } = user.app;
    const data = { roomId: "room_bell", by: null, inviteId: "inv_1" };
    await pushTo(ctx, [{ userId: user.userId, id: "invited_inv_1", type: "chat.invited", appId, data }]);
    await pushMentions(ctx, [said(user, 1, 25), said(user, 2, 23)]);
    const ids = await vi.waitUntil(async () => ((await behindBell(user)).length === 2 ? behindBell(user) : null), { timeout: 15_000 });
    expect(ids).toEqual(["invited_inv_1", "mention_room_bell_2"]);
  });

  it("keeps the archive from saying that it has heard of a mention if the queue is away as well", async () => {
    const user = await makeUser(await makeApp());
    const EVENTS = { sendBatch: () => Promise.reject(new Error("the queue is away")) } as unknown as Env["EVENTS"];
    const ctx = testCtx({ env: { ...env, INBOX, EVENTS } });
    await expect(pushMentions(ctx, [said(user, 3, 0)])).rejects.toThrow("the queue is away");
    await expect(pushTo(ctx, [{ userId: user.userId, id: "a", type: "chat.added", appId: user.app.appId, data: {} }])).resolves.toBe(
      undefined,
    );
  });
});
