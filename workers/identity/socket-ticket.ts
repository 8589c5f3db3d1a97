import { z } from "zod";
import type { SocketTicket } from "../../contracts/identity.ts";
import { limits } from "../../contracts/limits.ts";
import { Domain, Scope } from "../../contracts/tenants.ts";
import { AppError } from "../platform/app-error.ts";
import type { Actor, Ctx, Tenant, TenantCtx } from "../platform/context.ts";
import { signToken, verifyToken } from "../platform/tokens.ts";
import { originAllowed, originsOf } from "../tenants/origins.ts";

const audience = "marquee:socket";

/** The path without the version prefix: a ticket may be asked for with or without it. */
const bare = (path: string): string => path.replace(/^\/api\/v1(?=\/)/, "");

/**
 * A ticket for one use of one path within 30 s, for browsers, which cannot set headers on sockets and links. It says who asked for it;
 * the object that it opens spends its id.
 */
export async function createSocketTicket(ctx: TenantCtx, { target }: { target: string }): Promise<SocketTicket> {
  const user = ctx.actor.kind === "user" ? ctx.actor : null;
  const ticket = await signToken(
    ctx.env,
    "socket-ticket+jwt",
    {
      sub: user?.userId ?? "anonymous",
      jti: crypto.randomUUID(),
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
      actor:
        typeof sid === "string"
          ? { kind: "user", userId: sub, sessionId: sid, role }
          : { kind: claims.server === true ? "server" : "anonymous" },
    };
  } catch (error) {
    if (error instanceof AppError) throw new AppError("TICKET_INVALID");
    throw error;
  }
}
