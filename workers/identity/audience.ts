import type { Tenant, TenantCtx } from "../platform/context.ts";

/** The audience of sessions that begin in the platform's own web app: they hold in every app that it sells for. */
export const webAudience = "marquee:web";
export const adminAudience = "marquee:admin";

/** Whose tokens are good at this app: its own, and the web app's where that sells for it. */
export const audiencesAt = (tenant: Tenant): string[] => (tenant.webApp ? [tenant.appId, webAudience] : [tenant.appId]);

/** Whether our own pages ask. A page of an app that the web app sells for too is the tenant's: its key is the same, its origin is not. */
export const fromOwnPage = ({ tenant, client, ownOrigin }: TenantCtx): boolean =>
  tenant.webApp && tenant.keyKind === "PUBLISHABLE" && client.origin !== null && client.origin === ownOrigin;

/** The audience of a session that begins now: one that reaches other apps begins on our own pages alone. */
export const audienceOfNewSession = (ctx: TenantCtx): string => (fromOwnPage(ctx) ? webAudience : ctx.tenant.appId);
