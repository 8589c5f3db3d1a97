import { forgetRoles } from "../identity/role.ts";
import { forgetTenant } from "./find-tenant.ts";
import { forgetOrigins } from "./origins.ts";

/**
 * After a change of an app or its keys: the isolate that has made it goes by it from the next request on, and whoever has just revoked a key or
 * added an origin sees that it counts. The others do within 30 s.
 */
export function forgetApp(appId: string): void {
  forgetTenant(appId);
  forgetOrigins(appId);
  forgetRoles(appId);
}
