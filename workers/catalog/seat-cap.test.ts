import { expect, it } from "vitest";
import type { Showtime } from "../../contracts/showtimes.ts";
import { openHouse } from "../../test/box-office.ts";
import { call, makeApp, type TestApp } from "../../test/harness.ts";

const capped = async (maxSeatsPerUser: number | null): Promise<TestApp> => {
  const app = await makeApp();
  await call("PATCH", `/api/v1/admin/apps/${app.appId}`, { admin: true, body: { maxSeatsPerUser } });
  return app;
};
const capOf = async (app: TestApp, terms: Record<string, unknown> = {}): Promise<number> => {
  const { showtimeId } = await openHouse(1, terms, app);
  const read = await call<{ showtime: Showtime }>("GET", `/api/v1/showtimes/${showtimeId}`, { app });
  return read.body.data.showtime.maxSeatsPerUser;
};

it("a showtime that says nothing allows a buyer ten seats, or fewer where the app does", async () => {
  expect(await capOf(await capped(null))).toBe(10);
  expect(await capOf(await capped(4))).toBe(4);
  expect(await capOf(await capped(50))).toBe(10);
});

it("a showtime that asks for more seats a buyer than its app allows is refused, and one that asks for fewer is made", async () => {
  const app = await capped(4);
  expect(await capOf(app, { maxSeatsPerUser: 2 })).toBe(2);
  const { listingId, showtimeId } = await openHouse(1, {}, app);
  const { venue } = (await call<{ showtime: Showtime }>("GET", `/api/v1/showtimes/${showtimeId}`, { app })).body.data.showtime;
  const refused = await call("POST", `/api/v1/events/${listingId}/showtimes`, {
    server: app,
    body: {
      venueId: venue.id,
      startsAt: new Date(Date.now() + 86_400_000).toISOString(),
      currency: "EUR",
      tiers: [{ name: "Standard", price: 1000 }],
      maxSeatsPerUser: 5,
    },
  });
  expect(refused).toMatchObject({
    status: 422,
    body: {
      error: {
        code: "VALIDATION_FAILED",
        details: { issues: [{ path: "maxSeatsPerUser", message: "this app allows at most 4 seats a buyer" }] },
      },
    },
  });
});
