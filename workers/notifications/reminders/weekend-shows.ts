import { limits } from "../../../contracts/limits.ts";
import type { Ctx } from "../../platform/context.ts";
import type { BookedRow } from "./booked-visit.ts";

/** Something that is on and not sold out. */
export interface WeekendShow extends Omit<BookedRow, "seats" | "bookingId" | "userId"> {
  priceFrom: number;
  currency: string;
}

/** Where somebody is likely to go: the app and the city of what they booked last. */
interface Haunt {
  appId: string;
  city: string;
}

/**
 * What is on until a moment where each of these people went last, the soonest first, each listing once; for those who never booked anything, what is on in
 * the apps that the platform's own pages sell for. Only what has seats left and is on sale.
 */
export async function weekendShows(
  ctx: Ctx,
  people: readonly { id: string; until: number }[],
  webApps: readonly string[],
): Promise<(userId: string) => WeekendShow[]> {
  const haunts = await lastHaunts(
    ctx,
    people.map(({ id }) => id),
  );
  const until = Math.max(...people.map((person) => person.until));
  const [atHaunts, onPages] = await Promise.all([
    haunts.size === 0 ? [] : showsAt(ctx, [...haunts.values()], until),
    haunts.size === people.length ? [] : showsOfApps(ctx, webApps, until),
  ]);
  const byHaunt = Map.groupBy(atHaunts, keyOf);
  const untilOf = new Map(people.map((person) => [person.id, person.until]));
  return (userId) => {
    const haunt = haunts.get(userId);
    const shows = haunt === undefined ? onPages : (byHaunt.get(keyOf(haunt)) ?? []);
    return shows.filter(({ startsAt }) => startsAt < (untilOf.get(userId) ?? 0));
  };
}

const keyOf = ({ appId, city }: Haunt): string => `${appId} ${city}`;

async function lastHaunts(ctx: Ctx, userIds: readonly string[]): Promise<Map<string, Haunt>> {
  const { results } = await ctx.env.DB.prepare(
    `SELECT person.value AS userId, b.app_id AS appId, v.city AS city FROM json_each(?1) AS person
     CROSS JOIN bookings AS b ON b.id = (SELECT id FROM bookings WHERE user_id = person.value ORDER BY created_at DESC LIMIT 1)
     JOIN showtimes AS s ON s.id = b.showtime_id JOIN venues AS v ON v.id = s.venue_id`,
  )
    .bind(JSON.stringify(userIds))
    .all<Haunt & { userId: string }>();
  return new Map(results.map(({ userId, ...haunt }) => [userId, haunt]));
}

const columns = `s.id AS showtimeId, s.app_id AS appId, l.title AS title, v.name AS venue, v.city AS city, v.time_zone AS timeZone, s.starts_at AS startsAt,
  s.price_from AS priceFrom, s.currency AS currency`;

/** What is on at the apps that `?1` names. */
const onSale = `json_each(?1) AS app CROSS JOIN showtimes AS s ON s.app_id = app.value AND s.starts_at > ?2 AND s.starts_at < ?3 AND s.status = 'SCHEDULED'
    AND s.seats_left > 0 AND ifnull(s.sale_opens_at, 0) <= ?2 AND s.sale_closes_at > ?2
  JOIN listings AS l ON l.id = s.listing_id AND l.status = 'PUBLISHED' JOIN venues AS v ON v.id = s.venue_id`;

/** Of each app and city so many. One of them asks the index by app and start for a weekend. */
async function showsAt(ctx: Ctx, haunts: readonly Haunt[], until: number): Promise<WeekendShow[]> {
  const wanted = new Map(haunts.map((haunt) => [keyOf(haunt), haunt]));
  const { results } = await ctx.env.DB.prepare(
    `SELECT * FROM (
       SELECT *, row_number() OVER (PARTITION BY appId, city ORDER BY startsAt, showtimeId) AS place FROM (
         SELECT ${columns}, row_number() OVER (PARTITION BY v.city, s.listing_id ORDER BY s.starts_at, s.id) AS turn FROM ${onSale}
         WHERE EXISTS (SELECT 1 FROM json_each(?5) AS haunt WHERE haunt.value ->> 'appId' = s.app_id AND haunt.value ->> 'city' = v.city)
       ) WHERE turn = 1
     ) WHERE place <= ?4 ORDER BY startsAt, showtimeId`,
  )
    .bind(appsOf([...wanted.values()]), ctx.now(), until, limits.weekendShowsShown, JSON.stringify([...wanted.values()]))
    .all<WeekendShow>();
  return results;
}

const appsOf = (haunts: readonly Haunt[]): string => JSON.stringify([...new Set(haunts.map(({ appId }) => appId))]);

async function showsOfApps(ctx: Ctx, appIds: readonly string[], until: number): Promise<WeekendShow[]> {
  const { results } = await ctx.env.DB.prepare(
    `SELECT * FROM (SELECT ${columns}, row_number() OVER (PARTITION BY s.listing_id ORDER BY s.starts_at, s.id) AS turn FROM ${onSale})
     WHERE turn = 1 ORDER BY startsAt, showtimeId LIMIT ?4`,
  )
    .bind(JSON.stringify(appIds), ctx.now(), until, limits.weekendShowsShown)
    .all<WeekendShow>();
  return results;
}
