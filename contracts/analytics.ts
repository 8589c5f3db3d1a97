import { z } from "zod";
import { Day } from "./admin.ts";
import { limits } from "./limits.ts";
import { Domain } from "./tenants.ts";
import { Currency, Id, Time } from "./values.ts";

/** A day in UTC; of a moment, the day in which it lies. */
const DayOf = z.union([Day, Time.transform((time) => time.slice(0, 10))], "is neither a day nor a time in ISO 8601 with Z");
const dayMs = 86_400_000;

/** Days in UTC, `from` and `to` both counted. Without `from` it is 30 days, without `to` it ends today. At most 366 days. */
export const AnalyticsQuery = z
  .strictObject({
    appId: Id.optional(),
    domain: Domain.optional(),
    from: DayOf.optional(),
    to: DayOf.optional(),
    format: z.enum(["json", "csv"]).optional(),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    message: "is an earlier day than from is",
    path: ["to"],
  })
  .refine(
    ({ from, to }) => Date.parse(to ?? new Date().toISOString()) - Date.parse(from ?? "9999-01-01") < limits.analyticsDaysMax * dayMs,
    {
      message: `is more than ${limits.analyticsDaysMax} days before to`,
      path: ["from"],
    },
  );
export type AnalyticsQuery = z.infer<typeof AnalyticsQuery>;

const Count = z.number().int();
const Ratio = z.number().min(0).nullable();

/** In minor units. `revenue`: what bookings of these days cost. `refunds`: what was given back on these days, whenever it was bought. */
const Money = z.object({ currency: Currency, revenue: Count, refunds: Count });

/**
 * `holds` were granted and `holdsRefused` were not, `conflicts` of them because somebody else had the seat. `conversion` = confirms ÷ holds,
 * `contention` = conflicts ÷ (holds + holdsRefused); both are null where there was nothing to divide by.
 */
const figures = {
  bookings: Count,
  seats: Count,
  money: z.array(Money),
  holds: Count,
  holdsRefused: Count,
  conflicts: Count,
  expiries: Count,
  confirms: Count,
  conversion: Ratio,
  contention: Ratio,
  paymentsFailed: Count,
  bookingFailures: Count,
  requests: Count,
};
const Figures = z.object(figures).meta({ id: "Figures" });
export type Figures = z.infer<typeof Figures>;

const AppFigures = z.object({ appId: z.string(), name: z.string(), domain: Domain, ...figures });
const ShowtimeFigures = z.object({
  showtimeId: z.string(),
  appId: z.string(),
  title: z.string(),
  startsAt: Time,
  timeZone: z.string(),
  seatsTotal: Count,
  seatsTaken: Count,
  occupancy: z.number().min(0).max(1),
});
const KeyFigures = z.object({
  appId: z.string(),
  keyId: z.string(),
  kind: z.enum(["PUBLISHABLE", "SECRET"]).nullable(),
  last4: z.string().nullable(),
  requests: Count,
  lastUsedAt: Time,
});

const example = {
  bookings: 120,
  seats: 263,
  money: [{ currency: "EUR", revenue: 1_104_600, refunds: 8400 }],
  holds: 171,
  holdsRefused: 24,
  conflicts: 19,
  expiries: 40,
  confirms: 120,
  conversion: 0.7018,
  contention: 0.0974,
  paymentsFailed: 6,
  bookingFailures: 7,
  requests: 48_210,
};
const app = { appId: "app_01K9Z3V6T8W2Y4A6C8E0G2J4M6", name: "Grand Theatre", domain: "EVENT" };

/**
 * What happened on these days in UTC. Every day is in `days`, also one without anything. `apps`, `showtimes` (those that start on these days)
 * and `keys` are the largest 100 of each, by bookings, occupancy and requests. Counts of today may be half a minute old.
 */
export const Analytics = z
  .object({
    from: Day,
    to: Day,
    timeZone: z.literal("UTC"),
    totals: Figures,
    days: z.array(z.object({ day: Day, ...figures })),
    domains: z.array(z.object({ domain: Domain, ...figures })),
    apps: z.array(AppFigures),
    showtimes: z.array(ShowtimeFigures),
    keys: z.array(KeyFigures),
  })
  .meta({
    id: "Analytics",
    example: {
      from: "2026-11-21",
      to: "2026-11-21",
      timeZone: "UTC",
      totals: example,
      days: [{ day: "2026-11-21", ...example }],
      domains: [{ domain: "EVENT", ...example }],
      apps: [{ ...app, ...example }],
      showtimes: [
        {
          showtimeId: "sho_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
          appId: app.appId,
          title: "Hamlet",
          startsAt: "2026-11-21T18:30:00.000Z",
          timeZone: "Europe/Vienna",
          seatsTotal: 320,
          seatsTaken: 263,
          occupancy: 0.8219,
        },
      ],
      keys: [
        {
          appId: app.appId,
          keyId: "key_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
          kind: "SECRET",
          last4: "3D4e",
          requests: 48_210,
          lastUsedAt: "2026-11-21T17:59:58.000Z",
        },
      ],
    },
  });
export type Analytics = z.infer<typeof Analytics>;
