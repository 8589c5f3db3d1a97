import { evictDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { Analytics } from "../../contracts/analytics.ts";
import { buy, confirm, type House, hold, openHouse, pay, seatAt } from "../../test/box-office.ts";
import { adminHeaders, call, makeApp, makeUser, origin } from "../../test/harness.ts";
import { flushTelemetry } from "../platform/telemetry.ts";

const day = (offset = 0) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
const analytics = async (query: string) => (await call<Analytics>("GET", `/api/v1/admin/analytics?${query}`, { admin: true })).body.data;

describe("the analytics", () => {
  let house: House;
  let found: Analytics;
  beforeAll(async () => {
    house = await openHouse(10);
    const [ada, bob] = await Promise.all([makeUser(house.app), makeUser(house.app)]);
    await buy(ada, [seatAt(house, 0), seatAt(house, 1)]);
    await buy(ada, [seatAt(house, 2)]);
    expect((await hold(bob, [seatAt(house, 0)])).status).toBe(409);
    const held = await hold(bob, [seatAt(house, 3)]);
    const { reservationToken } = held.body.data;
    expect((await pay(bob, reservationToken, "tok_declined")).status).toBe(402);
    const late = await pay(bob, reservationToken);
    await call("POST", "/api/v1/release-seat", { user: bob, body: { reservationToken } });
    expect((await confirm(bob, reservationToken, late.body.data.payment.id)).status).toBe(410);
    // Woken anew it has told D1 nothing yet, so it does not wait for its thirty seconds.
    await env.METRICS.getByName("platform").snapshot();
    await evictDurableObject(env.METRICS.getByName("platform"));
    await flushTelemetry(env);
    const own = `appId=${house.app.appId}&from=${day()}&to=${day(1)}`;
    const isTold = async () => {
      found = await analytics(own);
      return found.totals.confirms === 2 && found.totals.bookingFailures === 2;
    };
    await vi.waitUntil(isTold, { timeout: 8000, interval: 100 });
  });

  it("add up sales, refunds, conversion, contention and failures of the days", () => {
    expect(found).toMatchObject({ from: day(), to: day(1), timeZone: "UTC" });
    expect(found.totals).toMatchObject({
      bookings: 2,
      seats: 3,
      money: [{ currency: "EUR", revenue: 3 * 6500, refunds: 6500 }],
      holds: 3,
      holdsRefused: 1,
      conflicts: 1,
      confirms: 2,
      conversion: 2 / 3,
      contention: 1 / 4,
      paymentsFailed: 1,
      bookingFailures: 2,
    });
  });

  it("tell the same by day, domain and app, and every day is there", () => {
    const { totals, days, domains, apps } = found;
    expect(days.map((each) => each.day)).toEqual([day(), day(1)]);
    expect(days[0]).toEqual({ day: day(), ...totals });
    expect(days[1]).toMatchObject({ bookings: 0, money: [], conversion: null, contention: null });
    expect(domains).toEqual([{ domain: "EVENT", ...totals }]);
    expect(apps).toEqual([{ appId: house.app.appId, name: expect.any(String), domain: "EVENT", ...totals }]);
  });

  it("tell the requests of each key and when it was last used", async () => {
    expect(found.keys.map(({ appId }) => appId)).toEqual([house.app.appId, house.app.appId]);
    expect(found.keys.map(({ kind }) => kind).sort()).toEqual(["PUBLISHABLE", "SECRET"]);
    expect(found.keys.reduce((sum, { requests }) => sum + requests, 0)).toBe(found.totals.requests);
    const [key] = found.keys;
    const lastUsed = await env.DB.prepare("SELECT last_used_at FROM api_keys WHERE id = ?").bind(key?.keyId).first<number>("last_used_at");
    expect(new Date(lastUsed ?? 0).toISOString()).toBe(key?.lastUsedAt);
  });

  it("tell how full the showtimes are that start on these days, the fullest first", async () => {
    const shows = (await analytics(`appId=${house.app.appId}&from=${day(19)}&to=${day(21)}`)).showtimes;
    expect(shows).toEqual([
      expect.objectContaining({ showtimeId: house.showtimeId, title: "Hamlet", seatsTotal: 10, seatsTaken: 3, occupancy: 0.3 }),
    ]);
    expect(found.showtimes).toEqual([]);
  });

  it("are of one domain, where one is asked for", async () => {
    const own = `appId=${house.app.appId}&from=${day()}`;
    expect((await analytics(`${own}&domain=EVENT`)).totals.bookings).toBe(2);
    expect(await analytics(`${own}&domain=BUS`)).toMatchObject({ totals: { bookings: 0, requests: 0 }, apps: [], keys: [], domains: [] });
  });

  it("are of all apps where none is named, and of thirty days where no days are", async () => {
    const all = await analytics("");
    expect(all.days).toHaveLength(30);
    expect(all.to).toBe(day());
    expect(all.totals.bookings).toBeGreaterThanOrEqual(2);
    expect(all.apps.length).toBeLessThanOrEqual(100);
  });

  it("take days or moments, and no more than 366 days", async () => {
    const refused = async (query: string) => (await call("GET", `/api/v1/admin/analytics?${query}`, { admin: true })).body.error?.code;
    expect((await analytics("from=2026-01-01&to=2026-12-31")).days).toHaveLength(365);
    expect((await analytics("from=2026-11-20T22:00:00Z&to=2026-11-21T03:00:00Z")).days.map((each) => each.day)).toEqual([
      "2026-11-20",
      "2026-11-21",
    ]);
    for (const query of [
      "from=2024-01-01&to=2026-01-01",
      "from=2020-01-01",
      "from=2026-02-01&to=2026-01-01",
      "from=2026-02-30",
      "domain=X",
    ])
      expect(await refused(query)).toBe("VALIDATION_FAILED");
  });

  it("are a file with a line for each day and app", async () => {
    const path = `/api/v1/admin/analytics?appId=${house.app.appId}&from=${day(-9)}&to=${day()}&format=csv`;
    const response = await exports.default.fetch(new Request(origin + path, { headers: await adminHeaders() }));
    expect(response.headers.get("content-disposition")).toMatch(/^attachment; filename="analytics-/);
    const [columns = "", line = "", ...more] = (await response.text()).trimEnd().split("\r\n");
    expect(more).toEqual([]);
    const cells = Object.fromEntries(columns.split(",").map((column, place) => [column, line.split(",")[place]]));
    expect(cells).toMatchObject({
      day: day(),
      appId: house.app.appId,
      domain: "EVENT",
      bookings: "2",
      seats: "3",
      holds: "3",
      conflicts: "1",
      paymentsFailed: "1",
      revenueEUR: "19500",
      refundsEUR: "6500",
    });
  });

  it("add up to what the rows of bookings, refunds and payments say", async () => {
    const { results } = await env.DB.prepare(
      `SELECT app_id, day, currency, sum(bookings) AS bookings, sum(seats) AS seats, sum(revenue) AS revenue, sum(refunds) AS refunds,
         sum(failed) AS failed FROM (
         SELECT app_id, date(created_at / 1000, 'unixepoch') AS day, currency, 1 AS bookings, json_array_length(seats) AS seats,
           amount AS revenue, 0 AS refunds, 0 AS failed FROM bookings
         UNION ALL SELECT refunds.app_id, date(refunds.created_at / 1000, 'unixepoch'), currency, 0, 0, 0, refunds.amount, 0
           FROM refunds JOIN payments ON payments.id = refunds.payment_id
         UNION ALL SELECT app_id, date(updated_at / 1000, 'unixepoch'), currency, 0, 0, 0, 0, 1 FROM payments WHERE status = 'FAILED')
       WHERE app_id = ? GROUP BY 1, 2, 3
       EXCEPT SELECT app_id, day, currency, bookings, seats, revenue, refunds, payments_failed FROM daily_sales`,
    )
      .bind(house.app.appId)
      .all();
    expect(results).toEqual([]);
  });
});

describe("the sales of a day", () => {
  it("count money on the day that it came: what an exchange adds, and not what it brings along", async () => {
    const app = await makeApp();
    const user = await makeUser(app);
    const [first, second] = [await openHouse(12, {}, app), await openHouse(12, {}, app)];
    const booking = await buy(user, [seatAt(first, 11)]);
    const moved = await call<{ booking: { bookingId: string } }>("PATCH", `/api/v1/bookings/${booking.bookingId}`, {
      user,
      body: { showtimeId: second.showtimeId, seatIds: [seatAt(second, 0)], paymentMethod: { token: "tok_ok" } },
    });
    expect(moved.status).toBe(200);
    const sold = () =>
      env.DB.prepare("SELECT sum(revenue) AS revenue, sum(bookings) AS bookings FROM daily_sales WHERE app_id = ?").bind(app.appId).first();
    await vi.waitUntil(async () => (await sold())?.bookings === 2, { timeout: 5000, interval: 50 });
    expect(await sold()).toEqual({ revenue: 6500, bookings: 2 });
  });
});
