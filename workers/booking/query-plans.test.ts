import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { Booking, Reservation } from "../../contracts/bookings.ts";
import { WaitlistEntry } from "../../contracts/waitlist.ts";
import { makeApp, makeUser, type TestUser, testTenantCtx } from "../../test/harness.ts";
import { recordingDatabase } from "../../test/query-plans.ts";
import { schemaDrift } from "../../test/schema-drift.ts";
import { claimPayment } from "../payments/claim-payment.ts";
import { keepPayments } from "../payments/keep-payments.ts";
import { recordRefunds } from "../payments/note-refunds.ts";
import { processPayment } from "../payments/process-payment.ts";
import { getPayment, listPayments, listRefundsOfBooking } from "../payments/read.ts";
import { refundEndedReservation } from "../payments/refund-ended-reservation.ts";
import { overdueCharges } from "../payments/simulated-provider.ts";
import { sweepPayments } from "../payments/sweep-payments.ts";
import { payments, refunds, simulatedCharges, simulatedRefunds } from "../payments/tables.ts";
import type { TenantCtx, UserCtx } from "../platform/context.ts";
import { encodeCursor } from "../platform/cursor.ts";
import { projectLedger } from "./project-ledger.ts";
import { reachableBooking } from "./reachable-booking.ts";
import { getBooking, listBookings, listReservations } from "./read.ts";
import { bookings, reservations } from "./tables.ts";

const refused = () => null;
const page = { limit: 20, cursor: encodeCursor(1, "x") };
const ended = { type: "reservation.expired", reservation: { reservationToken: "rsv_1" } } as Parameters<typeof refundEndedReservation>[1];

const refund = { id: "ref_1", bookingId: "BK-1", paymentId: "pay_1", amount: 1, reason: "BUYER", at: 1 };

const asUser = (ctx: TenantCtx, user: TestUser): UserCtx => ({
  ...ctx,
  actor: { kind: "user", userId: user.userId, sessionId: "ses_1", role: "USER" },
});

const statements: Record<string, (ctx: TenantCtx, user: TestUser) => Promise<unknown>> = {
  "a user's bookings": (ctx, user) => listBookings(asUser(ctx, user), page),
  "an app's bookings": (ctx) => listBookings(ctx, page),
  "an app's confirmed bookings": (ctx) => listBookings(ctx, { ...page, status: "CONFIRMED" }),
  "a booking": (ctx) => getBooking(ctx, "BK-1").catch(refused),
  "a user's active reservations": (ctx, user) => listReservations(asUser(ctx, user), { ...page, status: "ACTIVE", entityId: "sho_1" }),
  "an app's reservations": (ctx) => listReservations(ctx, page),
  "a user's payments": (ctx, user) => listPayments(asUser(ctx, user), page),
  "an app's payments": (ctx) => listPayments(ctx, { ...page, status: "REFUNDED" }),
  "a payment": (ctx) => getPayment(ctx, "pay_1").catch(refused),
  "the claim on a payment": (ctx, user) =>
    claimPayment(ctx, { appId: ctx.tenant.appId, userId: user.userId, paymentId: "pay_1", token: "rsv_1" }),
  "the claims on several payments": (ctx, user) =>
    keepPayments(ctx.db.$client, ctx.tenant.appId, [{ userId: user.userId, paymentId: "pay_1", token: "rsv_1" }]),
  "what was paid for an ended reservation": (ctx) => refundEndedReservation(ctx, ended),
  "the sweep of payments": (ctx) => sweepPayments(ctx),
  "the refunds of a booking": (ctx) => listRefundsOfBooking(ctx, "BK-1"),
  "the refunds that an object decided": (ctx) => recordRefunds(ctx, ctx.tenant.appId, [refund]),
  "the order that is paid": (ctx, user) =>
    processPayment(asUser(ctx, user), { orderId: "tor_1", method: "card", token: "tok_ok" }).catch(refused),
  "a booking that somebody may cancel": (ctx) => reachableBooking(ctx, "BK-1").catch(refused),
  "the charges that are overdue": (ctx) => overdueCharges(ctx, 10),
};

describe("no statement about bookings or payments reads a whole table", () => {
  for (const [name, run] of Object.entries(statements)) {
    it(name, async () => {
      const app = await makeApp();
      const { db, plans } = recordingDatabase();
      await run(testTenantCtx(app, { db }), await makeUser(app));
      const steps = await plans();
      expect(steps.length).toBeGreaterThan(0);
      expect(
        steps.filter(
          (step) =>
            /^SCAN (?!json_each VIRTUAL|CONSTANT ROW|told$)/.test(step) &&
            !/USING (COVERING )?INDEX (payments_unsettled|payments_unbooked|refunds_pending)/.test(step),
        ),
      ).toEqual([]);
    });
  }
});

describe("what a showtime's object tells D1", () => {
  it("is written by ids: no statement goes through all that the app has", async () => {
    const { db, plans } = recordingDatabase();
    const booking = Booking.parse(Booking.meta()?.example);
    await projectLedger(db.$client, {
      appId: "app_1",
      showtimeId: "sho_1",
      seq: 1,
      seatsTotal: 1,
      seatsLeft: 0,
      checkedIn: 0,
      reservations: [{ seq: 1, reservation: Reservation.parse(Reservation.meta()?.example) }],
      bookings: [{ seq: 1, booking, refunds: [{ id: "ref_1", paymentId: "pay_1", amount: 1, reason: "BUYER", at: 1 }] }],
      later: [{ bookingId: "BK-1", seatIds: [] }],
      waitlist: [{ seq: 1, entry: WaitlistEntry.parse(WaitlistEntry.meta()?.example) }],
    });
    const steps = await plans();
    expect(steps.filter((step) => /^SEARCH known/.test(step))).not.toEqual([]);
    expect(steps.filter((step) => /^SCAN (?!\w+ VIRTUAL TABLE|told$)|\(app_id=\?\)/.test(step))).toEqual([]);
  });
});

describe("the indexes that hold what the objects promise", () => {
  it("are in the database: a seat once per showtime, a payment once per booking, a reservation with one live payment", async () => {
    const { results } = await env.DB.prepare("SELECT name FROM sqlite_master WHERE type = 'index'").all<{ name: string }>();
    const names = results.map(({ name }) => name);
    for (const name of [
      "bookings_by_app_status",
      "bookings_by_app_date",
      "bookings_by_user",
      "bookings_by_payment_status",
      "reservations_by_user",
      "reservations_by_expiry",
      "payments_live_by_reservation",
      "payments_by_use",
    ]) {
      expect(names).toContain(name);
    }
    const insert = () =>
      env.DB.batch([
        env.DB.prepare(
          `INSERT OR IGNORE INTO bookings (id, app_id, showtime_id, user_id, reservation_token, status, seats, amount, currency, payment_status, created_at, updated_at, ledger_seq)
          SELECT 'BK-guard-' || value, 'a', 's', 'u', 't' || value, 'CONFIRMED', '[]', 0, 'EUR', 'SUCCESS', 0, 0, 1 FROM json_each('[1,2]')`,
        ),
        env.DB.prepare("INSERT INTO booking_seats VALUES ('a', 's', 'seat', 'BK-guard-1')"),
        env.DB.prepare("INSERT INTO booking_seats VALUES ('a', 's', 'seat', 'BK-guard-2')"),
      ]);
    await expect(insert()).rejects.toThrow("UNIQUE constraint failed");
  });

  it("belong to tables that drizzle sees as they are", async () => {
    expect(await schemaDrift(bookings, reservations, payments, refunds, simulatedCharges, simulatedRefunds)).toEqual([]);
  });
});
