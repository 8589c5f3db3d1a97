import type { Analytics, AnalyticsQuery } from "../../contracts/analytics.ts";
import { limits } from "../../contracts/limits.ts";
import type { Domain } from "../../contracts/tenants.ts";
import type { AdminCtx } from "../platform/context.ts";
import { type Counted, countedBy, figuresOf, rowsIn, rowsOf, type Scope, type Sold, soldBy } from "./daily-figures.ts";

const dayMs = 86_400_000;
const daysDefault = 30;
/** Of the showtimes in a period so many are looked at, the earliest first. */
const showtimesReadMax = 5000;

/** The days that are meant where none are named. */
export function scopeOf(ctx: AdminCtx, { from, to, appId, domain }: AnalyticsQuery): Scope {
  const last = to ?? dayOf(Math.max(ctx.now(), from === undefined ? 0 : Date.parse(from)));
  return { from: from ?? dayOf(Date.parse(last) - (daysDefault - 1) * dayMs), to: last, appId, domain };
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** What happened in the scope: together, by day, by domain, by app, and the fullest showtimes and busiest keys. Reads only sums by day. */
export async function readAnalytics(ctx: AdminCtx, query: AnalyticsQuery): Promise<Analytics> {
  const scope = scopeOf(ctx, query);
  const database = ctx.db.$client;
  const [countedDays, soldDays, countedDomains, soldDomains, apps, shows, keys] = await database.batch([
    countedBy(database, "day", scope),
    soldBy(database, "day", scope),
    countedBy(database, "domain", scope),
    soldBy(database, "domain", scope),
    largestApps(database, scope),
    fullestShowtimes(database, scope),
    busiestKeys(database, scope),
  ]);
  const days = { counted: rowsOf<Counted>(countedDays), sold: rowsOf<Sold>(soldDays) };
  const domains = { counted: rowsOf<Counted>(countedDomains), sold: rowsOf<Sold>(soldDomains) };
  const known = rowsOf<AppRow>(apps);
  const ids = known.map(({ appId }) => appId);
  const [countedApps, soldApps] = await database.batch([countedBy(database, "app_id", scope, ids), soldBy(database, "app_id", scope, ids)]);
  const byApp = { counted: rowsOf<Counted>(countedApps), sold: rowsOf<Sold>(soldApps) };
  return {
    from: scope.from,
    to: scope.to,
    timeZone: "UTC",
    totals: figuresOf(days.counted, days.sold),
    days: everyDay(scope).map((day) => ({ day, ...figuresWhere(days, (row) => row.day === day) })),
    domains: [...new Set([...domains.counted, ...domains.sold].flatMap(({ domain }) => domain ?? []))]
      .sort()
      .map((domain) => ({ domain, ...figuresWhere(domains, (row) => row.domain === domain) })),
    apps: known.map((app) => ({ ...app, ...figuresWhere(byApp, (row) => row.app_id === app.appId) })),
    showtimes: rowsOf<ShowtimeRow>(shows).map(({ startsAt, ...show }) => ({
      ...show,
      startsAt: new Date(startsAt).toISOString(),
      occupancy: show.seatsTaken / show.seatsTotal,
    })),
    keys: rowsOf<KeyRow>(keys).map(({ lastUsedAt, ...key }) => ({ ...key, lastUsedAt: new Date(lastUsedAt).toISOString() })),
  };
}

interface AppRow {
  appId: string;
  name: string;
  domain: Domain;
}
interface ShowtimeRow {
  showtimeId: string;
  appId: string;
  title: string;
  startsAt: number;
  timeZone: string;
  seatsTotal: number;
  seatsTaken: number;
}
interface KeyRow {
  appId: string;
  keyId: string;
  kind: "PUBLISHABLE" | "SECRET" | null;
  last4: string | null;
  requests: number;
  lastUsedAt: number;
}

const figuresWhere = (rows: { counted: Counted[]; sold: Sold[] }, matches: (row: Counted | Sold) => boolean) =>
  figuresOf(rows.counted.filter(matches), rows.sold.filter(matches));

function everyDay({ from, to }: Scope): string[] {
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to) && days.length < limits.analyticsDaysMax; at += dayMs) days.push(dayOf(at));
  return days;
}

function largestApps(database: D1Database, scope: Scope): D1PreparedStatement {
  const sold = rowsIn("daily_sales", scope);
  const counted = rowsIn("daily_app_counts", scope);
  return database
    .prepare(
      `SELECT apps.id AS appId, apps.name, apps.domain
       FROM (SELECT app_id, sum(bookings) AS bookings, sum(requests) AS requests
             FROM (SELECT app_id, bookings, 0 AS requests FROM daily_sales WHERE ${sold.sql}
                   UNION ALL SELECT app_id, 0, requests FROM daily_app_counts WHERE ${counted.sql})
             GROUP BY app_id ORDER BY bookings DESC, requests DESC, app_id LIMIT ${limits.analyticsRowsMax}) AS largest
       JOIN apps ON apps.id = largest.app_id ORDER BY largest.bookings DESC, largest.requests DESC, apps.id`,
    )
    .bind(...sold.values, ...counted.values);
}

function fullestShowtimes(database: D1Database, { from, to, appId, domain }: Scope): D1PreparedStatement {
  const app = appId === undefined ? "" : " AND app_id = ?";
  const ofDomain = domain === undefined ? "" : " AND app_id IN (SELECT id FROM apps WHERE domain = ?)";
  return database
    .prepare(
      `SELECT near.id AS showtimeId, near.app_id AS appId, listings.title, near.starts_at AS startsAt, venues.time_zone AS timeZone,
         near.seats_total AS seatsTotal, near.seats_total - near.seats_left AS seatsTaken
       FROM (SELECT * FROM showtimes WHERE starts_at BETWEEN ? AND ?${app}${ofDomain} AND status = 'SCHEDULED' AND seats_total > 0
             ORDER BY starts_at LIMIT ${showtimesReadMax}) AS near
       JOIN listings ON listings.id = near.listing_id JOIN venues ON venues.id = near.venue_id
       ORDER BY 1.0 * near.seats_left / near.seats_total, near.starts_at, near.id LIMIT ${limits.analyticsRowsMax}`,
    )
    .bind(Date.parse(from), Date.parse(to) + dayMs - 1, ...(appId === undefined ? [] : [appId]), ...(domain === undefined ? [] : [domain]));
}

function busiestKeys(database: D1Database, scope: Scope): D1PreparedStatement {
  const { sql, values } = rowsIn("daily_key_counts", scope);
  return database
    .prepare(
      `SELECT busy.app_id AS appId, busy.key_id AS keyId, api_keys.kind, api_keys.last4, busy.requests, busy.last_used_at AS lastUsedAt
       FROM (SELECT app_id, key_id, sum(requests) AS requests, max(last_used_at) AS last_used_at FROM daily_key_counts
             WHERE ${sql} GROUP BY app_id, key_id ORDER BY requests DESC, key_id LIMIT ${limits.analyticsRowsMax}) AS busy
       LEFT JOIN api_keys ON api_keys.id = busy.key_id ORDER BY busy.requests DESC, busy.key_id`,
    )
    .bind(...values);
}
