import { z } from "zod";
import { Id } from "../../../contracts/values.ts";
import { QueuePlace } from "../../../contracts/waiting-room.ts";
import { Endpoints, opensSocket } from "../../gateway/endpoint.ts";
import { joinWaitingRoom } from "./join-waiting-room.ts";
import { openQueue } from "./open-queue.ts";

export const waitingRoomRoutes = new Endpoints("Waiting room", "bookings");

const params = z.strictObject({ showtimeId: Id });

waitingRoomRoutes.post(
  "/api/v1/waiting-room/{showtimeId}/join",
  {
    operationId: "joinWaitingRoom",
    summary: "Take a place before a sale, or ask for the one that one has",
    description:
      "Before the opening all are equal: it draws the places at random; whoever comes later stands behind. ADMITTED answers the pass for POST /reserve-seat, as `x-admission`.",
    access: "user",
    params,
    answer: QueuePlace,
    errors: ["SHOWTIME_NOT_FOUND", "WAITING_ROOM_NOT_FOUND", "OVERLOADED"],
    idempotency: "none",
  },
  (ctx, { params }) => joinWaitingRoom(ctx, params.showtimeId),
);

waitingRoomRoutes.get(
  "/api/v1/waiting-room/{showtimeId}/live",
  {
    operationId: "watchWaitingRoom",
    summary: "One's place in the queue as it changes, then the pass (WebSocket)",
    description:
      'Frames: {"type":"position", …} with the fields of POST …/join, and {"type":"admitted","admission","expiresAt"}. Whoever has no place yet is given one.',
    access: "socket",
    // Whoever watches is given a place.
    scope: "bookings:write",
    params,
    query: z.strictObject({ ticket: z.string().max(2048).optional() }),
    answer: opensSocket,
    status: 101,
    errors: ["SHOWTIME_NOT_FOUND", "WAITING_ROOM_NOT_FOUND", "UPGRADE_REQUIRED", "TOKEN_MISSING", "TICKET_INVALID", "OVERLOADED"],
  },
  (ctx, { params }, c) => openQueue(ctx, params.showtimeId, c.req.raw),
);
