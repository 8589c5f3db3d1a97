import { inboxOf } from "../identity/inbox-of.ts";
import { AppError } from "../platform/app-error.ts";
import { callObject, granted } from "../platform/call-object.ts";
import type { TenantCtx, UserCtx } from "../platform/context.ts";
import { openedSocket } from "../platform/opened-socket.ts";
import { chatRoomOf } from "./room-of.ts";

/** `after` and `rev`: which messages and changes the client has already. */
interface RoomSocket {
  id: string;
  after?: number | undefined;
  rev?: number | undefined;
}

/**
 * Hands the socket of a member over to the room's object, which spends the ticket. It is written down in their inbox first, so that it hears when the session
 * ends. UPGRADE_REQUIRED, TOKEN_MISSING, ROOM_NOT_FOUND, NOT_A_MEMBER, BANNED, TICKET_INVALID, OVERLOADED.
 */
export async function openRoomSocket(ctx: TenantCtx, { id, after, rev }: RoomSocket, request: Request): Promise<Response> {
  if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") throw new AppError("UPGRADE_REQUIRED");
  if (ctx.actor.kind !== "user") throw new AppError("TOKEN_MISSING");
  const { userId, sessionId } = ctx.actor;
  const socketId = crypto.randomUUID();
  const headers = new Headers({
    upgrade: "websocket",
    "x-marquee-user": userId,
    "x-marquee-session": sessionId,
    "x-marquee-socket": socketId,
    ...(ctx.ticketId !== null && { "x-marquee-ticket": ctx.ticketId }),
    ...(after !== undefined && { "x-marquee-after": String(after) }),
    ...(rev !== undefined && { "x-marquee-rev": String(rev) }),
  });
  await writeDown(ctx, id, { userId, sessionId, socketId });
  const response = await chatRoomOf(ctx.env, ctx.tenant.appId, id).fetch("https://chat-room/ws", { headers });
  if (!response.webSocket) ctx.waitUntil(inboxOf(ctx.env, userId).socketClosed(socketId).catch(lapses));
  return new Response(null, { status: 101, webSocket: await openedSocket(response) });
}

/** What the inbox is not told lapses there by itself. */
const lapses = () => {};

type Person = Pick<UserCtx["actor"], "userId" | "sessionId"> & { socketId: string };

async function writeDown({ env, tenant }: TenantCtx, roomId: string, { userId, sessionId, socketId }: Person): Promise<void> {
  const place = { socketId, kind: "room", appId: tenant.appId, placeId: roomId, sessionId } as const;
  granted(await callObject(() => inboxOf(env, userId).socketOpened(place), { idempotent: true }));
}
