import { and, eq } from "drizzle-orm";
import type { Showtime, UpdateShowtime } from "../../contracts/showtimes.ts";
import { AppError } from "../platform/app-error.ts";
import { auditRowIfChanged } from "../platform/audit.ts";
import type { TenantCtx } from "../platform/context.ts";
import { announceFacts } from "../platform/outbox.ts";
import { toShowtime } from "./answers.ts";
import { changedShowtime } from "./changed-showtime.ts";
import { getManagedShowtime, getShowtimeInTenant } from "./managed-showtime.ts";
import { seatCapFor } from "./seat-cap-for.ts";
import { type ShowtimeRow, showtimes } from "./tables.ts";
import { tellTerms } from "./tell-showtimes.ts";

/** How often the showtime may change between reading and writing it before the caller is asked to come again. */
const attemptsMax = 3;

/**
 * Changes under which conditions a showtime sells: what is sent, and nothing else. The row is written first, with its audit row, and its object is
 * told then what the row says, all of it: so a change that the object did not hear of is completed by the same request again, and of two changes at
 * a time both end with the same terms.
 * Throws SHOWTIME_NOT_FOUND, FORBIDDEN, SHOWTIME_CANCELLED; VALIDATION_FAILED for times, tiers and bounds that do not fit together;
 * DEPENDENCY_UNAVAILABLE if the object could not be told: then the change stands.
 */
export async function updateShowtime(ctx: TenantCtx, { id, changes }: { id: string; changes: UpdateShowtime }): Promise<Showtime> {
  if (changes.maxSeatsPerUser !== undefined) await seatCapFor(ctx, { wanted: changes.maxSeatsPerUser, isAsked: true });
  for (let attempt = 1; ; attempt++) {
    const { showtime: before } = await getManagedShowtime(ctx, id);
    if (before.status === "CANCELLED") throw new AppError("SHOWTIME_CANCELLED");
    if (await written(ctx, before, changes)) break;
    if (attempt === attemptsMax) throw new AppError("DEPENDENCY_UNAVAILABLE", { retryAfterSeconds: 1 });
  }
  announceFacts(ctx);
  await tellTerms(ctx, id);
  return toShowtime(await getShowtimeInTenant(ctx, id), ctx.now());
}

/** False if the showtime is no longer as it was when the change was judged. */
async function written(ctx: TenantCtx, before: ShowtimeRow, changes: UpdateShowtime): Promise<boolean> {
  const after = changedShowtime(before, changes, ctx.now());
  const fields = Object.keys(after) as (keyof typeof after)[];
  const [changed] = await ctx.db.batch([
    ctx.db
      .update(showtimes)
      .set({ ...after, updatedAt: Math.max(ctx.now(), before.updatedAt + 1) })
      .where(
        and(
          eq(showtimes.id, before.id),
          eq(showtimes.appId, ctx.tenant.appId),
          eq(showtimes.status, "SCHEDULED"),
          eq(showtimes.updatedAt, before.updatedAt),
        ),
      )
      .returning({ id: showtimes.id }),
    auditRowIfChanged(ctx, {
      action: "showtime.update",
      subject: before.id,
      before: Object.fromEntries(fields.map((field) => [field, before[field]])),
      after,
    }),
  ]);
  return changed.length > 0;
}
