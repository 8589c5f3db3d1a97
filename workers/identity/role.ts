import type { Role } from "../../contracts/identity.ts";
import type { Tenant } from "../platform/context.ts";

/** What somebody is who signs in at this app now. */
export const roleAt = (tenant: Tenant): Role => (tenant.openOrganizers ? "ORGANIZER" : "USER");

/**
 * What the bearer of these claims is at this app. A role belongs to one app, so one that a token carries counts only where the token was made
 * for this app alone: the web app's tokens hold in many.
 */
export const roleByClaims = (tenant: Tenant, { aud, role }: { aud?: unknown; role?: unknown }): Role =>
  tenant.openOrganizers || (aud === tenant.appId && role === "ORGANIZER") ? "ORGANIZER" : "USER";
