import type { Tenant } from "../platform/context.ts";

/** The audience of sessions that begin in the platform's own web app: they hold in every app that it sells for. */
export const webAudience = "marquee:web";
export const adminAudience = "marquee:admin";

/** Whose tokens are good at this app: its own, and the web app's where that sells for it. */
export const audiencesAt = (tenant: Tenant): string[] => (tenant.webApp ? [tenant.appId, webAudience] : [tenant.appId]);

/** The audience of a session that begins now. A tenant's server, which holds the secret key, never begins one that reaches other apps. */
export const audienceOfNewSession = (tenant: Tenant): string =>
  tenant.webApp && tenant.keyKind === "PUBLISHABLE" ? webAudience : tenant.appId;
