import { z } from "zod";
import type { SocketTicket } from "../../contracts/identity.ts";
import { limits } from "../../contracts/limits.ts";
import { Domain, Scope } from "../../contracts/tenants.ts";
import { AppError } from "../platform/app-error.ts";
import type { Actor, Ctx, Tenant, TenantCtx } from "../platform/context.ts";
import { type SealPurpose, seal, unseal } from "../platform/seal.ts";
import { signToken, verifyToken } from "../platform/tokens.ts";
import { originAllowed, originsOf } from "../tenants/origins.ts";

const audience = "marquee:socket";

/** The path without the version prefix: a ticket may be asked for with or without it. */
const bare = (path: string): string => path.replace(/^\/api\/v1(?=\/)/, "");

/** The one path on which a guest is known by something: the id of their cart. */
const cartPath = "/cart/live";

/** A ticket stands in an address, and whoever knows a guest's cart has it: so it goes along sealed. */
const sealFor = (ticketId: string): SealPurpose => ({ salt: ticketId, info: "cart of a socket ticket" });

/**
 * A ticket for one use of one path within 30 s, for browsers, which cannot set headers on sockets and links. It says who asked for it;
 * the object that it opens spends its id. `cartId`: of a guest, whose cart
 * `/cart/live` shows.
 */
export async function createSocketTicket(
  ctx: TenantCtx,
  { target, cartId }: { target: string; cartId?: string | null },
): Promise<SocketTicket> {
  const user = ctx.actor.kind === "user" ? ctx.actor : null;
  const ticketId = crypto.randomUUID();
  const cart = cartId && user === null && bare(target) === cartPath ? await seal(ctx.env, sealFor(ticketId), cartId) : null;
  const ticket = await signToken(
    ctx.env,
    "socket-ticket+jwt",
    {
      sub: user?.userId ?? "anonymous",
      jti: ticketId,
      target: bare(target),
      app: ctx.tenant.appId,
      key: ctx.tenant.keyId,
      scopes: ctx.tenant.scopes,
      domain: ctx.tenant.domain,
      web: ctx.tenant.webApp,
      origin: ctx.client.origin,
      open: ctx.tenant.openOrganizers,
      ...(user && { sid: user.sessionId, role: user.role }),
      ...(ctx.actor.kind === "server" && { server: true }),
      ...(cart !== null && { cart }),
    },
    { audience, seconds: limits.socketTicketSeconds, nowMs: ctx.now() },
  );
  return { ticket, expiresIn: limits.socketTicketSeconds };
}

/** A ticket that a browser asked for opens from its page alone; one that a server fetched for a browser, from the pages of its app. */
async function originMatches(ctx: Ctx, app: unknown, issuedTo: unknown): Promise<boolean> {
  const { origin } = ctx.client;
  if (origin === null || issuedTo === origin) return true;
  return issuedTo === null && typeof app === "string" && originAllowed(origin, await originsOf(ctx.db, app, ctx.now()));
}

/** Who comes with this ticket, for this path. Throws TICKET_INVALID. Its one use is for the object behind the path to spend, by `ticketId`. */
export async function redeemableTicket(
  ctx: Ctx,
  ticket: string,
  path: string,
): Promise<{ tenant: Tenant; actor: Actor; ticketId: string }> {
  try {
    const claims = await verifyToken(ctx.env, "socket-ticket+jwt", ticket, [audience], ctx.now());
    const { sub, sid, jti, app } = claims;
    const domain = Domain.parse(claims.domain);
    if (ctx.client.origin !== null && !(await originMatches(ctx, app, claims.origin))) throw new AppError("TICKET_INVALID");
    if (claims.target !== bare(path) || typeof sub !== "string" || typeof jti !== "string" || typeof app !== "string") {
      throw new AppError("TICKET_INVALID");
    }
    const role = claims.role === "ORGANIZER" ? "ORGANIZER" : "USER";
    return {
      ticketId: jti,
      tenant: {
        appId: app,
        domain,
        keyKind: "PUBLISHABLE",
        keyId: typeof claims.key === "string" ? claims.key : null,
        scopes: z.array(Scope).nullable().default(null).parse(claims.scopes),
        webApp: claims.web === true,
        openOrganizers: claims.open === true,
      },
      actor: typeof sid === "string" ? { kind: "user", userId: sub, sessionId: sid, role } : await guestOf(ctx, jti, claims),
    };
  } catch (error) {
    if (error instanceof AppError) throw new AppError("TICKET_INVALID");
    throw error;
  }
}

/** Somebody without a session: the app's server, or a visitor with the cart that the ticket was made for. Throws TICKET_INVALID. */
async function guestOf(ctx: Ctx, ticketId: string, { cart, server }: Record<string, unknown>): Promise<Actor> {
  if (typeof cart !== "string") return { kind: server === true ? "server" : "anonymous" };
  const cartId = await unseal(ctx.env, sealFor(ticketId), cart).catch(() => {
    throw new AppError("TICKET_INVALID");
  });
  return { kind: "anonymous", cartId };
}
