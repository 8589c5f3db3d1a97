import { redeemableTicket } from "../identity/socket-ticket.ts";
import { bearerIn, userOf } from "../identity/user-of.ts";
import { AppError } from "../platform/app-error.ts";
import type { Ctx, Tenant, UserCtx } from "../platform/context.ts";
import { openedSocket } from "../platform/opened-socket.ts";
import { settingsOf } from "../platform/settings.ts";
import { proveApp } from "../tenants/prove-app.ts";
import { requireScope } from "../tenants/require-scope.ts";
import { chatGatewayOf, gatewayName } from "./gateway-of.ts";

/** What the upgrade says of who comes; what it does not say, CONNECT must. */
interface Comer {
  tenant: Tenant | null;
  person: UserCtx["actor"] | null;
  ticketId: string | null;
}

/**
 * Hands a STOMP socket over to a gateway, with what the upgrade proves: a one-time ticket, which the gateway spends, the app's headers with or without a
 * user's token, or nothing at all. UPGRADE_REQUIRED, TICKET_INVALID, TOKEN_INVALID, TOKEN_EXPIRED, SCOPE_MISSING, OVERLOADED, and those of the app's
 * credentials.
 */
export async function openStomp(ctx: Ctx, ticket: string | undefined, request: Request): Promise<Response> {
  if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") throw new AppError("UPGRADE_REQUIRED");
  const fetchSite = request.headers.get("sec-fetch-site");
  const { tenant, person, ticketId } =
    ticket === undefined ? await byHeaders(ctx, request.headers, fetchSite) : await byTicket(ctx, ticket, request.url);
  if (tenant !== null) requireScope(tenant, "chat:read");
  const bodyBytesMax = (await settingsOf(ctx)).stomp.bodyBytesMax;
  const protocols = request.headers.get("sec-websocket-protocol");
  const headers = new Headers({
    upgrade: "websocket",
    "x-marquee-upgrade": JSON.stringify({ origin: ctx.client.origin, fetchSite, ownOrigin: ctx.ownOrigin, bodyBytesMax }),
    ...(protocols !== null && { "sec-websocket-protocol": protocols }),
    ...(tenant !== null && { "x-marquee-tenant": JSON.stringify(tenant) }),
    ...(person !== null && { "x-marquee-person": JSON.stringify({ userId: person.userId, sessionId: person.sessionId }) }),
    ...(ticketId !== null && { "x-marquee-ticket": ticketId }),
  });
  const name = gatewayName(tenant?.appId ?? null, person?.userId ?? ticketId);
  const response = await chatGatewayOf(ctx.env, name).fetch("https://chat-gateway/ws", { headers });
  const protocol = response.headers.get("sec-websocket-protocol");
  return new Response(null, {
    status: 101,
    webSocket: await openedSocket(response),
    headers: protocol === null ? {} : { "sec-websocket-protocol": protocol },
  });
}

async function byTicket(ctx: Ctx, ticket: string, url: string): Promise<Comer> {
  const { tenant, actor, ticketId } = await redeemableTicket(ctx, ticket, new URL(url).pathname);
  return { tenant, person: actor.kind === "user" ? actor : null, ticketId };
}

async function byHeaders(ctx: Ctx, headers: Headers, fetchSite: string | null): Promise<Comer> {
  const { origin } = ctx.client;
  const [appId, apiKey] = [headers.get("x-app-id"), headers.get("x-api-key")];
  const token = bearerIn(headers.get("authorization") ?? undefined);
  if (appId === null && apiKey === null) {
    if (token !== undefined) throw new AppError("APP_CREDENTIALS_MISSING");
    return { tenant: null, person: null, ticketId: null };
  }
  const tenant = await proveApp(ctx, { appId, apiKey, origin, fetchSite, ownOrigin: ctx.ownOrigin });
  return { tenant, person: token === undefined ? null : await userOf(ctx, tenant, token), ticketId: null };
}
