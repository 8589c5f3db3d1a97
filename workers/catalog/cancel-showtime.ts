import { and, eq } from "drizzle-orm";
import type { CancellationReport, CancelShowtime, Showtime } from "../../contracts/showtimes.ts";
import { AppError } from "../platform/app-error.ts";
import { auditRowIfChanged } from "../platform/audit.ts";
import { callObject, granted } from "../platform/call-object.ts";
import { actorName, type TenantCtx } from "../platform/context.ts";
import { announceFacts } from "../platform/outbox.ts";
import { toShowtime } from "./answers.ts";
import { getManagedShowtime, getShowtimeInTenant } from "./managed-showtime.ts";
import { readCancellation } from "./read-cancellation.ts";
import { seatMapOf } from "./seat-map-of.ts";
import { showtimes } from "./tables.ts";

/**
 * Cancels a whole showtime, for good: nothing is sold any more, and every booking is cancelled and refunded in full, which goes on by itself. Again:
 * the same showtime, and how far the refunds are. Its row is written first, with the audit row; a showtime whose object did not hear of it is
 * completed by the same request again. Throws SHOWTIME_NOT_FOUND, FORBIDDEN; DEPENDENCY_UNAVAILABLE if the object could not be told.
 */
export async function cancelShowtime(
  ctx: TenantCtx,
  { id, reason }: CancelShowtime & { id: string },
): Promise<{ showtime: Showtime; cancellation: CancellationReport }> {
  const { showtime: before } = await getManagedShowtime(ctx, id);
  await ctx.db.batch([
    ctx.db
      .update(showtimes)
      .set({ status: "CANCELLED", updatedAt: Math.max(ctx.now(), before.updatedAt + 1) })
      .where(and(eq(showtimes.id, id), eq(showtimes.appId, ctx.tenant.appId), eq(showtimes.status, "SCHEDULED"))),
    auditRowIfChanged(ctx, {
      action: "showtime.cancel",
      subject: id,
      before: { status: "SCHEDULED" },
      after: { status: "CANCELLED", reason },
    }),
  ]);
  announceFacts(ctx);
  await tellObject(ctx, id, { by: actorName(ctx.actor), reason: reason ?? null });
  const cancellation = await readCancellation(ctx, { id });
  return { showtime: toShowtime(await getShowtimeInTenant(ctx, id), ctx.now()), cancellation };
}

async function tellObject(ctx: TenantCtx, id: string, command: { by: string; reason: string | null }): Promise<void> {
  try {
    granted(await callObject(() => seatMapOf(ctx.env, ctx.tenant.appId, id).cancelShowtime(command), { idempotent: true }));
  } catch (error) {
    ctx.log.error("a showtime did not hear that it is cancelled", error, { showtime: id });
    throw new AppError("DEPENDENCY_UNAVAILABLE", { retryAfterSeconds: 1 }, "The showtime could not be told. Send the same request again.");
  }
}
