import type { Context, MiddlewareHandler } from "hono";
import { decodeJwt } from "jose";
import type { AppEnv } from "../gateway/app-env.ts";
import { type Access, type Endpoint, takesTicket } from "../gateway/endpoint.ts";
import { AppError } from "../platform/app-error.ts";
import type { Actor, Ctx } from "../platform/context.ts";
import { verifyToken } from "../platform/tokens.ts";
import { requireScope } from "../tenants/require-scope.ts";
import { adminAudience } from "./audience.ts";
import { isEndedHere } from "./ended-here.ts";
import { roleAt } from "./role.ts";
import { redeemableTicket } from "./socket-ticket.ts";
import { bearerIn, userOf } from "./user-of.ts";

/** Sets `ctx.actor` from the bearer token or the ticket, and refuses whoever is not what the route asks for. */
export function userToken(): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const ctx = c.get("ctx");
    const { access, scope } = c.get("endpoint");
    const ticket = takesTicket(access) ? c.req.query("ticket") : undefined;
    if (ticket !== undefined) {
      const redeemed = await redeemableTicket(ctx, ticket, c.req.path);
      requireScope(redeemed.tenant, scope);
      // A socket shows strangers what everybody may see; a link leads to what is somebody's.
      if (access === "link" && redeemed.actor.kind === "anonymous") throw new AppError("TICKET_INVALID");
      Object.assign(ctx, redeemed);
    } else if (access === "admin") ctx.actor = await adminOf(ctx, bearer(c));
    else if (access !== "open" && access !== "app" && access !== "secret" && access !== "config") {
      const token = bearer(c);
      if (token !== undefined) ctx.actor = await signedIn(ctx, token, c.get("endpoint"));
      else if (access === "user" || (needsUserOrServer(access) && ctx.actor.kind !== "server")) throw new AppError("TOKEN_MISSING");
    }
    if (access === "organizer" && ctx.actor.kind === "user") await requireOrganizer(ctx, ctx.actor);
    await next();
  };
}

/** Throws TOKEN_INVALID also for a session that has ended here, but where somebody only wants it to be over. */
async function signedIn(ctx: Ctx, token: string, { evenIfEnded }: Endpoint): Promise<Actor> {
  const actor = await userOf(ctx, ctx.tenant, token);
  if (!evenIfEnded && isEndedHere(actor.sessionId, ctx.now())) throw new AppError("TOKEN_INVALID");
  return actor;
}

const needsUserOrServer = (access: Access): boolean => access === "userOrServer" || access === "organizer" || access === "link";

/** Looks at the role as it is now and not at what the token says, which may be a quarter of an hour old. Throws FORBIDDEN. */
async function requireOrganizer(ctx: Ctx, actor: Extract<Actor, { kind: "user" }>): Promise<void> {
  const role = ctx.tenant && (await roleAt({ ...ctx, tenant: ctx.tenant }, actor.userId));
  if (role !== "ORGANIZER") throw new AppError("FORBIDDEN");
  ctx.actor = { ...actor, role };
}

const bearer = (c: Context<AppEnv>): string | undefined => bearerIn(c.req.header("authorization"));

/** When the token that the guard has let through runs out, in ISO 8601. */
export const bearerExpiry = (c: Context<AppEnv>): string => new Date((decodeJwt(bearer(c) ?? "").exp ?? 0) * 1000).toISOString();

async function adminOf(ctx: Ctx, token: string | undefined): Promise<Actor> {
  if (token === undefined) throw new AppError("TOKEN_MISSING");
  const { sub } = await verifyToken(ctx.env, "admin+jwt", token, [adminAudience], ctx.now());
  if (sub !== ctx.env.ADMIN_EMAIL) throw new AppError("TOKEN_INVALID");
  return { kind: "admin", email: sub };
}
