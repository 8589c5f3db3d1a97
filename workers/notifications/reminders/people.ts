import { limits } from "../../../contracts/limits.ts";
import type { Ctx } from "../../platform/context.ts";

/** Whoever is reminded. `timeZone` null: nobody knows where they are. */
export interface Person {
  id: string;
  email: string;
  name: string;
  timeZone: string | null;
}

/** Somebody, and where they are reckoned to be. */
export type Placed = Person & { timeZone: string };

/** Where people are reckoned to be of whom nothing is known at all. */
export const nowhere = "UTC";

const columns = "id, email, name, time_zone AS timeZone";

/** Each zone that somebody has, by one step of the index for each. */
export async function zonesOfPeople(ctx: Ctx): Promise<string[]> {
  const { results } = await ctx.env.DB.prepare(
    `WITH RECURSIVE zones (zone) AS (
       SELECT min(time_zone) FROM users WHERE erased_at IS NULL AND time_zone IS NOT NULL
       UNION ALL
       SELECT (SELECT min(time_zone) FROM users WHERE erased_at IS NULL AND time_zone > zones.zone) FROM zones WHERE zones.zone IS NOT NULL
     ) SELECT zone FROM zones WHERE zone IS NOT NULL`,
  ).all<{ zone: string }>();
  return results.map(({ zone }) => zone);
}

/** The next people of a zone, in the order of their ids; `zone` null: those of whom nobody knows it. At most `size`. */
export async function peopleOfZone(ctx: Ctx, zone: string | null, after: string, size: number = limits.jobPeopleInPage): Promise<Person[]> {
  const { results } = await ctx.env.DB.prepare(
    `SELECT ${columns} FROM users WHERE erased_at IS NULL AND time_zone IS ?1 AND id > ?2 ORDER BY id LIMIT ?3`,
  )
    .bind(zone, after, size)
    .all<Person>();
  return results;
}

/** One of them; null for nobody, and for who was erased. */
export const findPerson = (ctx: Ctx, userId: string): Promise<Person | null> =>
  ctx.env.DB.prepare(`SELECT ${columns} FROM users WHERE erased_at IS NULL AND id = ?`).bind(userId).first<Person>();

/** The next of all people. */
export async function nextPeople(ctx: Ctx, after: string): Promise<Person[]> {
  const { results } = await ctx.env.DB.prepare(`SELECT ${columns} FROM users WHERE erased_at IS NULL AND id > ?1 ORDER BY id LIMIT ?2`)
    .bind(after, limits.jobPeopleInPage)
    .all<Person>();
  return results;
}

/** How many people a zone has; null as above, and undefined for everybody. */
export async function countPeople(ctx: Ctx, zone?: string | null): Promise<number> {
  const statement =
    zone === undefined
      ? ctx.env.DB.prepare("SELECT count(*) AS people FROM users WHERE erased_at IS NULL")
      : ctx.env.DB.prepare("SELECT count(*) AS people FROM users WHERE erased_at IS NULL AND time_zone IS ?").bind(zone);
  return (await statement.first<{ people: number }>())?.people ?? 0;
}

/** The zone where somebody whose zone nobody knows goes next: that of the venue. Those who go nowhere are left out. */
export async function zonesOfNextBookings(ctx: Ctx, people: readonly Person[]): Promise<Map<string, string>> {
  if (people.length === 0) return new Map();
  const { results } = await ctx.env.DB.prepare(
    `SELECT person.value AS id, (
       SELECT v.time_zone FROM bookings AS b JOIN showtimes AS s ON s.id = b.showtime_id JOIN venues AS v ON v.id = s.venue_id
       WHERE b.user_id = person.value AND b.status = 'CONFIRMED' AND s.status = 'SCHEDULED' AND s.starts_at > ?2 ORDER BY s.starts_at LIMIT 1) AS zone
     FROM json_each(?1) AS person`,
  )
    .bind(JSON.stringify(people.map(({ id }) => id)), ctx.now())
    .all<{ id: string; zone: string | null }>();
  return new Map(results.flatMap(({ id, zone }) => (zone === null ? [] : [[id, zone]])));
}

/** The zones of venues where something is on from now on. */
export async function zonesOfVenues(ctx: Ctx): Promise<string[]> {
  const { results } = await ctx.env.DB.prepare(
    "SELECT DISTINCT v.time_zone AS zone FROM venues AS v WHERE v.id IN (SELECT venue_id FROM showtimes WHERE starts_at > ?)",
  )
    .bind(ctx.now())
    .all<{ zone: string }>();
  return results.map(({ zone }) => zone);
}
