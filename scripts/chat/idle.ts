import assert from "node:assert/strict";
import { cast } from "./people.ts";
import type { ChatPlatform, Person } from "./platform.ts";
import { socketWith } from "./room-socket.ts";
import { until } from "./until.ts";

const sockets = cast.idlers.count;
const beatMs = 10_000;
const quietMs = 60_000;
/** How long an object may take until it sleeps: the runtime's ten seconds, and before that what is put off after a message. */
const fallAsleepMs = 20_000;
/** Every so often, at the same moments of the clock, a gateway looks for clients that have gone without a word. That is not what is counted here. */
const roundsMs = 5 * 60_000;

/** What the log says of code that runs for a room or its sockets. */
const waking = /chat room woke|gateway woke|chat room frame|gateway frame/;

/** A socket that is alive, and counts what it is answered. */
interface Beating {
  socket: WebSocket;
  sent: number;
  answered: number;
  messages: number;
  closed: boolean;
}

/**
 * A room with a hundred JSON sockets that ping, and gateways with a hundred STOMP sockets with heart-beats both ways: nothing of ours runs for a minute
 * while every beat is answered; and when somebody says something then, everybody hears of it.
 */
export async function sleepsWhileIdle(platform: ChatPlatform, say: (what: string) => void): Promise<void> {
  const { appId, people: peopleOf } = await platform.newApp();
  const people = peopleOf(cast.idlers);
  const roomId = await platform.newRoom(people);
  await platform.crashTogether();
  const json = people.map((each) => openJson(platform, roomId, each));
  const stomp = people.map((each) => openStomp(platform, roomId, each));
  const all = [...json, ...stomp];
  const beats = setInterval(() => {
    for (const each of json) beat(each, "ping");
    for (const each of stomp) beat(each, "\n");
  }, beatMs);
  try {
    await until(
      "everybody listens",
      90,
      () => all.every(({ messages }) => messages > 0),
      () => `${all.filter(({ messages }) => messages > 0).length} do`,
    );
    await new Promise((resolve) => setTimeout(resolve, fallAsleepMs));
    const intoRound = Date.now() % roundsMs;
    if (intoRound > roundsMs - quietMs - 1000) await new Promise((resolve) => setTimeout(resolve, roundsMs - intoRound + 1000));
    const since = platform.log.length;
    const before = all.map(({ sent }) => sent);
    await new Promise((resolve) => setTimeout(resolve, quietMs));
    const woke = platform.log.slice(since).filter((line) => line.includes(appId) && waking.test(line));
    const unanswered = () => all.filter(({ sent, answered }) => answered < sent).length;
    await until(
      "every beat is answered",
      9,
      () => unanswered() === 0,
      () => `${unanswered()} sockets have no answer`,
    );
    assert.deepEqual(woke.slice(0, 3), [], "nothing woke");
    assert.equal(all.filter(({ closed }) => closed).length, 0, "no socket was closed");
    for (const [index, { sent }] of all.entries())
      assert.ok(sent - (before[index] ?? 0) >= quietMs / beatMs - 1, `socket ${index} has beaten`);
    say(
      `${sockets} JSON and ${sockets} STOMP sockets, ${all.reduce((sum, { answered }) => sum + answered, 0)} beats answered, nothing woke for a minute`,
    );

    const asleep = platform.log.length;
    const heard = all.map(({ messages }) => messages);
    const [somebody] = people;
    assert.ok(somebody);
    await platform.ask("POST", "/messages", somebody.headers, { chatRoomId: roomId, content: "Good morning", clientId: "morning" });
    const missing = () => all.filter(({ messages }, index) => messages <= (heard[index] ?? 0)).length;
    await until(
      "everybody hears of it",
      20,
      () => missing() === 0,
      () => `${missing()} do not`,
    );
    const awake = platform.log.slice(asleep).filter((line) => line.includes(appId));
    assert.ok(
      awake.some((line) => line.includes("chat room woke")),
      "the room had slept",
    );
    assert.ok(
      awake.some((line) => line.includes("gateway woke")),
      "a gateway had slept",
    );
    say("a message woke them, and everybody heard it");
  } finally {
    clearInterval(beats);
    for (const { socket } of all) socket.close();
  }
}

function openJson(platform: ChatPlatform, roomId: string, { headers }: Person): Beating {
  const each = beating(socketWith(`ws://127.0.0.1:${platform.port}/api/v1/chat/chat-rooms/${roomId}/ws`, headers));
  each.socket.addEventListener("message", ({ data }) => {
    if (data === "pong") each.answered++;
    // Whoever is told who is here listens.
    else each.messages++;
  });
  return each;
}

/** Frames by hand: a library would count and come again by itself. */
function openStomp(platform: ChatPlatform, roomId: string, { headers }: Person): Beating {
  const each = beating(socketWith(`ws://127.0.0.1:${platform.port}/api/v1/ws`, headers));
  each.socket.addEventListener("open", () => each.socket.send(`CONNECT\naccept-version:1.2\nhost:/\nheart-beat:${beatMs},${beatMs}\n\n\0`));
  each.socket.addEventListener("message", ({ data }) => {
    if (data === "\n") each.answered++;
    else if (data.startsWith("CONNECTED")) each.socket.send(`SUBSCRIBE\nid:1\ndestination:/topic/chatroom.${roomId}\nreceipt:1\n\n\0`);
    else each.messages++;
  });
  return each;
}

function beating(socket: WebSocket): Beating {
  const each: Beating = { socket, sent: 0, answered: 0, messages: 0, closed: false };
  socket.addEventListener("close", () => {
    each.closed = true;
  });
  return each;
}

function beat(each: Beating, says: string): void {
  if (each.socket.readyState !== WebSocket.OPEN || each.messages === 0) return;
  each.sent++;
  each.socket.send(says);
}
