import { env } from "cloudflare:workers";
import { afterEach, vi } from "vitest";
import type { ChatRoomCalls, NewRoom, RoomCaller } from "../contracts/chat-room.ts";
import type { RoomServerFrame } from "../contracts/chat-socket.ts";
import { limits } from "../contracts/limits.ts";
import type { Message } from "../contracts/messages.ts";
import { chatRoomOf } from "../workers/chat/room-of.ts";
import { newId } from "../workers/platform/ids.ts";
import { makeApp } from "./harness.ts";

const open: WebSocket[] = [];
afterEach(() => {
  for (const socket of open.splice(0)) socket.close(1000, "the test is over");
});

type Type = RoomServerFrame["type"];
type FrameOf<T extends Type> = Extract<RoomServerFrame, { type: T }>;

/** A person as a room knows callers. */
export const as = (userId: string): RoomCaller => ({ kind: "user", userId });

export type OpenRoom = Awaited<ReturnType<typeof openRoom>>;

/** A public room of these people, the first of whom is its owner, in an app of its own. Nobody of them has an account. */
export async function openRoom(people: readonly string[] = ["usr_ada", "usr_bob"], given: Partial<NewRoom> = {}) {
  const { appId } = await makeApp();
  const roomId = newId("room");
  // Made anew each time: one that failed can stay broken.
  const newRoom = (): ChatRoomCalls => chatRoomOf(env, appId, roomId);
  const made = await newRoom().create({
    roomId,
    appId,
    name: "Row B",
    description: "",
    type: "GROUP",
    visibility: "PUBLIC",
    metadata: {},
    showtimeId: null,
    ownerId: people[0] ?? null,
    members: people.map((userId) => ({ userId, username: userId.replace("usr_", "") })),
    ...given,
  });
  if (!made.ok) throw new Error(made.code);
  const say = async (userId: string, content: string, clientId: string = crypto.randomUUID()): Promise<Message> => {
    const answer = await newRoom().send({ by: as(userId), content, clientId });
    if (!answer.ok) throw new Error(answer.code);
    return answer.message;
  };
  /** Every message of the room, in order. */
  const all = async (): Promise<Message[]> => {
    const messages: Message[] = [];
    for (;;) {
      const anchor = messages.at(-1)?.id;
      const page = await newRoom().history({
        by: { kind: "server" },
        type: "NEWER",
        limit: limits.pageItemsMax,
        ...(anchor !== undefined && { anchor }),
      });
      if (!page.ok) throw new Error(page.code);
      messages.push(...page.history.data);
      if (!page.history.hasMoreOnBottom) return messages;
    }
  };
  return {
    appId,
    roomId,
    say,
    all,
    get room() {
      return newRoom();
    },
    get stub() {
      return env.CHAT_ROOM.getByName(`${appId}:${roomId}`);
    },
  };
}

export type Listener = Awaited<ReturnType<typeof listen>>;

/** A socket of somebody in the room, that keeps every frame. `has`: what its address says that it has, `after` and `rev`. */
export async function listen(
  { appId, roomId }: Pick<OpenRoom, "appId" | "roomId">,
  userId: string,
  has: { after?: string; rev?: string } = {},
) {
  const named = Object.entries(has).map(([name, value]) => [`x-marquee-${name}`, value] as const);
  const socketId = crypto.randomUUID();
  const response = await chatRoomOf(env, appId, roomId).fetch("https://chat-room/ws", {
    headers: {
      upgrade: "websocket",
      "x-marquee-user": userId,
      "x-marquee-session": `ses_${userId}`,
      "x-marquee-socket": socketId,
      ...Object.fromEntries(named),
    },
  });
  const socket = response.webSocket;
  if (!socket) throw new Error(`no socket: ${response.status} ${await response.text()}`);
  const frames: RoomServerFrame[] = [];
  const closes: { code: number; reason: string }[] = [];
  socket.accept();
  open.push(socket);
  socket.addEventListener("message", ({ data }) => {
    if (typeof data === "string" && /^[[{]/.test(data)) frames.push(...[JSON.parse(data)].flat());
  });
  socket.addEventListener("close", ({ code, reason }) => {
    closes.push({ code, reason });
  });
  const until = (look: () => boolean, timeout = 15_000) => vi.waitUntil(look, { timeout, interval: 5 });
  return {
    socket,
    frames,
    closes,
    until,
    send: (frame: unknown) => socket.send(typeof frame === "string" ? frame : JSON.stringify(frame)),
    messages: () => frames.flatMap((frame) => (frame.type === "message" ? [frame.message] : [])),
    /** The first frame of this type that fits, when it has come. */
    next: <T extends Type>(type: T, fits: (frame: FrameOf<T>) => boolean = () => true, timeout = 15_000): Promise<FrameOf<T>> =>
      vi.waitUntil(() => frames.find((frame): frame is FrameOf<T> => frame.type === type && fits(frame as FrameOf<T>)), {
        timeout,
        interval: 5,
      }) as Promise<FrameOf<T>>,
  };
}

/** As `listen`, of somebody who hears what is said from now on. */
export async function listening(opened: OpenRoom, userId: string): Promise<Listener> {
  const listener = await listen(opened, userId);
  const { head = 0, rev = 0 } = await listener.next("presence", (frame) => frame.head !== undefined);
  listener.send({ type: "resume", after: head, rev });
  await listener.next("resumed");
  return listener;
}
