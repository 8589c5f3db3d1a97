import { and, eq, sql } from "drizzle-orm";
import type { ShowtimeTerms } from "../../contracts/ledger.ts";
import { limits } from "../../contracts/limits.ts";
import type { CreateShowtime, Showtime } from "../../contracts/showtimes.ts";
import type { Domain } from "../../contracts/tenants.ts";
import { auditRowIfChanged } from "../platform/audit.ts";
import { callObject, granted } from "../platform/call-object.ts";
import type { TenantCtx } from "../platform/context.ts";
import { newId } from "../platform/ids.ts";
import { announceFacts } from "../platform/outbox.ts";
import { toShowtime } from "./answers.ts";
import { invalid } from "./invalid.ts";
import { seatsOf } from "./layout.ts";
import { getManagedListing, ownerFor } from "./managed.ts";
import { getVenue } from "./read-venues.ts";
import { seatCapFor } from "./seat-cap-for.ts";
import { seatMapOf } from "./seat-map-of.ts";
import { listings, type ShowtimeRow, showtimes } from "./tables.ts";
import { tellShowtime } from "./tell-showtimes.ts";
import { termsOf } from "./terms-of.ts";

const tooMany = () => invalid("", `a listing has at most ${limits.showtimesPerListingMax} showtimes`);

/**
 * Puts a listing on at a venue of the tenant. Its object is opened first and its row written then: an object without a row is never found
 * and harms nobody, a row without an object would be a showtime that cannot sell.
 * Throws LISTING_NOT_FOUND, FORBIDDEN, VENUE_NOT_FOUND; VALIDATION_FAILED for times that do not fit and tiers that the layout lacks.
 */
export async function createShowtime(
  ctx: TenantCtx,
  { domain, listingId, show }: { domain: Domain; listingId: string; show: CreateShowtime },
): Promise<Showtime> {
  const times = timesOf(show, ctx.now());
  const { listing, showtimeCount } = await getManagedListing(ctx, { domain, id: listingId });
  const { layout, ...venue } = await getVenue(ctx, { id: show.venueId });
  if (showtimeCount >= limits.showtimesPerListingMax) throw tooMany();
  const seats = layout ? seatsOf(layout, show.tiers) : [];
  if (seats.length + (show.capacity ?? 0) > limits.seatsPerShowtimeMax)
    throw invalid("capacity", `a showtime has at most ${limits.seatsPerShowtimeMax} seats and places together`);

  const asked = show.maxSeatsPerUser;
  const maxSeatsPerUser = await seatCapFor(ctx, { wanted: asked ?? limits.seatsPerUserDefault, isAsked: asked !== undefined });
  const row = { ...rowOf(ctx, listing.id, show, times, seats.length + (show.capacity ?? 0)), maxSeatsPerUser };
  const published = listing.status === "PUBLISHED";
  const terms = { ...termsOf(row, published, venue.timeZone), ...placesOf(show) };
  granted(await callObject(() => seatMapOf(ctx.env, ctx.tenant.appId, row.id).open(terms, seats), { idempotent: true }));

  const [inserted, , [current]] = await ctx.db.batch([
    insertIfAllowed(ctx, row),
    auditRowIfChanged(ctx, { action: "showtime.create", subject: row.id, after: { listingId, ...show, seatsTotal: row.seatsTotal } }),
    ctx.db
      .select({ status: listings.status })
      .from(listings)
      .where(and(eq(listings.id, listingId), eq(listings.appId, ctx.tenant.appId))),
  ]);
  if (inserted.length === 0) {
    await getManagedListing(ctx, { domain, id: listingId });
    throw tooMany();
  }
  announceFacts(ctx);
  const isPublished = current?.status === "PUBLISHED";
  if (isPublished !== published) await tellShowtime(ctx, row.id, isPublished);
  return toShowtime({ showtime: row, place: venue }, ctx.now());
}

type Times = Pick<ShowtimeRow, "startsAt" | "saleOpensAt" | "saleClosesAt" | "checkInOpensAt">;

