import { z } from "zod";
import { Id } from "../../contracts/values.ts";
import { Endpoints, opensSocket } from "../gateway/endpoint.ts";
import { openRoomSocket } from "./open-room-socket.ts";

export const roomSocketRoutes = new Endpoints("Chat", "chat");

const position = z.coerce.number().int().min(0).optional();

roomSocketRoutes.get(
  "/api/v1/chat/chat-rooms/{id}/ws",
  {
    operationId: "openRoomSocket",
    summary: "One room, live (WebSocket)",
    description:
      "JSON frames, several of the server's may come in one array. From the client: `send`, `typing`, `seen`, `edit`, `delete`, `react`, `resume`; the text `ping` is answered with `pong`. From the server: `message`, `ack`, `change`, `presence`, `typing`, `seen`, `resumed`, `error`. `after` and `rev` say which messages and changes the client has already, as `resume` does. See docs/chat-protocol.md.",
    access: "socket",
    // Whoever is here can write.
    scope: "chat:write",
    params: z.strictObject({ id: Id }),
    query: z.strictObject({ ticket: z.string().max(2048).optional(), after: position, rev: position }),
    answer: opensSocket,
    status: 101,
    errors: ["ROOM_NOT_FOUND", "NOT_A_MEMBER", "BANNED", "UPGRADE_REQUIRED", "TOKEN_MISSING", "TICKET_INVALID", "OVERLOADED"],
  },
  (ctx, { params, query }, c) => openRoomSocket(ctx, { ...params, ...query }, c.req.raw),
);
