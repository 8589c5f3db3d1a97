import { seatMapOf } from "../catalog/seat-map-of.ts";
import { inboxOf } from "../identity/inbox-of.ts";
import { AppError } from "../platform/app-error.ts";
import { callObject, granted } from "../platform/call-object.ts";
import type { TenantCtx, UserCtx } from "../platform/context.ts";
import { openedSocket } from "../platform/opened-socket.ts";
import { settingsOf } from "../platform/settings.ts";
import { hasScope } from "../tenants/require-scope.ts";

/**
 * Hands the socket over to the showtime's object, which spends the ticket. Who comes is said in headers of our own making; those of the same
 * name that a client sent are overwritten. A person's socket is written down in their inbox at the same time, so that it hears when the session
 * ends. SHOWTIME_NOT_FOUND, TICKET_INVALID, TOKEN_INVALID, OVERLOADED.
 */
export async function openLive(ctx: TenantCtx, showtimeId: string, request: Request): Promise<Response> {
  if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") throw new AppError("UPGRADE_REQUIRED");
  // Whoever is named can hold and release over the socket; a key that may only read shows the seats to its users.
  const person = ctx.actor.kind === "user" && hasScope(ctx.tenant, "bookings:write") ? ctx.actor : null;
  const socketId = crypto.randomUUID();
  const [opened, writtenDown] = await Promise.allSettled([
    upgrade(ctx, showtimeId, new URL(request.url), person && { ...person, socketId }),
    person && writeDown(ctx, showtimeId, { ...person, socketId }),
  ]);
  if (opened.status === "rejected") {
    if (person !== null) ctx.waitUntil(inboxOf(ctx.env, person.userId).socketClosed(socketId).catch(lapses));
    throw opened.reason;
  }
  if (writtenDown.status === "rejected") {
    opened.value.accept();
    opened.value.close(1013, "try again");
    throw writtenDown.reason;
  }
  return new Response(null, { status: 101, webSocket: opened.value });
}

type Person = UserCtx["actor"] & { socketId: string };

/** What the inbox is not told lapses there by itself. */
const lapses = () => {};

async function upgrade(ctx: TenantCtx, showtimeId: string, { searchParams }: URL, person: Person | null): Promise<WebSocket> {
  const headers = new Headers({ upgrade: "websocket" });
  if (person !== null) {
    headers.set("x-marquee-user", person.userId);
    headers.set("x-marquee-session", person.sessionId);
    headers.set("x-marquee-socket", person.socketId);
    const { perSecond, burst } = (await settingsOf(ctx)).rate.reservation;
    headers.set("x-marquee-limit", `${perSecond};${burst}`);
  }
  if (ctx.ticketId !== null) headers.set("x-marquee-ticket", ctx.ticketId);
  if (ctx.tenant.keyKind === "SECRET") headers.set("x-marquee-drafts", "yes");
  const url = `https://seat-map/live?format=${searchParams.get("format") === "compact" ? "compact" : "json"}`;
  return openedSocket(await seatMapOf(ctx.env, ctx.tenant.appId, showtimeId).fetch(url, { headers }));
}

async function writeDown({ env, tenant }: TenantCtx, showtimeId: string, { userId, sessionId, socketId }: Person): Promise<void> {
  const place = { socketId, kind: "showtime", appId: tenant.appId, placeId: showtimeId, sessionId } as const;
  granted(await callObject(() => inboxOf(env, userId).socketOpened(place), { idempotent: true }));
}
