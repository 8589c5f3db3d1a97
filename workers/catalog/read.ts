import { and, asc, eq, gt, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { BookingWithShow } from "../../contracts/bookings.ts";
import { limits } from "../../contracts/limits.ts";
import type { ListingWithShowtimes, ShowtimeWithListing, Tier } from "../../contracts/showtimes.ts";
import type { Domain } from "../../contracts/tenants.ts";
import { roleAt } from "../identity/role.ts";
import { AppError } from "../platform/app-error.ts";
import type { TenantCtx } from "../platform/context.ts";
import { among, type Database } from "../platform/database.ts";
import { roomIdOf } from "../platform/ids.ts";
import { iso, type ListingFound, toListing, toShowtime } from "./answers.ts";
import { type ListingRow, listings, showtimes, venues } from "./tables.ts";

/** A draft exists for the tenant's own server, and for the organizer whose it is. */
export const seesDrafts = (ctx: TenantCtx): boolean => ctx.tenant.keyKind === "SECRET";

/** Whether the caller may know of this listing. The role is asked for only where it counts, so reads of what is published stay as cheap. */
async function seesListing(ctx: TenantCtx, { status, ownerId }: ListingRow): Promise<boolean> {
  if (status === "PUBLISHED" || seesDrafts(ctx)) return true;
  return ctx.actor.kind === "user" && ctx.actor.userId === ownerId && (await roleAt(ctx, ctx.actor.userId)) === "ORGANIZER";
}

const placeColumns = { id: venues.id, name: venues.name, city: venues.city, timeZone: venues.timeZone };

/** The showtime that a listing's card shows. */
export const next = alias(showtimes, "next");

/**
 * Listings, each with its next showtime that can still be bought and the number of its showtimes, in one statement: the index by listing and
 * start leads straight to each. `of`: what else the next showtime, `s`, must be.
 */
export function selectListings(db: Database, nowMs: number, of: SQL = sql`TRUE`) {
  return db
    .select({
      listing: listings,
      next,
      place: placeColumns,
      showtimeCount: sql<number>`(SELECT count(*) FROM showtimes AS s WHERE s.listing_id = ${listings.id})`,
    })
    .from(listings)
    .leftJoin(
      next,
      sql`${next.id} = (
        SELECT s.id FROM showtimes AS s
        WHERE s.listing_id = ${listings.id} AND s.starts_at > ${nowMs} AND s.sale_closes_at > ${nowMs} AND s.status = 'SCHEDULED' AND ${of}
        ORDER BY s.starts_at LIMIT 1)`,
    )
    .leftJoin(venues, eq(venues.id, next.venueId))
    .$dynamic();
}

const listingInTenant = (ctx: TenantCtx, domain: Domain, id: string) =>
  and(eq(listings.id, id), eq(listings.appId, ctx.tenant.appId), eq(listings.domain, domain));

/** For the verbs: the listing as it is, draft or not. Throws LISTING_NOT_FOUND. */
export async function getListingInTenant(ctx: TenantCtx, { domain, id }: { domain: Domain; id: string }): Promise<ListingFound> {
  const found = await selectListings(ctx.db, ctx.now())
    .where(listingInTenant(ctx, domain, id))
    .get();
  if (found === undefined) throw new AppError("LISTING_NOT_FOUND");
  return found;
}

/** A listing with its showtimes in the order of their start; visitors see those that are not over. Throws LISTING_NOT_FOUND. */
export async function getListing(ctx: TenantCtx, { domain, id }: { domain: Domain; id: string }): Promise<ListingWithShowtimes> {
  const nowMs = ctx.now();
  const notOver = or(gt(showtimes.startsAt, nowMs), gt(showtimes.saleClosesAt, nowMs));
  // Not one batch: drizzle reads a batch's rows by column name, and a join has the same names twice.
  const [found, shows] = await Promise.all([
    selectListings(ctx.db, nowMs)
      .where(listingInTenant(ctx, domain, id))
      .get(),
    selectShowtimes(ctx.db)
      .innerJoin(listings, eq(listings.id, showtimes.listingId))
      .where(and(listingInTenant(ctx, domain, id), seesDrafts(ctx) ? undefined : notOver))
      .orderBy(asc(showtimes.startsAt))
      .limit(limits.showtimesPerListingMax),
  ]);
  if (found === undefined || !(await seesListing(ctx, found.listing))) throw new AppError("LISTING_NOT_FOUND");
  return { ...toListing(found), showtimes: shows.map((show) => toShowtime(show, nowMs)) };
}

const selectShowtimes = (db: Database) =>
  db.select({ showtime: showtimes, place: placeColumns }).from(showtimes).innerJoin(venues, eq(venues.id, showtimes.venueId)).$dynamic();

/** Whether the showtime's ticket holders have a room. */
const hasRoom = sql<number>`EXISTS (SELECT 1 FROM box_office_rooms AS r WHERE r.showtime_id = ${showtimes.id})`;

/** A showtime and what it shows. Throws SHOWTIME_NOT_FOUND. */
export async function getShowtime(ctx: TenantCtx, { id }: { id: string }): Promise<ShowtimeWithListing> {
  const found = await ctx.db
    .select({ showtime: showtimes, place: placeColumns, listing: listings, hasRoom })
    .from(showtimes)
    .innerJoin(venues, eq(venues.id, showtimes.venueId))
    .innerJoin(listings, eq(listings.id, showtimes.listingId))
    .where(and(eq(showtimes.id, id), eq(showtimes.appId, ctx.tenant.appId)))
    .get();
  if (found === undefined || !(await seesListing(ctx, found.listing))) throw new AppError("SHOWTIME_NOT_FOUND");
  const { domain, title, posterUrl, status } = found.listing;
  const chatRoomId = found.hasRoom ? roomIdOf(id) : null;
  return { ...toShowtime(found, ctx.now()), chatRoomId, listing: { id: found.listing.id, domain, title, posterUrl, status } };
}

/** The tiers of a showtime of the tenant. Throws SHOWTIME_NOT_FOUND. */
export async function getShowtimeTiers(ctx: TenantCtx, showtimeId: string): Promise<Tier[]> {
  const found = await ctx.db
    .select({ tiers: showtimes.tiers })
    .from(showtimes)
    .where(and(eq(showtimes.id, showtimeId), eq(showtimes.appId, ctx.tenant.appId)))
    .get();
  if (found === undefined) throw new AppError("SHOWTIME_NOT_FOUND");
  return found.tiers;
}

/** Whether this showtime of the tenant is on sale to the public as the catalogue sees it; its object may have missed hearing of it. */
export async function isPublished(ctx: TenantCtx, showtimeId: string): Promise<boolean> {
  const found = await ctx.db
    .select({ status: listings.status })
    .from(showtimes)
    .innerJoin(listings, eq(listings.id, showtimes.listingId))
    .where(and(eq(showtimes.id, showtimeId), eq(showtimes.appId, ctx.tenant.appId)))
    .get();
  return found?.status === "PUBLISHED";
}

/** What a showtime is, for somebody who booked it. */
export type Show = NonNullable<BookingWithShow["show"]>;

/** What these showtimes of an app show, when and where, by id: for lists of bookings, and for mails. Unknown and foreign ids are left out. */
export async function describeShowtimes(db: Database, appId: string, showtimeIds: string[]): Promise<Map<string, Show>> {
  const rows = await db
    .select({
      id: showtimes.id,
      listingId: listings.id,
      title: listings.title,
      posterUrl: listings.posterUrl,
      startsAt: showtimes.startsAt,
      timeZone: venues.timeZone,
      venue: venues.name,
      city: venues.city,
    })
    .from(showtimes)
    .innerJoin(listings, eq(listings.id, showtimes.listingId))
    .innerJoin(venues, eq(venues.id, showtimes.venueId))
    .where(and(among(showtimes.id, showtimeIds), eq(listings.appId, appId)));
  return new Map(rows.map(({ id, startsAt, ...show }) => [id, { ...show, startsAt: iso(startsAt) }]));
}
