import { expect, it, vi } from "vitest";
import type { ChatRoom } from "../../contracts/chat.ts";
import type { UserPush } from "../../contracts/chat-gateway.ts";
import type { Message } from "../../contracts/messages.ts";
import { call, makeApp, makeUser } from "../../test/harness.ts";
import { stompAs } from "../../test/stomp-sockets.ts";

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
