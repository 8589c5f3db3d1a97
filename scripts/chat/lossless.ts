import assert from "node:assert/strict";
import type { Client } from "@stomp/stompjs";
import type { History, Message } from "../../contracts/messages.ts";
import { archivedIds } from "./archive.ts";
import { cast } from "./people.ts";
import type { ChatPlatform, Person } from "./platform.ts";
import { RoomLine } from "./room-line.ts";
import { RoomSocket } from "./room-socket.ts";
import { Sender } from "./sender.ts";
import { stompClient } from "./stomp-client.ts";
import { until } from "./until.ts";

const messagesEach = 200;
const cutEveryMs = 250;

/**
 * 50 people say 200 things each in one room with 200 readers, half of all at JSON sockets and half at STOMP clients. Connections are cut at random, and the
 * whole platform dies in the middle and comes back. In the end everybody has heard the same.
 */
export async function losesNothing(platform: ChatPlatform, say: (what: string) => void): Promise<void> {
  const { people } = await platform.newApp();
  const [senders, readers] = [people(cast.senders), people(cast.readers)];
  const roomId = await platform.newRoom([...senders, ...readers]);
  const [reader] = readers;
  assert.ok(reader);
  const before = (await history(platform, reader, roomId)).length;
  const { port } = platform.wire;
  const closers: (() => void)[] = [];

  const lines = readers.map((each, place) => {
    const line = new RoomLine(before);
    closers.push(place % 2 === 0 ? listenJson(port, roomId, each, line) : listenStomp(port, roomId, each, line));
    return line;
  });
  const speakers = senders.map((each, place) => {
    const sender = new Sender(`sender-${place}`, messagesEach);
    closers.push(place % 2 === 0 ? sendJson(port, roomId, each, sender) : sendStomp(port, roomId, each, sender), () => sender.stop());
    return sender;
  });
  const stored = () => speakers.reduce((sum, sender) => sum + sender.stored.size, 0);
  const cutter = setInterval(() => platform.wire.cutOne(Math.random()), cutEveryMs);
  closers.push(() => clearInterval(cutter));
  try {
    const total = senders.length * messagesEach;
    await until(
      "a third of it is said",
      90,
      () => stored() > total / 3,
      () => `${stored()} of ${total}`,
    );
    say(`${stored()} of ${total} stored: everything is killed`);
    await platform.crashTogether();
    say(`it is back, with ${platform.wire.cuts} connections cut`);
    await until(
      "everything is acknowledged",
      120,
      () => speakers.every(({ isDone }) => isDone),
      () => `${stored()} of ${total}`,
    );
    clearInterval(cutter);
    say(`all is acknowledged, ${platform.wire.cuts} connections were cut`);

    const all = await history(platform, reader, roomId);
    const heard = all.slice(before).map(({ id }) => id);
    const behind = () => lines.filter(({ last }) => last < all.length).length;
    await until(
      "everybody has heard all of it",
      60,
      () => behind() === 0,
      () => `${behind()} are behind`,
    );
    say("everybody has heard all of it");
    assert.deepEqual(lines.flatMap(({ faults }) => faults).slice(0, 5), [], "no gap and no duplicate at any reader");
    for (const line of lines) assert.deepEqual(line.ids, heard, "each reader's list equals the room's, in order");

    assert.deepEqual(speakers.flatMap(({ faults }) => faults).slice(0, 5), [], "no refusal, and no two answers for one message");
    const texts = all.filter(({ kind }) => kind === "TEXT");
    assert.equal(texts.length, total, "as many messages as were said");
    assert.equal(
      new Set(texts.map(({ senderId, clientId }) => `${senderId} ${clientId}`)).size,
      total,
      "one message for each sender and name",
    );
    const idOf = new Map(texts.map(({ clientId, id }) => [clientId, id]));
    for (const { stored: answers } of speakers) for (const [clientId, { id }] of answers) assert.equal(id, idOf.get(clientId));
    assert.deepEqual(
      all.map(({ seq }) => seq),
      all.map((_, index) => index + 1),
      "the room's numbers are dense",
    );
    const ids = all.map(({ id }) => id);
    await until("D1 has all of it", 60, () => archivedIds(platform.state, roomId).length === ids.length);
    assert.deepEqual(archivedIds(platform.state, roomId), ids, "D1 has the same in the same order");
  } finally {
    for (const close of closers) close();
  }
}

function listenJson(port: number, roomId: string, person: Person, line: RoomLine): () => void {
  const socket = new RoomSocket(port, roomId, person, {
    after: () => line.last,
    onFrame: (frame) => {
      if (frame.type === "message") line.take(frame.message);
    },
  });
  return () => socket.close();
}

function listenStomp(port: number, roomId: string, person: Person, line: RoomLine): () => void {
  const client = stompClient(port, person, (connected) => {
    const take = ({ body }: { body: string }) => line.take(JSON.parse(body) as Message);
    connected.subscribe(`/topic/chatroom.${roomId}`, take, { after: String(line.last) });
  });
  client.activate();
  return () => void client.deactivate();
}

function sendJson(port: number, roomId: string, person: Person, sender: Sender): () => void {
  let head = 0;
  const socket = new RoomSocket(port, roomId, person, {
    after: () => head,
    onOpen: (open) => sender.connected((message) => open.send({ type: "send", ...message })),
    onFrame: (frame) => {
      if (frame.type === "message") head = frame.message.seq;
      else if (frame.type === "ack" && frame.clientId !== undefined) sender.acknowledged(frame.clientId, frame);
      else if (frame.type === "error") sender.refused(frame.code);
    },
  });
  return () => socket.close();
}

function sendStomp(port: number, roomId: string, person: Person, sender: Sender): () => void {
  const client = stompClient(port, person, (connected) => {
    connected.subscribe("/user/queue/errors", ({ body }) => sender.refused(JSON.parse(body).code));
    sender.connected((message) => publish(connected, roomId, message, sender));
  });
  client.activate();
  return () => void client.deactivate();
}

function publish(client: Client, roomId: string, message: { clientId: string; content: string }, sender: Sender): void {
  if (!client.connected) return;
  client.watchForReceipt(message.clientId, ({ headers }) =>
    sender.acknowledged(message.clientId, { id: headers["message-id"] ?? "", seq: Number(headers.seq) }),
  );
  client.publish({
    destination: `/app/chat.send/${roomId}`,
    body: JSON.stringify(message),
    headers: { receipt: message.clientId, "content-type": "application/json" },
  });
}

/** The whole room from its first message on, in pages of a hundred. */
async function history(platform: ChatPlatform, { headers }: Person, roomId: string): Promise<Message[]> {
  const all: Message[] = [];
  for (let more = true; more; ) {
    const last = all.at(-1);
    const anchor = last === undefined ? "" : `&messageId=${last.id}`;
    const page = await platform.ask<History>("GET", `/messages?chatRoomId=${roomId}&type=NEWER&limit=100${anchor}`, headers);
    all.push(...page.data);
    more = page.hasMoreOnBottom;
  }
  return all;
}
