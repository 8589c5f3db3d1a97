import { limits } from "../../contracts/limits.ts";
import type { Ctx } from "../platform/context.ts";
import type { Job, JobState, JobStep } from "../platform/job.ts";
import { dayOf, lastDays, noSuchPeriod, startOfPeriod } from "../platform/jobs/periods.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Everything that was counted on a day has reached D1 by then. */
const restMs = hourMs;

/** The columns that are added up: the names of their monthly figures. What was sold is told apart by its currency. */
const sold = { bookings: "bookings", seats: "seats", revenue: "revenue", refunds: "refunds", payments_failed: "paymentsFailed" };
const counted = {
  holds: "holds",
  holds_refused: "holdsRefused",
  conflicts: "conflicts",
  expiries: "expiries",
  confirms: "confirms",
  booking_failures: "bookingFailures",
  requests: "requests",
};

const everything = " all";

/**
 * Adds the days of each month up to its figures, a month a page: the whole month's value every time, so that what came late is in it and nothing is in it
 * twice. Days older than `dailyFigureDays` become one, the first of their month, so that analytics over long ranges find the same sums. A run looks back a
 * little further than that; one of `… all` to the first day that there is.
 */
export const metricsRollUp: Job = {
  name: "metrics-roll-up",
  summary: "Adds the days up to months, and lets old days become one of each month",
  schedule: "Daily at 01:00 UTC, of the day before",

  async due(ctx) {
    return lastDays(ctx.now(), 1, dayMs + restMs);
  },

  period(ctx, asked = dayOf(ctx.now() - dayMs)) {
    const day = asked.endsWith(everything) ? asked.slice(0, -everything.length) : asked;
    const startsAt = day.length === "2026-11-20".length ? startOfPeriod(day) : Number.NaN;
    if (!(startsAt <= ctx.now())) throw noSuchPeriod(`${dayOf(ctx.now() - dayMs)}, or with${everything} behind it`);
    return asked;
  },

  async page(ctx: Ctx, { period, position }: JobState): Promise<JobStep> {
    const last = period.slice(0, "2026-11".length);
    const month = typeof position === "string" ? position : await firstMonth(ctx, period);
    const { DB } = ctx.env;
    const isOld = `${month}-31` < dayOf(ctx.now() - limits.dailyFigureDays * dayMs);
    return {
      position: month < last ? monthAfter(month) : null,
      done: 1,
      report: { months: 1 },
      statements: [...figuresOf(DB, month), ...(isOld ? daysBecomeOne(DB, month) : [])],
    };
  },
};

async function firstMonth(ctx: Ctx, period: string): Promise<string> {
  const recent = dayOf(startOfPeriod(period.slice(0, 10)) - (limits.dailyFigureDays + 62) * dayMs).slice(0, 7);
  if (!period.endsWith(everything)) return recent;
  const days = await ctx.env.DB.batch<{ day: string | null }>(
    ["daily_sales", "daily_app_counts"].map((table) => ctx.env.DB.prepare(`SELECT min(day) AS day FROM ${table}`)),
  );
  const [first = recent] = days.flatMap(({ results }) => results.flatMap(({ day }) => day ?? [])).sort();
  return first.slice(0, 7) < recent ? first.slice(0, 7) : recent;
}

function monthAfter(month: string): string {
  const [year = 0, number = 0] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number)).toISOString().slice(0, 7);
}

function figuresOf(db: D1Database, month: string): D1PreparedStatement[] {
  const added = (table: string, currency: string) => (column: string, name: string) =>
    db
      .prepare(
        `INSERT INTO monthly_figures (app_id, month, name, currency, value)
         SELECT app_id, ?1, ?2, ${currency}, sum(${column}) FROM ${table} WHERE day BETWEEN ?1 || '-01' AND ?1 || '-31' GROUP BY 1, 4
         ON CONFLICT (app_id, month, name, currency) DO UPDATE SET value = excluded.value WHERE value <> excluded.value`,
      )
      .bind(month, name);
  return [
    ...Object.entries(sold).map(([column, name]) => added("daily_sales", "currency")(column, name)),
    ...Object.entries(counted).map(([column, name]) => added("daily_app_counts", "''")(column, name)),
  ];
}

/** The sums of a month stand on its first day, and its other days go. Again: the same. */
function daysBecomeOne(db: D1Database, month: string): D1PreparedStatement[] {
  const one = (table: string, columns: readonly string[], key: string) => [
    db
      .prepare(
        `INSERT INTO ${table} (app_id, day, ${key}${columns.join(", ")})
         SELECT app_id, ?1 || '-01', ${key}${columns.map((column) => `sum(${column})`).join(", ")} FROM ${table}
         WHERE day BETWEEN ?1 || '-01' AND ?1 || '-31' GROUP BY ${key}app_id
         ON CONFLICT (app_id, day${key === "" ? "" : ", currency"}) DO UPDATE SET ${columns.map((column) => `${column} = excluded.${column}`).join(", ")}`,
      )
      .bind(month),
    db.prepare(`DELETE FROM ${table} WHERE day > ?1 || '-01' AND day <= ?1 || '-31'`).bind(month),
  ];
  return [...one("daily_sales", Object.keys(sold), "currency, "), ...one("daily_app_counts", Object.keys(counted), "")];
}
