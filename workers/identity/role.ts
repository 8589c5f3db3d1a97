import type { Role } from "../../contracts/identity.ts";
import type { Tenant, TenantCtx } from "../platform/context.ts";
import { TimedCache } from "../platform/timed-cache.ts";
import { isNamedOrganizer } from "../tenants/read-organizers.ts";

/** What somebody is at this app at this moment. Asks the database, so it is for log-ins and for the organizers' own routes. */
export const roleAt = async (ctx: TenantCtx, userId: string): Promise<Role> =>
  ctx.tenant.openOrganizers || (await isNamedOrganizer(ctx, userId)) ? "ORGANIZER" : "USER";

const recent = new TimedCache<Role>({ entriesMax: 5000, seconds: 15 });

/** As `roleAt`, of at most 15 s ago: for telling, where servers ask with every request of their own, and never for deciding. */
export const recentRoleAt = (ctx: TenantCtx, userId: string): Promise<Role> =>
  recent.get(`${ctx.tenant.appId} ${userId}`, ctx.now(), () => roleAt(ctx, userId));

/** Asks anew what this user is at the app, or what all are, from now on in this isolate. */
export const forgetRoles = (appId: string, userId = ""): void => recent.forget(`${appId} ${userId}`);

/**
 * What the bearer of these claims was at this app when the token was made: good for showing, and never for deciding. A role belongs to one app,
 * so one that a token carries counts only where the token was made for this app alone: the web app's tokens hold in many.
 */
export const roleByClaims = (tenant: Tenant, { aud, role }: { aud?: unknown; role?: unknown }): Role =>
  tenant.openOrganizers || (aud === tenant.appId && role === "ORGANIZER") ? "ORGANIZER" : "USER";
