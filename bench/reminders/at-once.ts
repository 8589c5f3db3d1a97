import { announceMails, mailStatements } from "../../workers/notifications/mail-statements.ts";
import { type BookedRow, bookedColumns } from "../../workers/notifications/reminders/booked-visit.ts";
import { fridayMailTo } from "../../workers/notifications/reminders/friday-mail.ts";
import { linksTo, webApps } from "../../workers/notifications/reminders/web-links.ts";
import type { Ctx } from "../../workers/platform/context.ts";

const weekMs = 7 * 86_400_000;
const mailsInBatch = 1000;

/**
 * The same mails as a cron handler makes them that most would write: one query for everybody, one loop, no pages and no progress. Its inserts are as
 * good as ours: a thousand mails a transaction. Cut off, it begins again from the start.
 */
export async function remindAtOnce(ctx: Ctx, period: string): Promise<number> {
  const [week = "", zone = ""] = period.split(" ");
  const apps = await webApps(ctx);
  const now = ctx.now();
  const { results } = await ctx.env.DB.prepare(
    `SELECT ${bookedColumns}, u.email AS email, u.name AS name FROM users AS u JOIN bookings AS b ON b.user_id = u.id AND b.status = 'CONFIRMED'
       JOIN showtimes AS s ON s.id = b.showtime_id AND s.status = 'SCHEDULED' AND s.starts_at > ?2 AND s.starts_at <= ?3
       JOIN listings AS l ON l.id = s.listing_id JOIN venues AS v ON v.id = s.venue_id
     WHERE u.erased_at IS NULL AND u.time_zone = ?1 ORDER BY u.id, s.starts_at`,
  )
    .bind(zone, now, now + weekMs)
    .all<BookedRow & { email: string; name: string }>();
  const linkTo = linksTo(ctx.env, apps);
  const mails = [...Map.groupBy(results, ({ userId }) => userId)].flatMap(([id, rows]) => {
    const { email = "", name = "" } = rows[0] ?? {};
    return (
      fridayMailTo({ person: { id, email, name, timeZone: zone }, week, ahead: { rows, count: rows.length }, weekend: [], linkTo }) ?? []
    );
  });
  for (let from = 0; from < mails.length; from += mailsInBatch) {
    const chunk = mails.slice(from, from + mailsInBatch);
    await ctx.env.DB.batch(mailStatements(ctx.env, chunk, ctx.now()));
    await announceMails(ctx.env, chunk);
  }
  return mails.length;
}
