import type { WaitlistEntry } from "../../../contracts/waitlist.ts";
import { AppError } from "../../platform/app-error.ts";
import { auditRow } from "../../platform/audit.ts";
import { granted } from "../../platform/call-object.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { showtimeOf } from "../../platform/ids.ts";
import { noteWrite } from "../recent-reads.ts";
import { askLedger } from "../showtime-ledger.ts";

/**
 * Leaves a queue, or declines the seats that are offered, which go to the next. The tenant's server takes anybody of the app out. What has ended stays as
 * it ended. WAITLIST_ENTRY_NOT_FOUND, also for another user's.
 */
export async function leaveWaitlist(ctx: TenantCtx, { id }: { id: string }): Promise<WaitlistEntry> {
  const showtimeId = showtimeOf(id);
  if (showtimeId === null) throw new AppError("WAITLIST_ENTRY_NOT_FOUND");
  const userId = ctx.actor.kind === "user" ? ctx.actor.userId : null;
  const { entry } = granted(
    await askLedger(ctx, showtimeId, { idempotent: true }, (ledger) => ledger.leaveWaitlist({ userId, waitlistId: id })),
  );
  noteWrite(ctx.tenant.appId, showtimeId);
  if (userId === null) await auditRow(ctx, { action: "waitlist.leave", subject: id, after: { status: entry.status } });
  return entry;
}
