import { z } from "zod";
import {
  type ChatRoom,
  CreateRoom,
  JoinRoom,
  OpenDirect,
  OwnRoomPage,
  RoomAnswer,
  RoomPage,
  RoomQuery,
  UpdateRoom,
} from "../../contracts/chat.ts";
import { Id } from "../../contracts/values.ts";
import { Answer, Endpoints } from "../gateway/endpoint.ts";
import { respond } from "../gateway/respond.ts";
import { createRoom } from "./create-room.ts";
import { exportRoom } from "./export-room.ts";
import { joinRoom } from "./join-room.ts";
import { leaveRoom } from "./leave-room.ts";
import { listOwnRooms } from "./list-own-rooms.ts";
import { listRooms } from "./list-rooms.ts";
import { openDirect } from "./open-direct.ts";
import { getRoom } from "./read-room.ts";
import { updateRoom } from "./update-room.ts";

export const chatRoutes = new Endpoints("Chat", "chat");

const params = z.strictObject({ id: Id });
const asMember = ["ROOM_NOT_FOUND", "NOT_A_MEMBER", "BANNED"] as const;

chatRoutes.post(
  "/api/v1/chat/chat-rooms",
  {
    operationId: "createChatRoom",
    summary: "Make a room",
    description:
      "The caller is its owner; one that is made with the secret key has none. A DIRECT room is the one of a pair: 200 if they have it already.",
    access: "userOrServer",
    body: CreateRoom,
    answer: RoomAnswer,
    status: 201,
    alsoAnswers: [200],
    errors: ["USER_NOT_FOUND", "ROOM_LIMIT_REACHED"],
  },
  async (ctx, { body }) => roomMade(await createRoom(ctx, body)),
);

chatRoutes.post(
  "/api/v1/chat/direct",
  {
    operationId: "openDirectRoom",
    summary: "The one room of oneself and somebody else",
    description: "It is made on first use: 201; 200 with the same room whenever it is there.",
    access: "user",
    body: OpenDirect,
    answer: RoomAnswer,
    status: 201,
    alsoAnswers: [200],
    errors: ["USER_NOT_FOUND", "ROOM_LIMIT_REACHED"],
  },
  async (ctx, { body }) => roomMade(await openDirect(ctx, body)),
);

const roomMade = ({ room, created }: { room: ChatRoom; created: boolean }) => new Answer({ room }, created ? {} : { status: 200 });

chatRoutes.get(
  "/api/v1/chat/chat-rooms",
  {
    operationId: "listChatRooms",
    summary: "The app's public rooms and one's own private ones",
    description:
      "With `limit` and `cursor` the newest first; with `page` (from 0), `size` and `sort` in that order, and `total`. With the secret key all rooms of the app.",
    access: "userOrServer",
    query: RoomQuery,
    answer: RoomPage,
  },
  (ctx, { query }) => listRooms(ctx, query),
);

chatRoutes.get(
  "/api/v1/chat/chat-rooms/user",
  {
    operationId: "listOwnChatRooms",
    summary: "One's own rooms with what is unread in each",
    description: "The one with the latest message first. `unreadCount` is `headSeq` − `readSeq`. Paged as the list of all rooms.",
    access: "user",
    query: RoomQuery,
    answer: OwnRoomPage,
  },
  (ctx, { query }) => listOwnRooms(ctx, query),
);

chatRoutes.get(
  "/api/v1/chat/chat-rooms/{id}",
  {
    operationId: "getChatRoom",
    summary: "A room",
    description:
      "A PRIVATE one is shown to its members, to whoever is invited by name, and with `invite`, the token of an invitation's link.",
    access: "userOrServer",
    params,
    query: JoinRoom,
    answer: RoomAnswer,
    errors: ["ROOM_NOT_FOUND", "INVITATION_REQUIRED", "INVITATION_INVALID", "BANNED"],
  },
  async (ctx, { params, query }) => ({ room: await getRoom(ctx, { ...params, ...query }) }),
);

chatRoutes.patch(
  "/api/v1/chat/chat-rooms/{id}",
  {
    operationId: "updateChatRoom",
    summary: "Change a room's name, visibility, slow mode, pinned messages and the rest",
    description: "What is named is changed. Moderators pin and set the slow mode; all else is its owners'.",
    access: "userOrServer",
    params,
    body: UpdateRoom,
    answer: RoomAnswer,
    errors: [...asMember, "FORBIDDEN", "MESSAGE_NOT_FOUND"],
  },
  async (ctx, { params, body }) => ({ room: await updateRoom(ctx, { ...params, change: body }) }),
);

chatRoutes.post(
  "/api/v1/chat/chat-rooms/join/{id}",
  {
    operationId: "joinChatRoom",
    summary: "Become a member of a room",
    description: "A PRIVATE room takes whoever is invited by name, or brings the token of an invitation's link. Again: the same answer.",
    access: "user",
    params,
    body: JoinRoom,
    answer: RoomAnswer,
    status: 200,
    errors: [
      "ROOM_NOT_FOUND",
      "USER_NOT_FOUND",
      "INVITATION_REQUIRED",
      "INVITATION_INVALID",
      "BANNED",
      "FORBIDDEN",
      "ROOM_FULL",
      "ROOM_ARCHIVED",
      "ROOM_LIMIT_REACHED",
    ],
  },
  async (ctx, { params, body }) => ({ room: await joinRoom(ctx, { ...params, ...body }) }),
);

chatRoutes.post(
  "/api/v1/chat/chat-rooms/leave/{id}",
  {
    operationId: "leaveChatRoom",
    summary: "Leave a room",
    description:
      "When the last owner leaves, the longest-serving moderator, else member, is owner. Nobody leaves a DIRECT room. Again: the same answer.",
    access: "user",
    params,
    answer: RoomAnswer,
    status: 200,
    errors: ["ROOM_NOT_FOUND", "FORBIDDEN"],
  },
  async (ctx, { params }) => ({ room: await leaveRoom(ctx, params) }),
);

chatRoutes.get(
  "/api/v1/chat/chat-rooms/{id}/export",
  {
    operationId: "exportChatRoom",
    summary: "All messages of a room, as a file",
    description: "One message a line, as JSON, the first one first, up to the moment of asking. For owners and the secret key.",
    access: "userOrServer",
    params,
    answer: { mediaType: "application/x-ndjson", description: "The messages, one a line." },
    errors: ["ROOM_NOT_FOUND", "INVITATION_REQUIRED", "BANNED", "FORBIDDEN"],
    style: "raw",
  },
  async (ctx, { params }, c) =>
    respond(c, await exportRoom(ctx, params), 200, {
      "content-type": "application/x-ndjson; charset=utf-8",
      "content-disposition": `attachment; filename="${params.id}.ndjson"`,
      "cache-control": "no-store",
    }),
);