function timesOf(show: CreateShowtime, nowMs: number): Times {
  const at = (time: string | undefined) => (time === undefined ? null : Date.parse(time));
  const startsAt = Date.parse(show.startsAt);
  const saleOpensAt = at(show.saleOpensAt);
  const saleClosesAt = at(show.saleClosesAt) ?? startsAt;
  if (startsAt <= nowMs) throw invalid("startsAt", "must lie in the future");
  if (saleOpensAt !== null && saleOpensAt >= saleClosesAt) throw invalid("saleOpensAt", "must be before the sale closes");
  return { startsAt, saleOpensAt, saleClosesAt, checkInOpensAt: at(show.checkInOpensAt) };
}

function rowOf(
  ctx: TenantCtx,
  listingId: string,
  show: CreateShowtime,
  times: Times,
  seatsTotal: number,
): Omit<ShowtimeRow, "maxSeatsPerUser"> {
  const nowMs = ctx.now();
  const prices = show.tiers.map((tier) => tier.price);
  return {
    id: newId("showtime", nowMs),
    appId: ctx.tenant.appId,
    listingId,
    venueId: show.venueId,
    ...times,
    currency: show.currency,
    tiers: show.tiers,
    priceFrom: Math.min(...prices),
    priceTo: Math.max(...prices),
    holdSeconds: show.holdSeconds,
    lonelySeats: show.lonelySeats,
    capacity: show.capacity ?? 0,
    pricingRules: show.pricingRules ?? [],
    priceFloor: show.priceFloor ?? null,
    priceCeiling: show.priceCeiling ?? null,
    cancellationPolicy: show.cancellationPolicy ?? null,
    waitingRoom: show.waitingRoom ?? null,
    checkedIn: 0,
    status: "SCHEDULED",
    seatsTotal,
    seatsLeft: seatsTotal,
    ledgerSeq: 0,
    createdAt: nowMs,
    updatedAt: nowMs,
  };
}

const placesOf = ({ capacity, capacityTier, tiers }: CreateShowtime): Pick<ShowtimeTerms, "capacity"> => ({
  capacity: capacity === undefined ? null : { places: capacity, tier: capacityTier ?? tiers[0]?.name ?? "" },
});

/** An organizer puts on their own listings; the tenant's server any of the app's. */
function ownedInRow(ctx: TenantCtx) {
  const ownerId = ownerFor(ctx);
  return ownerId === null ? sql`TRUE` : sql`l.owner_id = ${ownerId}`;
}

/** Inserts the row if its listing still stands in the tenant and has room for it: one statement, whatever happens beside it. */
function insertIfAllowed(ctx: TenantCtx, row: ShowtimeRow) {
  return ctx.db
    .insert(showtimes)
    .select(
      sql`SELECT ${row.id}, l.app_id, l.id, ${row.venueId}, ${row.startsAt}, ${row.currency}, ${JSON.stringify(row.tiers)},
        ${row.priceFrom}, ${row.priceTo}, ${row.saleOpensAt}, ${row.saleClosesAt}, ${row.checkInOpensAt}, ${row.holdSeconds}, ${row.maxSeatsPerUser},
        ${row.status}, ${row.seatsTotal}, ${row.seatsLeft}, ${row.ledgerSeq}, ${row.createdAt}, ${row.updatedAt}, ${row.lonelySeats},
        ${row.capacity}, ${JSON.stringify(row.pricingRules)}, ${row.priceFloor}, ${row.priceCeiling},
        ${row.cancellationPolicy && JSON.stringify(row.cancellationPolicy)}, ${row.waitingRoom && JSON.stringify(row.waitingRoom)}, ${row.checkedIn}
        FROM listings AS l
        WHERE l.id = ${row.listingId} AND l.app_id = ${ctx.tenant.appId} AND ${ownedInRow(ctx)}
          AND (SELECT count(*) FROM showtimes AS s WHERE s.listing_id = l.id) < ${limits.showtimesPerListingMax}`,
    )
    .returning({ id: showtimes.id });
}
