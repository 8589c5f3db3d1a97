import { abortAllDurableObjects } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import type { Booking } from "../../contracts/bookings.ts";
import type { CancellationReport, ListingWithShowtimes, Showtime } from "../../contracts/showtimes.ts";
import { expectBooksToAddUp } from "../../test/books.ts";
import { buy, type House, hold, openHouse, pay, seatAt } from "../../test/box-office.ts";
import { call, makeApp, makeUser, type TestApp, testCtx } from "../../test/harness.ts";
import { seatMapOf } from "../catalog/seat-map-of.ts";
import { sweepPayments } from "../payments/sweep-payments.ts";
import { newId } from "../platform/ids.ts";

interface Cancelled {
  showtime: Showtime;
  cancellation: CancellationReport;
}
const cancel = ({ app, showtimeId }: House, body?: object) =>
  call<Cancelled>("POST", `/api/v1/showtimes/${showtimeId}/cancel`, { server: app, ...(body && { body }) });
const report = ({ app, showtimeId }: House) =>
  call<{ cancellation: CancellationReport }>("GET", `/api/v1/showtimes/${showtimeId}/cancellation`, { server: app });
const done = (house: House, timeout = 15_000) =>
  vi.waitFor(
    async () => {
      const { cancellation } = (await report(house)).body.data;
      expect(cancellation.status).toBe("DONE");
      return cancellation;
    },
    { timeout, interval: 200 },
  );

describe("cancelling a showtime", () => {
  it("refunds every booking in full, whatever its policy says, and reports how far it is", async () => {
    const house = await openHouse(14);
    const [ada, bob] = [await makeUser(house.app), await makeUser(house.app)];
    const bookings = [await buy(ada, [seatAt(house, 0), seatAt(house, 10)]), await buy(bob, [seatAt(house, 1)])];
    const answer = await cancel(house, { reason: "the lead is ill" });
    expect(answer.status).toBe(200);
    expect(answer.body.data.showtime.status).toBe("CANCELLED");
    expect(await done(house)).toEqual({
      status: "DONE",
      reason: "the lead is ill",
      bookingsTotal: 2,
      bookingsCancelled: 2,
      refundsTotal: 2,
      refundsPaid: 2,
      amountTotal: 17_200,
      amountPaid: 17_200,
      currency: "EUR",
    });
    const shown = await call<{ items: Booking[] }>("GET", "/api/v1/bookings", { user: ada });
    expect(shown.body.data.items[0]).toMatchObject({ bookingId: bookings[0]?.bookingId, status: "CANCELLED", paymentStatus: "REFUNDED" });
    expect((await expectBooksToAddUp(house.app)).bookings).toBe(0);
  });

  it("ends the sale, every hold, and gives back what is being paid", async () => {
    const house = await openHouse(4);
    const user = await makeUser(house.app);
    const { reservationToken } = (await hold(user, [seatAt(house, 0)])).body.data;
    await pay(user, reservationToken);
    await cancel(house);
    const refused = await hold(user, [seatAt(house, 1)]);
    expect([refused.body.error.code, refused.body.error.details?.reason]).toEqual(["SALE_NOT_OPEN", "CANCELLED"]);
    expect((await call("POST", "/api/v1/confirm-booking", { user, body: { reservationToken } })).status).toBe(410);
    await vi.waitFor(async () => expect((await expectBooksToAddUp(house.app)).refunded).toBe(6500), { timeout: 15_000 });
  });

  it("again answers the same, with the first reason", async () => {
    const house = await openHouse(2);
    await buy(await makeUser(house.app), [seatAt(house, 0)]);
    await cancel(house, { reason: "a burst pipe" });
    const [again, another] = await Promise.all([cancel(house), cancel(house, { reason: "another" })]);
    for (const { status, body } of [again, another])
      expect([status, body.data.showtime.status, body.data.cancellation.reason]).toEqual([200, "CANCELLED", "a burst pipe"]);
    await done(house);
    expect((await expectBooksToAddUp(house.app)).refunded).toBe(6500);
    const { results } = await env.DB.prepare("SELECT action FROM audit_log WHERE subject = ? AND action = 'showtime.cancel'")
      .bind(house.showtimeId)
      .all();
    expect(results).toHaveLength(1);
  });

  it("counts only what goes back because of it", async () => {
    const house = await openHouse(4, { cancellationPolicy: { fullRefundUntilHours: 1 } });
    const user = await makeUser(house.app);
    const booking = await buy(user, [seatAt(house, 0), seatAt(house, 1)]);
    await call("POST", `/api/v1/bookings/${booking.bookingId}/cancel`, { user, body: { seatIds: [seatAt(house, 0)] } });
    await cancel(house);
    expect(await done(house)).toMatchObject({ bookingsTotal: 1, refundsTotal: 1, refundsPaid: 1, amountTotal: 6500, amountPaid: 6500 });
    expect((await expectBooksToAddUp(house.app)).refunded).toBe(13_000);
  });

  it("takes it off the listing's next showtime, and out of what can be changed", async () => {
    const house = await openHouse(1);
    await cancel(house);
    const { event } = (await call<{ event: ListingWithShowtimes }>("GET", `/api/v1/events/${house.listingId}`, { app: house.app })).body
      .data;
    expect([event.next, event.showtimes[0]?.status]).toEqual([null, "CANCELLED"]);
    const changed = await call("PATCH", `/api/v1/showtimes/${house.showtimeId}`, { server: house.app, body: { holdSeconds: 60 } });
    expect([changed.status, changed.body.error.code]).toEqual([409, "SHOWTIME_CANCELLED"]);
  });

  it("is for whoever manages it, and there is no report of one that takes place", async () => {
    const house = await openHouse(1);
    const stranger = await makeUser(house.app, { role: "ORGANIZER" });
    const path = `/api/v1/showtimes/${house.showtimeId}`;
    expect((await call("POST", `${path}/cancel`, { user: stranger })).body.error.code).toBe("FORBIDDEN");
    expect((await call("POST", `${path}/cancel`, { server: await makeApp() })).body.error.code).toBe("SHOWTIME_NOT_FOUND");
    const none = await report(house);
    expect([none.status, none.body.error.code]).toEqual([409, "SHOWTIME_NOT_CANCELLED"]);
  });
});

