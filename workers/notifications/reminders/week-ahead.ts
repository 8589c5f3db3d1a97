import { limits } from "../../../contracts/limits.ts";
import type { Ctx } from "../../platform/context.ts";
import { type BookedRow, bookedColumns } from "./booked-visit.ts";
import { nineOnFriday } from "./friday-periods.ts";
import type { Placed } from "./people.ts";

const weekMs = 7 * 86_400_000;

/** What somebody has booked for the coming seven days. `rows`: the soonest; `count`: of all. */
export interface WeekAhead {
  rows: BookedRow[];
  count: number;
}

/**
 * What each of these people has booked from now to seven days after the week's Friday at nine, or after now if that is later, over all apps. Who has nothing is
 * left out.
 */
export async function weeksAhead(ctx: Ctx, people: readonly Placed[], week: string): Promise<Map<string, WeekAhead>> {
  const now = ctx.now();
  const zones = [...new Set(people.map(({ timeZone }) => timeZone))];
  const until = new Map(zones.map((zone) => [zone, Math.max(now, nineOnFriday(week, zone)) + weekMs]));
  const asked = people.map(({ id, timeZone }) => [id, until.get(timeZone)]);
  const { results } = await ctx.env.DB.prepare(
    `SELECT * FROM (
       SELECT ${bookedColumns}, row_number() OVER (PARTITION BY b.user_id ORDER BY s.starts_at, b.id) AS place, count(*) OVER (PARTITION BY b.user_id) AS count
       FROM json_each(?1) AS person CROSS JOIN bookings AS b ON b.user_id = person.value ->> 0 AND b.status = 'CONFIRMED'
         CROSS JOIN showtimes AS s ON s.id = b.showtime_id AND s.status = 'SCHEDULED' AND s.starts_at > ?2 AND s.starts_at <= person.value ->> 1
         JOIN listings AS l ON l.id = s.listing_id JOIN venues AS v ON v.id = s.venue_id
     ) WHERE place <= ?3 ORDER BY userId, place`,
  )
    .bind(JSON.stringify(asked), now, limits.reminderVisitsShown)
    .all<BookedRow & { count: number }>();
  const weeks = new Map<string, WeekAhead>();
  for (const { count, ...row } of results) {
    const known = weeks.get(row.userId);
    if (known === undefined) weeks.set(row.userId, { rows: [row], count });
    else known.rows.push(row);
  }
  return weeks;
}
