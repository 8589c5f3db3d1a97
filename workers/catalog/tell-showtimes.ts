import { and, eq } from "drizzle-orm";
import type { ShowtimeTerms, TermsChange } from "../../contracts/ledger.ts";
import { AppError } from "../platform/app-error.ts";
import { callObject, granted } from "../platform/call-object.ts";
import { actorName, type TenantCtx } from "../platform/context.ts";
import { getShowtimeInTenant } from "./managed-showtime.ts";
import { seatMapOf } from "./seat-map-of.ts";
import { listings, showtimes } from "./tables.ts";
import { termsOf } from "./terms-of.ts";

/** How many objects are told at the same time. */
const atOnce = 6;
/** How often a status may change under the teller before it leaves the rest to whoever changes it. */
const roundsMax = 3;

/**
 * Tells the objects of a listing's showtimes whether it is published, and looks again afterwards: whoever tells last has seen the last status,
 * however changes overlap. Throws DEPENDENCY_UNAVAILABLE if one of them could not be told.
 */
export async function tellShowtimes(ctx: TenantCtx, listingId: string): Promise<void> {
  let told: string | undefined;
  for (let round = 0; round < roundsMax; round++) {
    const rows = await ctx.db
      .select({ status: listings.status, showtimeId: showtimes.id })
      .from(listings)
      .leftJoin(showtimes, eq(showtimes.listingId, listings.id))
      .where(and(eq(listings.id, listingId), eq(listings.appId, ctx.tenant.appId)));
    const status = rows[0]?.status;
    if (status === told || status === undefined) return;
    const ids = rows.flatMap(({ showtimeId }) => (showtimeId === null ? [] : [showtimeId]));
    await Promise.all(Array.from({ length: Math.min(atOnce, ids.length) }, () => tellEach(ctx, ids, status === "PUBLISHED")));
    told = status;
  }
}

/** Takes one id after the other from a list that it shares with its siblings. */
async function tellEach(ctx: TenantCtx, ids: string[], published: boolean): Promise<void> {
  for (let id = ids.pop(); id !== undefined; id = ids.pop()) await tellShowtime(ctx, id, published);
}

/** Tells one showtime's object. Throws DEPENDENCY_UNAVAILABLE if it did not take it. */
export async function tellShowtime(ctx: TenantCtx, showtimeId: string, published: boolean): Promise<void> {
  try {
    granted(await callObject(() => seatMapOf(ctx.env, ctx.tenant.appId, showtimeId).setPublished(published), { idempotent: true }));
  } catch (error) {
    ctx.log.error("a showtime did not hear whether it is published", error, { showtimeId, published });
    throw new AppError("DEPENDENCY_UNAVAILABLE", { retryAfterSeconds: 1 }, "A showtime could not be told. Send the same request again.");
  }
}

/**
 * Tells one showtime's object under which conditions it sells, all of them, and looks again afterwards, as `tellShowtimes` does. Throws
 * DEPENDENCY_UNAVAILABLE if it did not take them.
 */
export async function tellTerms(ctx: TenantCtx, showtimeId: string): Promise<void> {
  let told = "";
  for (let round = 0; round < roundsMax; round++) {
    const { showtime, place, published } = await getShowtimeInTenant(ctx, showtimeId);
    const change = changeableTerms(termsOf(showtime, published, place.timeZone));
    if (JSON.stringify(change) === told) return;
    try {
      const by = actorName(ctx.actor);
      granted(await callObject(() => seatMapOf(ctx.env, ctx.tenant.appId, showtimeId).changeTerms({ change, by }), { idempotent: true }));
    } catch (error) {
      ctx.log.error("a showtime did not hear of its new terms", error, { showtimeId });
      throw new AppError(
        "DEPENDENCY_UNAVAILABLE",
        { retryAfterSeconds: 1 },
        "The showtime could not be told. Send the same request again.",
      );
    }
    told = JSON.stringify(change);
  }
}

function changeableTerms(terms: ShowtimeTerms): TermsChange {
  const { tiers, holdSeconds, maxSeatsPerUser, saleOpensAtMs, saleClosesAtMs, pricing = null, cancellation = null } = terms;
  const { lonelySeats = "OFF", startsAtMs, checkInOpensAtMs = null, admissionRequired = false } = terms;
  return {
    tiers,
    holdSeconds,
    maxSeatsPerUser,
    lonelySeats,
    saleOpensAtMs,
    saleClosesAtMs,
    checkInOpensAtMs,
    pricing,
    cancellation,
    admissionRequired,
    ...(startsAtMs !== undefined && { startsAtMs }),
  };
}
