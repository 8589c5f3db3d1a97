import { env } from "cloudflare:workers";
import type { Message } from "../contracts/messages.ts";
import { chatRoomOf } from "../workers/chat/room-of.ts";
import { newId } from "../workers/platform/ids.ts";
import type { TestApp, TestUser } from "./harness.ts";

export interface TestRoom {
  app: TestApp;
  roomId: string;
}

/** A room of these people, made in its object alone: the first is its owner. */
export async function openRoom(
  app: TestApp,
  members: readonly TestUser[],
  visibility: "PUBLIC" | "PRIVATE" = "PRIVATE",
): Promise<TestRoom> {
  const roomId = newId("room");
  const answer = await roomOf({ app, roomId }).create({
    roomId,
    appId: app.appId,
    name: "Stalls",
    description: "",
    type: "GROUP",
    visibility,
    metadata: {},
    showtimeId: null,
    ownerId: members[0]?.userId ?? null,
    members: members.map(({ userId, email }) => ({ userId, username: email.split("@")[0] ?? "" })),
  });
  if (!answer.ok) throw new Error(`no room: ${answer.code}`);
  return { app, roomId };
}

export const roomOf = ({ app, roomId }: TestRoom) => chatRoomOf(env, app.appId, roomId);

/** Says something in the room without a socket. */
export async function sayIn(room: TestRoom, user: TestUser, content: string, clientId: string = crypto.randomUUID()): Promise<Message> {
  const answer = await roomOf(room).send({ by: { kind: "user", userId: user.userId }, content, clientId });
  if (!answer.ok) throw new Error(`not said: ${answer.code}`);
  return answer.message;
}
