import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { ListingSales, ShowtimeSales } from "../../../contracts/sales.ts";
import { buy, openHouse, seatAt } from "../../../test/box-office.ts";
import { type Call, call, makeApp, makeUser, testTenantCtx } from "../../../test/harness.ts";
import { recordingDatabase } from "../../../test/query-plans.ts";
import { listSales, readSales } from "./read-sales.ts";

const salesOf = (showtimeId: string, as: Call) => call<{ sales: ShowtimeSales }>("GET", `/api/v1/showtimes/${showtimeId}/sales`, as);

/** D1 hears of a booking a moment after its buyer. */
async function once<Answer>(read: () => Promise<Answer>, isThere: (answer: Answer) => boolean): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    const answer = await read();
    if (isThere(answer) || attempt === 50) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe("what a showtime has sold", () => {
  it("is told with the hour of each sale", async () => {
    const house = await openHouse(12);
    const buyer = await makeUser(house.app);
    await buy(buyer, [seatAt(house, 0), seatAt(house, 1)]);
    await buy(buyer, [seatAt(house, 11)]);
    const { body } = await once(
      () => salesOf(house.showtimeId, { server: house.app }),
      ({ body }) => body.data.sales.bookings === 2,
    );
    const { points, ...sums } = body.data.sales;
    expect(sums).toEqual({
      showtimeId: house.showtimeId,
      currency: "EUR",
      bookings: 2,
      seats: 3,
      revenue: 17_200,
      refunded: 0,
      step: "HOUR",
    });
    expect(points.reduce((sum, point) => sum + point.revenue, 0)).toBe(17_200);
    for (const { at } of points) expect(at).toMatch(/:00:00\.000Z$/);
  });

  it("is told by the day once the sale is longer than two weeks, and counts what was cancelled where it was bought", async () => {
    const house = await openHouse(5);
    const buyer = await makeUser(house.app);
    await buy(buyer, [seatAt(house, 0)]);
    const { bookingId } = await buy(buyer, [seatAt(house, 1)]);
    await once(
      () => salesOf(house.showtimeId, { server: house.app }),
      ({ body }) => body.data.sales.bookings === 2,
    );
    const longAgo = Date.now() - 20 * 86_400_000;
    await env.DB.prepare(
      "UPDATE bookings SET created_at = ?, status = 'CANCELLED', refunded_amount = amount, cancelled_seats = seats, seats = '[]' WHERE id = ?",
    )
      .bind(longAgo, bookingId)
      .run();
    const { sales } = (await salesOf(house.showtimeId, { server: house.app })).body.data;
    expect(sales).toMatchObject({ step: "DAY", bookings: 1, seats: 1, revenue: 13_000, refunded: 6500 });
    expect(sales.points.map((point) => [point.bookings, point.seats])).toEqual([
      [1, 1],
      [1, 1],
    ]);
    expect(sales.points[0]?.at).toBe(`${new Date(longAgo).toISOString().slice(0, 10)}T00:00:00.000Z`);
  });

  it("is nothing where nobody bought", async () => {
    const house = await openHouse(2);
    const { body } = await salesOf(house.showtimeId, { server: house.app });
    expect(body.data.sales).toMatchObject({ bookings: 0, seats: 0, revenue: 0, points: [] });
  });

  it("is for the organizer and the app's server alone", async () => {
    const house = await openHouse(2);
    const [stranger, buyer] = await Promise.all([makeUser(house.app, { role: "ORGANIZER" }), makeUser(house.app)]);
    expect((await salesOf(house.showtimeId, { user: stranger })).body).toMatchObject({ error: { code: "FORBIDDEN" } });
    expect((await salesOf(house.showtimeId, { user: buyer })).status).toBe(403);
    expect((await salesOf(house.showtimeId, { server: await makeApp() })).body).toMatchObject({ error: { code: "SHOWTIME_NOT_FOUND" } });
  });
});

describe("what each listing has sold", () => {
  it("is told of an organizer's own, the newest first, page by page", async () => {
    const app = await makeApp();
    const organizer = await makeUser(app, { role: "ORGANIZER" });
    const titles = ["First", "Second", "Third"];
    const ids: string[] = [];
    for (const title of titles) {
      const made = await call<{ event: { id: string } }>("POST", "/api/v1/events", { user: organizer, body: { title } });
      ids.unshift(made.body.data.event.id);
    }
    await openHouse(2, {}, app);
    const page = (cursor: string) =>
      call<{ items: ListingSales[]; nextCursor: string | null }>("GET", `/api/v1/sales?limit=2${cursor}`, { user: organizer });
    const first = (await page("")).body.data;
    expect(first.items.map(({ listingId }) => listingId)).toEqual(ids.slice(0, 2));
    const second = (await page(`&cursor=${first.nextCursor}`)).body.data;
    expect(second).toEqual({
      items: [{ listingId: ids[2], seatsTotal: 0, seatsSold: 0, bookings: 0, money: [] }],
      nextCursor: null,
    });
  });

  it("adds up its showtimes, for the app's server of every listing", async () => {
    const house = await openHouse(4);
    const buyer = await makeUser(house.app);
    await buy(buyer, [seatAt(house, 0), seatAt(house, 2)]);
    const read = () => call<{ items: ListingSales[] }>("GET", "/api/v1/sales", { server: house.app });
    const { body } = await once(read, ({ body }) => body.data.items[0]?.bookings === 1);
    expect(body.data.items).toEqual([
      {
        listingId: house.listingId,
        seatsTotal: 4,
        seatsSold: 2,
        bookings: 1,
        money: [{ currency: "EUR", revenue: 13_000, refunded: 0 }],
      },
    ]);
  });
});

describe("no statement about sales reads a whole table", () => {
  it.each([
    ["of a showtime", (ctx: Parameters<typeof readSales>[0], showtimeId: string) => readSales(ctx, showtimeId)],
    ["of listings", (ctx: Parameters<typeof readSales>[0]) => listSales(ctx, { limit: 20 })],
  ])("%s", async (_, run) => {
    const house = await openHouse(1);
    const { db, plans } = recordingDatabase();
    await run(testTenantCtx(house.app, { db }), house.showtimeId);
    const steps = await plans();
    expect(steps.length).toBeGreaterThan(0);
    expect(steps.filter((step) => /^SCAN (?!json_each VIRTUAL|CONSTANT ROW)/.test(step))).toEqual([]);
  });
});
