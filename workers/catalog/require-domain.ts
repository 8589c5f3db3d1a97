import type { Domain } from "../../contracts/tenants.ts";
import { AppError } from "../platform/app-error.ts";
import type { TenantCtx } from "../platform/context.ts";

/** An app serves the one domain that it is registered for. Throws DOMAIN_NOT_ALLOWED at the others. */
export const requireDomain =
  (domain: Domain) =>
  (ctx: TenantCtx): void => {
    if (ctx.tenant.domain !== domain) throw new AppError("DOMAIN_NOT_ALLOWED", { domain: ctx.tenant.domain });
  };
