import { and, eq } from "drizzle-orm";
import type { Organizer } from "../../contracts/organizers.ts";
import { forgetRoles } from "../identity/role.ts";
import { AppError } from "../platform/app-error.ts";
import { auditRowIfChanged } from "../platform/audit.ts";
import type { TenantCtx } from "../platform/context.ts";
import { personAt, toOrganizer } from "./read-organizers.ts";
import { organizers } from "./tables.ts";

/**
 * Takes the role of ORGANIZER from a user, from the next request on; their listings stay, and the tenant's server goes on managing them.
 * Dismissing somebody again changes nothing. Throws USER_NOT_FOUND.
 */
export async function dismissOrganizer(ctx: TenantCtx, { userId }: { userId: string }): Promise<Organizer> {
  const [[person]] = await ctx.db.batch([
    personAt(ctx, userId),
    ctx.db.delete(organizers).where(and(eq(organizers.appId, ctx.tenant.appId), eq(organizers.userId, userId))),
    auditRowIfChanged(ctx, { action: "organizer.dismissed", subject: userId, before: { role: "ORGANIZER" }, after: { role: "USER" } }),
  ]);
  if (person === undefined) throw new AppError("USER_NOT_FOUND");
  forgetRoles(ctx.tenant.appId, userId);
  return toOrganizer(ctx.tenant, { ...person, since: null });
}
