import type { MailMessage } from "../../contracts/events.ts";
import type { BookingFailuresMail } from "../../contracts/mails.ts";
import type { Settings } from "../../contracts/settings.ts";
import { openDatabase } from "../../workers/platform/database.ts";
import { mails } from "../../workers/platform/mail-outbox.ts";
import { slotMs, slotOf } from "./counts.ts";

type Thresholds = Settings["alerts"]["bookingFailures"];

/** After a mail nobody is mailed again for this long, or for the window if that is longer. */
const quietMs = 3_600_000;
const linesMax = 20;

/** The mail as it is written down: the names of the apps are looked up when it is sent. */
type Alert = Omit<BookingFailuresMail, "apps"> & { apps: { appId: string; failures: number }[] };

/** Writes down an alert if the last window holds as many failures as the threshold says and none was written for an hour. */
export function raiseAlert(sql: SqlStorage, { threshold, windowSeconds }: Thresholds, recipient: string, now: number): void {
  const windowMs = windowSeconds * 1000;
  const first = slotOf(now - windowMs) + 1;
  const last = sql.exec<{ at: number | null }>("SELECT max(at) AS at FROM alert").one().at;
  if (last !== null && now - last < Math.max(quietMs, windowMs)) return;
  const { total } = sql
    .exec<{ total: number }>("SELECT ifnull(sum(failures), 0) AS total FROM recent_failure WHERE slot >= ?", first)
    .one();
  if (total < threshold) return;
  const by = <Column extends string>(column: Column) =>
    sql
      .exec<Record<Column, string> & { failures: number }>(
        `SELECT ${column}, sum(failures) AS failures FROM recent_failure WHERE slot >= ? GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${linesMax}`,
        first,
      )
      .toArray();
  const payload: Alert = {
    from: new Date(first * slotMs).toISOString(),
    to: new Date(now).toISOString(),
    threshold,
    total,
    codes: by("code").map(({ code, failures }) => ({ code, failures })),
    apps: by("app_id").map(({ app_id: appId, failures }) => ({ appId, failures })),
  };
  sql.exec("INSERT INTO alert (at, recipient, payload) VALUES (?, ?, ?)", now, recipient, JSON.stringify(payload));
}

/** Whether an alert waits for its mail. */
export const hasUnsentAlert = (sql: SqlStorage): boolean => sql.exec("SELECT 1 FROM alert WHERE sent = 0 LIMIT 1").toArray().length > 0;

/**
 * Records the mails of the alerts that have none yet and sets them on their way; one whose message is lost is sent by the sweep. Throws if one
 * could not be recorded; repeating makes no second mail.
 */
export async function sendAlerts(sql: SqlStorage, env: Env): Promise<void> {
  const unsent = sql
    .exec<{ at: number; recipient: string; payload: string }>("SELECT at, recipient, payload FROM alert WHERE sent = 0 ORDER BY at")
    .toArray();
  for (const { at, recipient, payload } of unsent) {
    const key = `booking-failures:${at}`;
    const mail: BookingFailuresMail = await withNames(env.DB, JSON.parse(payload));
    await openDatabase(env)
      .insert(mails)
      .values({
        key,
        kind: "booking-failures",
        appId: null,
        recipient,
        payload: mail,
        status: "PENDING",
        attempts: 0,
        createdAt: at,
        updatedAt: at,
      })
      .onConflictDoNothing({ target: mails.key });
    sql.exec("UPDATE alert SET sent = 1 WHERE at = ?", at);
    await env.EMAILS.send({ key } satisfies MailMessage);
  }
}

async function withNames(database: D1Database, alert: Alert): Promise<BookingFailuresMail> {
  const { results } = await database
    .prepare("SELECT id, name FROM apps WHERE id IN (SELECT value FROM json_each(?))")
    .bind(JSON.stringify(alert.apps.map(({ appId }) => appId)))
    .all<{ id: string; name: string }>();
  const names = new Map(results.map(({ id, name }) => [id, name]));
  return { ...alert, apps: alert.apps.map((app) => ({ ...app, name: names.get(app.appId) ?? app.appId })) };
}
