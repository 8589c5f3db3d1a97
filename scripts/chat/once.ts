import assert from "node:assert/strict";
import type { History, Message } from "../../contracts/messages.ts";
import { cast } from "./people.ts";
import type { ChatPlatform, Person } from "./platform.ts";
import { RoomSocket } from "./room-socket.ts";
import { stompClient } from "./stomp-client.ts";
import { until } from "./until.ts";

const posts = 40;
const frames = 30;
const sends = 30;
const socketsEach = 3;

/** Says the same under the same name a hundred times at once, over POST, JSON sockets and STOMP; kills the platform, and does it again. */
export async function saysOnce(platform: ChatPlatform, say: (what: string) => void): Promise<void> {
  const { people } = await platform.newApp();
  const [somebody] = people(cast.repeater);
  assert.ok(somebody);
  const roomId = await platform.newRoom([somebody]);
  const clientId = `once-${Date.now()}`;
  const before = await hundredTimes(platform, somebody, roomId, clientId);
  assert.equal(new Set(before).size, 1, `one id in ${before.length} answers`);
  say(`${before.length} answers, one id`);
  await platform.crashTogether();
  const after = await hundredTimes(platform, somebody, roomId, clientId);
  assert.deepEqual(new Set(after), new Set(before), "the same id after a crash");
  const { data } = await platform.ask<History>("GET", `/messages?chatRoomId=${roomId}&type=NEWER&limit=100`, somebody.headers);
  assert.deepEqual(
    data.filter(({ kind }) => kind === "TEXT").map(({ id, clientId: name }) => [id, name]),
    [[before[0], clientId]],
    "there is one message",
  );
  say(`${after.length} more answers after the crash, the same id, and one message in the room`);
}

/** The ids that were answered. */
async function hundredTimes(platform: ChatPlatform, person: Person, roomId: string, clientId: string): Promise<string[]> {
  const ids: string[] = [];
  const message = { content: "Is anybody there?", clientId };
  const closers: (() => void)[] = [];
  try {
    const sockets = await openSockets(platform, person, roomId, clientId, ids, closers);
    const clients = await connectClients(platform, person, closers);
    const posted = Array.from({ length: posts }, () =>
      platform.ask<{ message: Message }>("POST", "/messages", person.headers, { chatRoomId: roomId, ...message }),
    );
    for (let turn = 0; turn < frames; turn++) sockets[turn % sockets.length]?.send({ type: "send", ...message });
    for (let turn = 0; turn < sends; turn++) {
      const client = clients[turn % clients.length];
      const receipt = `${clientId}-${turn}`;
      client?.watchForReceipt(receipt, ({ headers }) => ids.push(headers["message-id"] ?? ""));
      const headers = { receipt, "content-type": "application/json" };
      client?.publish({ destination: `/app/chat.send/${roomId}`, body: JSON.stringify(message), headers });
    }
    for (const { message: stored } of await Promise.all(posted)) ids.push(stored.id);
    const all = posts + frames + sends;
    await until(
      `${all} answers`,
      30,
      () => ids.length >= all,
      () => `${ids.length} so far`,
    );
    return ids;
  } finally {
    for (const close of closers) close();
  }
}

async function openSockets(
  platform: ChatPlatform,
  person: Person,
  roomId: string,
  clientId: string,
  ids: string[],
  closers: (() => void)[],
): Promise<RoomSocket[]> {
  const sockets = Array.from(
    { length: socketsEach },
    () =>
      new RoomSocket(platform.port, roomId, person, {
        after: () => 0,
        onFrame: (frame) => {
          if (frame.type === "ack" && frame.clientId === clientId) ids.push(frame.id);
          // An error is an answer with an id of its own, which fails the count of ids.
          else if (frame.type === "error") ids.push(frame.code);
        },
      }),
  );
  closers.push(() => {
    for (const socket of sockets) socket.close();
  });
  await until("the sockets are open", 20, () => sockets.every(({ isOpen }) => isOpen));
  return sockets;
}

async function connectClients(platform: ChatPlatform, person: Person, closers: (() => void)[]) {
  const clients = Array.from({ length: socketsEach }, () => stompClient(platform.port, person, () => {}));
  for (const client of clients) client.activate();
  closers.push(() => {
    for (const client of clients) void client.deactivate();
  });
  await until("the STOMP clients are connected", 20, () => clients.every(({ connected }) => connected));
  return clients;
}
