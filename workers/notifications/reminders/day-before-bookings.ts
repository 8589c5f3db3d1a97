import { limits } from "../../../contracts/limits.ts";
import type { Ctx } from "../../platform/context.ts";
import { type BookedRow, bookedColumns } from "./booked-visit.ts";

/** Where the next page begins, behind this booking: the start of its show, and the rows of both. */
export interface Behind {
  startsAt: number;
  show: number;
  booking: number;
}

/** A live booking and whose it is. */
export interface DayBeforeRow extends BookedRow {
  email: string;
  name: string;
  show: number;
  booking: number;
}

/** Who booked later than this before the show has just had the confirmation. An hour less than a day: a run is for the shows of an hour. */
const freshMs = 23 * 3_600_000;

/** Bookings of shows that begin in a stretch of time and are still to come, not made just before, by people who have an account. Shows come first. */
const matching = `FROM showtimes AS s CROSS JOIN bookings AS b ON b.app_id = s.app_id AND b.showtime_id = s.id AND b.status = 'CONFIRMED'
    AND b.created_at <= s.starts_at - ${freshMs}
  CROSS JOIN users AS u ON u.id = b.user_id AND u.erased_at IS NULL JOIN listings AS l ON l.id = s.listing_id JOIN venues AS v ON v.id = s.venue_id
  WHERE s.starts_at >= ?1 AND s.starts_at < ?2 AND s.starts_at > ?3 AND s.status = 'SCHEDULED'`;

interface Stretch {
  from: number;
  to: number;
}

/** The next bookings, in the order of their shows: at most `jobPeopleInPage`. */
export async function dayBeforeBookings(ctx: Ctx, { from, to }: Stretch, behind: Behind | null): Promise<DayBeforeRow[]> {
  const { startsAt, show, booking } = behind ?? { startsAt: from, show: 0, booking: 0 };
  const { results } = await ctx.env.DB.prepare(
    `SELECT ${bookedColumns}, u.email AS email, u.name AS name, s.rowid AS show, b.rowid AS booking ${matching}
       AND (s.starts_at > ?1 OR s.rowid > ?4 OR (s.rowid = ?4 AND b.rowid > ?5))
     ORDER BY s.starts_at, s.rowid, b.rowid LIMIT ?6`,
  )
    .bind(startsAt, to, ctx.now(), show, booking, limits.jobPeopleInPage)
    .all<DayBeforeRow>();
  return results;
}

/** How many there are in all. */
export async function countDayBefore(ctx: Ctx, { from, to }: Stretch): Promise<number> {
  const counted = await ctx.env.DB.prepare(`SELECT count(*) AS bookings ${matching}`)
    .bind(from, to, ctx.now())
    .first<{ bookings: number }>();
  return counted?.bookings ?? 0;
}
