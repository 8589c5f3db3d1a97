import { limits } from "../../contracts/limits.ts";
import type { Ctx } from "../platform/context.ts";
import type { Job, JobState, JobStep } from "../platform/job.ts";
import { dayOf, lastDays, noSuchPeriod, startOfPeriod } from "../platform/jobs/periods.ts";
import { compareBooks } from "./compare-books.ts";
import { compareBookings, comparePayments } from "./compare-payments.ts";
import { compareProvider } from "./compare-provider.ts";
import { compareRooms } from "./compare-rooms.ts";
import { compareShowtimes } from "./compare-showtimes.ts";
import { type PartStep, reportOf } from "./finding.ts";
import { settleOpenMoney } from "./open-money.ts";
import { findWaiting } from "./waiting.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** A page of one part, from where the last one ended. `from`: nothing older is looked at, in ms. */
type Part = (ctx: Ctx, from: number, place: unknown) => Promise<PartStep<unknown>>;
/** What a part answered as its place is what it gets back: a run's position is written and read by nobody else. */
const resumed = <Place>(part: (ctx: Ctx, from: number, place: Place | null) => Promise<PartStep<Place>>): Part => part as Part;

/** In this order: what the ledgers mend first is right when the money is looked at. The names are those of the report. */
const parts: Record<string, Part> = {
  showtimes: resumed(compareShowtimes),
  openMoney: (ctx) => settleOpenMoney(ctx),
  bookings: resumed(compareBookings),
  payments: resumed(comparePayments),
  books: resumed((ctx, _from, place: string | null) => compareBooks(ctx, place)),
  charges: (ctx) => compareProvider(ctx),
  rooms: resumed((ctx, _from, place: string | null) => compareRooms(ctx, place)),
  waiting: (ctx) => findWaiting(ctx),
};
const order = Object.keys(parts);

interface Position {
  part: string;
  place: unknown;
}

const everything = " all";

/**
 * Compares what the objects know, what D1 has and what the payment providers say, mends what it can and reports the rest: `healed`, `unhealed`, and `findings`
 * with those that nobody mended first. A day's run looks at showtimes from thirty days ago on, and at money of the last thirty days; one of `… all` at everything.
 */
export const reconciliation: Job = {
  name: "reconciliation",
  summary: "Compares showtimes, payments and rooms with the database, and mends what differs",
  schedule: "Daily at 03:00 UTC",

  /** One that was missed is made up for by the next: it looks at a month. */
  async due(ctx) {
    return lastDays(ctx.now(), 1, 3 * hourMs);
  },

  period(ctx, asked = dayOf(ctx.now())) {
    const day = asked.endsWith(everything) ? asked.slice(0, -everything.length) : asked;
    if (day.length !== "2026-11-21".length || Number.isNaN(startOfPeriod(day)))
      throw noSuchPeriod(`${dayOf(ctx.now())}, or with${everything} behind it`);
    return asked;
  },

  async page(ctx: Ctx, { period, position }: JobState): Promise<JobStep> {
    const { part: name, place } = (position ?? { part: order[0], place: null }) as Position;
    const part = parts[name];
    if (part === undefined) throw new Error(`the reconciliation has no part ${name}`);
    const from = period.endsWith(everything) ? 0 : ctx.now() - limits.reconciledDays * dayMs;
    const step = await part(ctx, from, place);
    const following = step.next === null ? order[order.indexOf(name) + 1] : name;
    return {
      position: following === undefined ? null : ({ part: following, place: step.next } satisfies Position),
      done: step.done,
      report: reportOf(ctx, name, step),
    };
  },
};
