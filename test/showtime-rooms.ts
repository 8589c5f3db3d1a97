import { env } from "cloudflare:workers";
import { vi } from "vitest";
import type { ChatRoom } from "../contracts/chat.ts";
import type { Message } from "../contracts/messages.ts";
import { chatRoomOf } from "../workers/chat/room-of.ts";
import { roomIdOf } from "../workers/platform/ids.ts";
import type { House } from "./box-office.ts";
import { type Call, call } from "./harness.ts";

/** What tests of the box office's rooms share. */

const server = { kind: "server" } as const;

export const roomOf = ({ app, showtimeId }: House) => chatRoomOf(env, app.appId, roomIdOf(showtimeId));

export const openRoom = (house: House, as: Call = { server: house.app }) =>
  call<{ room: ChatRoom }>("POST", `/api/v1/showtimes/${house.showtimeId}/chat-room`, as);

/** The ids of a room's members, as its object has them, in their order; null of a room that is not made yet. */
export async function membersOf(house: House): Promise<string[] | null> {
  const found = await roomOf(house).members({ by: server, limit: 100 });
  return found.ok ? found.members.map(({ userId }) => userId).sort() : null;
}

/** What the platform has said in the room, the first in front. */
export async function newsIn(house: House): Promise<Message[]> {
  const found = await roomOf(house).history({ by: server, type: "OLDER", limit: 100 });
  if (!found.ok) throw new Error(`the room answers ${found.code}`);
  return found.history.data.filter(({ kind }) => kind === "SYSTEM");
}

/** Waits until these people, and nobody else, are in the room. */
export const hasMembers = (house: House, ...people: { userId: string }[]) =>
  vi.waitUntil(
    async () => {
      const wanted = people.map(({ userId }) => userId).sort();
      return JSON.stringify(await membersOf(house)) === JSON.stringify(wanted);
    },
    { timeout: 15_000, interval: 50 },
  );

/** Waits until the platform has said so much in the room. */
export const hasNews = (house: House, count: number) =>
  vi.waitUntil(async () => (await newsIn(house)).length >= count, { timeout: 15_000, interval: 50 });