describe("the refunds of a full house", () => {
  it("reach a thousand buyers once each, although the objects lose their memory on the way", async () => {
    const house = await openHouse(1000);
    await fill(house);
    await cancel(house, { reason: "a storm" });
    await abortAllDurableObjects();
    const finished = await done(house, 90_000);
    expect(finished).toMatchObject({ bookingsCancelled: 1000, refundsPaid: 1000, amountTotal: finished.amountPaid });
    const { refunded, captured } = await expectBooksToAddUp(house.app);
    expect([refunded, refunded]).toEqual([captured, finished.amountPaid]);
    const twice = await env.DB.prepare(
      "SELECT count(*) AS n FROM (SELECT booking_id FROM refunds WHERE app_id = ? GROUP BY booking_id HAVING count(*) > 1)",
    )
      .bind(house.app.appId)
      .first("n");
    expect(twice).toBe(0);

    // A consumer that ended after the provider paid and before it could note so leaves them to the sweep, which pays none a second time.
    await env.DB.prepare(
      "UPDATE refunds SET status = 'PENDING', created_at = 0 WHERE id IN (SELECT id FROM refunds WHERE app_id = ? LIMIT 50)",
    )
      .bind(house.app.appId)
      .run();
    await sweepPayments(testCtx());
    expect(await expectBooksToAddUp(house.app)).toMatchObject({ refunded, atProvider: refunded });
  }, 150_000);
});

/** Sells every seat to somebody else, without a request for each: payments as the provider left them, holds and confirmations at the object. */
async function fill({ app, showtimeId, seats }: House): Promise<void> {
  const ledger = seatMapOf(env, app.appId, showtimeId);
  const sold = await Promise.all(
    seats.map(async ({ id, price }) => {
      const userId = newId("user");
      const held = await ledger.hold({ userId, seatIds: [id] });
      if (!held.ok) throw new Error(held.code);
      return { userId, price, token: held.held.reservationToken, paymentId: newId("payment") };
    }),
  );
  for (let from = 0; from < sold.length; from += 100) await recordPayments(app, showtimeId, sold.slice(from, from + 100));
  await Promise.all(
    sold.map(({ userId, token, paymentId, price }) =>
      ledger.confirm({ userId, token, payment: { id: paymentId, amount: price, currency: "EUR" } }),
    ),
  );
}

async function recordPayments(
  app: TestApp,
  showtimeId: string,
  sold: { userId: string; token: string; paymentId: string; price: number }[],
): Promise<void> {
  const rows = JSON.stringify(sold);
  const of = (name: string) => `(value ->> '${name}')`;
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO simulated_charges (id, reference, amount, currency, status, refunded, created_at)
       SELECT 'sim_' || ${of("paymentId")}, ${of("paymentId")}, ${of("price")}, 'EUR', 'succeeded', 0, 0 FROM json_each(?1)`,
    ).bind(rows),
    env.DB.prepare(
      `INSERT INTO payments (id, app_id, user_id, showtime_id, reservation_token, provider, charge_id, method, amount, currency, status, used_by, created_at, updated_at)
       SELECT ${of("paymentId")}, ?2, ${of("userId")}, ?3, ${of("token")}, 'simulated', 'sim_' || ${of("paymentId")}, 'card', ${of("price")}, 'EUR', 'SUCCESS', ${of("token")}, ?4, ?4
       FROM json_each(?1)`,
    ).bind(rows, app.appId, showtimeId, Date.now()),
  ]);
}
