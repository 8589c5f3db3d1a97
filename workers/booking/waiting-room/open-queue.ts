import { AppError } from "../../platform/app-error.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { openedSocket } from "../../platform/opened-socket.ts";
import { getRoomTerms, waitingRoomOf } from "./room-of.ts";

/**
 * Hands the socket of somebody who waits over to the waiting room's object, which spends the ticket and gives them a place. Whoever watches must be
 * signed in. UPGRADE_REQUIRED, TOKEN_MISSING, SHOWTIME_NOT_FOUND, WAITING_ROOM_NOT_FOUND, TICKET_INVALID, OVERLOADED.
 */
export async function openQueue(ctx: TenantCtx, showtimeId: string, request: Request): Promise<Response> {
  if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") throw new AppError("UPGRADE_REQUIRED");
  const terms = await getRoomTerms(ctx, showtimeId);
  if (ctx.actor.kind !== "user") throw new AppError("TOKEN_MISSING");
  const headers = new Headers({ upgrade: "websocket", "x-marquee-user": ctx.actor.userId, "x-marquee-terms": JSON.stringify(terms) });
  if (ctx.ticketId !== null) headers.set("x-marquee-ticket", ctx.ticketId);
  const response = await waitingRoomOf(ctx.env, terms).fetch("https://waiting-room/live", { headers });
  return new Response(null, { status: 101, webSocket: await openedSocket(response) });
}
