import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { testCtx } from "../../test/harness.ts";
import { recordingDatabase } from "../../test/query-plans.ts";
import type { AdminCtx, Ctx } from "../platform/context.ts";
import { booksOfApp } from "./books.ts";
import { compareBooks } from "./compare-books.ts";
import { compareBookings, comparePayments } from "./compare-payments.ts";
import { compareProvider } from "./compare-provider.ts";
import { archivedRoom, compareRooms } from "./compare-rooms.ts";
import { compareShowtimes } from "./compare-showtimes.ts";
import { bookingIdsAfter, differingRows, differingShowtime } from "./ledger-differences.ts";
import { settleOpenMoney } from "./open-money.ts";
import { rebuildLedger } from "./rebuild-ledger.ts";
import { findWaiting } from "./waiting.ts";

const whose = { appId: "app_x", showtimeId: "sho_x" };
const booking = {
  id: "BK-1",
  seq: 1,
  status: "CONFIRMED",
  amount: 1,
  refundedAmount: 0,
  transferredAmount: 0,
  payments: "[]",
  seatIds: ["sea_x_1"],
} as const;
const reservation = { token: "rsv_x", seq: 1, status: "ACTIVE", price: 1, expiresAt: 1, bookingId: null } as const;
const summary = { seq: 1, told: 1, late: false, seatsTotal: 1, seatsLeft: 1, checkedIn: 0, bookings: 1 };
const farAway = 4_000_000_000_000;

const statements: Record<string, (ctx: Ctx, db: D1Database) => Promise<unknown>> = {
  "the next showtimes": (ctx) => compareShowtimes(ctx, farAway, null),
  "rows that differ": (_, db) =>
    differingRows(db, whose, { bookings: [{ ...booking, seatIds: [...booking.seatIds] }], reservations: [reservation] }),
  "a showtime that differs": (_, db) => differingShowtime(db, whose, summary),
  "the bookings of a showtime": (_, db) => bookingIdsAfter(db, whose, "", 10),
  "open money": (ctx) => settleOpenMoney(ctx),
  "a page of bookings": (ctx) => compareBookings(ctx, farAway, null),
  "a page of payments": (ctx) => comparePayments(ctx, farAway, null),
  "an app's books": (_, db) => booksOfApp(db, "app_x", 0).all(),
  "a page of apps": (ctx) => compareBooks(ctx, "app_~"),
  "the charges of a day": (ctx) => compareProvider({ ...ctx, now: () => farAway }),
  "a page of rooms": (ctx) => compareRooms(ctx, "room_~"),
  "what is archived of a room": (ctx) => archivedRoom(ctx, "room_x", { keptFrom: 1, archivedSeq: 1 }),
  "what waits": (ctx) => findWaiting(ctx),
  "a page of showtimes to rebuild": (ctx) =>
    rebuildLedger({ ...ctx, actor: { kind: "admin", email: "a@example.com" } } as AdminCtx, { after: "sho_~" }),
  "a page of an app's showtimes to rebuild": (ctx) =>
    rebuildLedger({ ...ctx, actor: { kind: "admin", email: "a@example.com" } } as AdminCtx, { appId: "app_x", after: "sho_~" }),
};

describe("no statement of the reconciliation reads a whole table", () => {
  for (const [name, run] of Object.entries(statements)) {
    it(name, async () => {
      const { db, plans } = recordingDatabase();
      await run(testCtx({ db, env: { ...env, DB: db.$client } }), db.$client);
      const steps = await plans();
      expect(steps.filter((step) => step.startsWith("SEARCH"))).not.toEqual([]);
      // What a statement made itself, a page of rows, may be gone through.
      expect(steps.filter((step) => /^SCAN (?!\w+ VIRTUAL TABLE|CONSTANT ROW|page|paid|used|\()/.test(step))).toEqual([]);
    });
  }
});
