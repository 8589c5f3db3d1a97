import type { Scope } from "../../contracts/tenants.ts";
import { AppError } from "../platform/app-error.ts";
import type { Tenant } from "../platform/context.ts";

/** Whether the tenant's key may do this: any key without a list, and a key with this scope on its list. */
export const hasScope = ({ scopes }: Tenant, scope: Scope): boolean => scopes === null || scopes.includes(scope);

/**
 * Holds a key against what its route asks for (`null`: nothing). A route that forgot to say is closed to every key with a list.
 * Throws SCOPE_MISSING with the scope in its details.
 */
export function requireScope(tenant: Tenant, scope: Scope | null | undefined): void {
  if (scope === null || tenant.scopes === null) return;
  if (scope === undefined || !hasScope(tenant, scope)) throw new AppError("SCOPE_MISSING", scope && { scope });
}
