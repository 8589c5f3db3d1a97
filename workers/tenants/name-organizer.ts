import { sql } from "drizzle-orm";
import type { Organizer } from "../../contracts/organizers.ts";
import { forgetRoles } from "../identity/role.ts";
import { users } from "../identity/tables.ts";
import { AppError } from "../platform/app-error.ts";
import { auditRowIfChanged } from "../platform/audit.ts";
import type { TenantCtx } from "../platform/context.ts";
import { personAt, personOfApp, toOrganizer } from "./read-organizers.ts";
import { organizers } from "./tables.ts";

/**
 * Makes a user an ORGANIZER of the app; naming somebody again changes nothing. Throws USER_NOT_FOUND, also for somebody who has never signed
 * in at this app: other tenants' people are none of its business.
 */
export async function nameOrganizer(ctx: TenantCtx, { userId }: { userId: string }): Promise<Organizer> {
  const [, , [person]] = await ctx.db.batch([
    ctx.db
      .insert(organizers)
      .select(sql`SELECT ${ctx.tenant.appId}, ${users.id}, ${ctx.now()} FROM ${users} WHERE ${personOfApp(ctx, userId)}`)
      .onConflictDoNothing(),
    auditRowIfChanged(ctx, { action: "organizer.named", subject: userId, before: { role: "USER" }, after: { role: "ORGANIZER" } }),
    personAt(ctx, userId),
  ]);
  if (person === undefined) throw new AppError("USER_NOT_FOUND");
  forgetRoles(ctx.tenant.appId, userId);
  return toOrganizer(ctx.tenant, person);
}
