import { z } from "zod";
import { Endpoints, opensSocket } from "../gateway/endpoint.ts";
import { openStomp } from "./open-stomp.ts";

export const socketRoutes = new Endpoints("Chat", "chat");

socketRoutes.get(
  "/api/v1/ws",
  {
    operationId: "openStomp",
    summary: "STOMP 1.0 to 1.2 over many rooms, and one's own pushes (WebSocket)",
    description:
      "Sec-WebSocket-Protocol v12.stomp, v11.stomp, v10.stomp, or none. Who comes is said by `?ticket=` (POST /ws-tickets with the target /ws), by the headers of any other request, or in CONNECT within 10 s: `Authorization: Bearer`, or `login` and `passcode` (a username and an access token), and `x-app-id` and `x-api-key`. See docs/chat-protocol.md.",
    // What the upgrade does not prove, CONNECT must: the verb looks at both.
    access: "open",
    query: z.strictObject({ ticket: z.string().max(2048).optional() }),
    answer: opensSocket,
    status: 101,
    errors: [
      "UPGRADE_REQUIRED",
      "APP_CREDENTIALS_MISSING",
      "APP_CREDENTIALS_INVALID",
      "APP_INACTIVE",
      "ORIGIN_NOT_ALLOWED",
      "SCOPE_MISSING",
      "TOKEN_INVALID",
      "TOKEN_EXPIRED",
      "TICKET_INVALID",
      "OVERLOADED",
    ],
  },
  (ctx, { query }, c) => openStomp(ctx, query.ticket, c.req.raw),
);
