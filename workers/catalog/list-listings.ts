import { and, asc, desc, eq, type SQL, sql } from "drizzle-orm";
import type { Page } from "../../contracts/envelope.ts";
import type { BusQuery, Listing } from "../../contracts/listings.ts";
import type { Domain } from "../../contracts/tenants.ts";
import type { TenantCtx } from "../platform/context.ts";
import { decodeCursor, encodeCursor, toPage } from "../platform/cursor.ts";
import { type ListingFound, toListing } from "./answers.ts";
import { boundsOfDay } from "./day-in-zone.ts";
import { managedBy } from "./managed.ts";
import { next, seesDrafts, selectListings } from "./read.ts";
import { listings, venues } from "./tables.ts";

interface Which {
  domain: Domain;
  query: BusQuery;
}

/** The listings of one domain that the public may see; the tenant's server sees drafts too. No character of a query means anything. */
export const listListings = (ctx: TenantCtx, which: Which): Promise<Page<Listing>> =>
  listingsThat(ctx, which, seesDrafts(ctx) ? eitherStatus : eq(listings.status, "PUBLISHED"));

/** The listings of one domain that the caller manages, drafts too: an organizer's own, or all of the app's for its server. */
export const listOwnListings = (ctx: TenantCtx, which: Which): Promise<Page<Listing>> =>
  listingsThat(ctx, which, and(eitherStatus, managedBy(ctx)));

/** Names both, so that the index by status serves. */
const eitherStatus = sql`${listings.status} IN ('DRAFT', 'PUBLISHED')`;

async function listingsThat(ctx: TenantCtx, { domain, query }: Which, visible: SQL | undefined): Promise<Page<Listing>> {
  const nowMs = ctx.now();
  const showtime = await showtimeFilter(ctx, query);
  const order = orders[query.sort];
  const rows = await selectListings(ctx.db, nowMs, showtime)
    .where(
      and(
        eq(listings.appId, ctx.tenant.appId),
        eq(listings.domain, domain),
        visible,
        ...listingFilters(query),
        showtime &&
          sql`EXISTS (SELECT 1 FROM showtimes AS s WHERE s.listing_id = ${listings.id} AND s.status = 'SCHEDULED' AND ${showtime})`,
        query.cursor === undefined ? undefined : order.after(query.cursor),
      ),
    )
    .orderBy(...order.by)
    .limit(query.limit + 1);
  return toPage(rows, query.limit, order.cursorOf, toListing);
}

interface Order {
  by: SQL[];
  after(cursor: string): SQL;
  cursorOf(row: ListingFound): string;
}

/** Sorts behind every showtime: listings that have none come last. */
const never = Number.MAX_SAFE_INTEGER;
const startKey = sql`ifnull(${next.startsAt}, ${sql.raw(String(never))})`;
/** As much of a title as a cursor can carry. */
const titleChars = 60;
const titleKey = sql`substr(${listings.title}, 1, ${sql.raw(String(titleChars))}) COLLATE NOCASE`;

const orders: Record<BusQuery["sort"], Order> = {
  soonest: {
    by: [asc(startKey), asc(listings.id)],
    after: (cursor) => {
      const { key, id } = decodeCursor(cursor, "number");
      return sql`(${startKey}, ${listings.id}) > (${key}, ${id})`;
    },
    cursorOf: (row) => encodeCursor(row.next?.startsAt ?? never, row.listing.id),
  },
  // Ids sort by the time of their making.
  newest: {
    by: [desc(listings.id)],
    after: (cursor) => sql`${listings.id} < ${decodeCursor(cursor, "string").id}`,
    cursorOf: (row) => encodeCursor(row.listing.id, row.listing.id),
  },
  title: {
    by: [asc(titleKey), asc(listings.id)],
    after: (cursor) => {
      const { key, id } = decodeCursor(cursor, "string");
      return sql`(${titleKey}, ${listings.id}) > (${key}, ${id})`;
    },
    cursorOf: (row) => encodeCursor([...row.listing.title].slice(0, titleChars).join(""), row.listing.id),
  },
};

function listingFilters({ q, name, type, origin, destination }: BusQuery): SQL[] {
  const contains = (column: unknown, text: string) => sql`instr(lower(${column}), lower(${text})) > 0`;
  const is = (column: unknown, text: string) => sql`${column} = ${text} COLLATE NOCASE`;
  return [
    ...(q ? [sql`(${contains(listings.title, q)} OR ${contains(sql`ifnull(${listings.description}, '')`, q)})`] : []),
    ...(name ? [contains(listings.title, name)] : []),
    ...(type ? [is(listings.type, type)] : []),
    ...(origin ? [is(listings.origin, origin)] : []),
    ...(destination ? [is(listings.destination, destination)] : []),
  ];
}

/** What the query asks of a showtime `s`, or undefined if nothing. */
async function showtimeFilter(ctx: TenantCtx, { from, to, city, date }: BusQuery): Promise<SQL | undefined> {
  const conditions = [
    ...(from ? [sql`s.starts_at >= ${Date.parse(from)}`] : []),
    ...(to ? [sql`s.starts_at <= ${Date.parse(to)}`] : []),
    ...(city ? [sql`EXISTS (SELECT 1 FROM venues AS v WHERE v.id = s.venue_id AND v.city = ${city} COLLATE NOCASE)`] : []),
    ...(date ? [await onDay(ctx, date)] : []),
  ];
  return and(...conditions);
}

/** A day begins and ends at other moments in each zone, so each of the tenant's zones brings its own bounds. */
async function onDay(ctx: TenantCtx, day: string): Promise<SQL> {
  const zones = await ctx.db.selectDistinct({ zone: venues.timeZone }).from(venues).where(eq(venues.appId, ctx.tenant.appId));
  const bounds = JSON.stringify(zones.map(({ zone }) => ({ zone, ...boundsOfDay(zone, day) })));
  return sql`EXISTS (
    SELECT 1 FROM venues AS v JOIN json_each(${bounds}) AS day ON day.value ->> 'zone' = v.time_zone
    WHERE v.id = s.venue_id AND s.starts_at >= day.value ->> 'startMs' AND s.starts_at < day.value ->> 'endMs')`;
}
