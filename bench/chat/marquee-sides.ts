import { limits } from "../../contracts/limits.ts";
import { messageOf } from "../child.ts";
import type { BoxOffice } from "../marquee/box-office.ts";
import type { Stage } from "../stage.ts";
import type { Seat } from "./dialect.ts";
import type { Side } from "./sides.ts";

/** So many people join at the same time. */
const joiningMax = 16;

/** The platform's chat at the sockets of one room, and over STOMP. */
export function marqueeSides({ marquee, secrets }: Pick<Stage, "marquee" | "secrets">): { json: Side; stomp: Side } {
  const { boxOffice, workerd } = marquee;
  const socketOrigin = boxOffice.origin.replace("http", "ws");
  const newRoom = async (members: number, seat: (roomId: string) => Partial<Seat> & { url: string }): Promise<{ seats: Seat[] }> => {
    const tokens = await secrets.userTokens(boxOffice.appId, members);
    const roomId = await openRoom(boxOffice, tokens);
    const one = (token: string, place: number): Seat => ({
      headers: { ...boxOffice.socketHeaders, authorization: `Bearer ${token}` },
      userId: `usr_bench_${place}`,
      roomId,
      ...seat(roomId),
    });
    return { seats: tokens.map(one) };
  };
  return {
    json: {
      name: "Marquee, JSON",
      dialect: "room",
      processes: { workerd },
      newRoom: (members) => newRoom(members, (roomId) => ({ url: `${socketOrigin}/api/v1/chat/chat-rooms/${roomId}/ws` })),
    },
    stomp: {
      name: "Marquee, STOMP",
      dialect: "stomp",
      processes: { workerd },
      newRoom: (members) => newRoom(members, (roomId) => ({ url: `${socketOrigin}/api/v1/ws`, sendsTo: `/app/chat.send/${roomId}` })),
    },
  };
}

/** A public room whose members are the users of these tokens, in their order. Answers its id. */
export async function openRoom(boxOffice: BoxOffice, tokens: readonly string[]): Promise<string> {
  const [owner = "", ...others] = tokens;
  const atOnce = others.slice(0, limits.roomMembersAtCreationMax);
  const memberIds = atOnce.map((_, place) => `usr_bench_${place + 1}`);
  const { room } = await asUser<{ room: { id: string } }>(boxOffice, owner, "POST", "/chat/chat-rooms", {
    name: `The foyer of ${tokens.length}`,
    type: "GROUP",
    visibility: "PUBLIC",
    memberIds,
  });
  const later = others.slice(atOnce.length);
  const joinNext = async () => {
    for (let token = later.pop(); token !== undefined; token = later.pop()) {
      await asUser(boxOffice, token, "POST", `/chat/chat-rooms/join/${room.id}`, {});
    }
  };
  await Promise.all(Array.from({ length: joiningMax }, joinNext));
  return room.id;
}

/** Answers `data`. Throws if the platform refuses. */
export async function asUser<Data>(boxOffice: BoxOffice, token: string, method: string, path: string, body?: unknown): Promise<Data> {
  const response = await fetch(`${boxOffice.origin}/api/v1${path}`, {
    method,
    headers: { ...boxOffice.headers, authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status} ${text.slice(0, 300)}`);
  return messageOf<{ data: Data }>(JSON.parse(text)).data;
}
