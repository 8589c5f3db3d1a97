import { describe, expect, it } from "vitest";
import type { Page } from "../../contracts/envelope.ts";
import { limits } from "../../contracts/limits.ts";
import type { Venue, VenueWithLayout } from "../../contracts/venues.ts";
import { call, makeApp, type TestApp } from "../../test/harness.ts";

const venue = { name: "Grand Theatre", city: "Vienna", timeZone: "Europe/Vienna" };
const seats = (count: number) => Array.from({ length: count }, (_, x) => ({ number: String(x + 1), x, y: 0 }));
const make = (server: TestApp, body: object) => call<{ venue: Venue }>("POST", "/api/v1/venues", { server, body: { ...venue, ...body } });

describe("a venue", () => {
  it("is kept with its layout, section by section", async () => {
    const server = await makeApp();
    const layout = { sections: ["Stalls", "Circle", "Balcony"].map((name) => ({ name, rows: [{ name: "A", seats: seats(2) }] })) };
    const { status, body } = await make(server, { layout });
    expect(status).toBe(201);
    expect(body.data.venue).toMatchObject({ ...venue, seatCount: 6 });
    const read = await call<{ venue: VenueWithLayout }>("GET", `/api/v1/venues/${body.data.venue.id}`, { app: server });
    expect(read.body.data.venue.layout).toEqual(layout);
  });

  it("needs no layout", async () => {
    const server = await makeApp();
    const { body } = await make(server, {});
    const read = await call<{ venue: VenueWithLayout }>("GET", `/api/v1/venues/${body.data.venue.id}`, { app: server });
    expect(read.body.data.venue).toMatchObject({ seatCount: 0, layout: null });
  });

  it("takes a large layout, but not one of more seats than a showtime can have", async () => {
    const server = await makeApp();
    const rows = (count: number) => Array.from({ length: count }, (_, row) => ({ name: `R${row}`, seats: seats(1000) }));
    const large = { sections: [{ name: "Field", rows: rows(20) }] };
    expect(JSON.stringify(large).length).toBeGreaterThan(limits.bodyBytesMax);
    expect((await make(server, { layout: large })).body.data.venue.seatCount).toBe(20_000);
    const tooLarge = { sections: [{ name: "Field", rows: rows(21) }] };
    expect((await make(server, { layout: tooLarge })).body.error.details?.issues).toMatchObject([{ path: "layout" }]);
  });

  it("refuses two seats that could not be told apart, an unknown zone, and the publishable key", async () => {
    const server = await makeApp();
    const twice = { sections: [{ name: "Stalls", rows: [{ name: "A", seats: [...seats(1), ...seats(1)] }] }] };
    expect((await make(server, { layout: twice })).status).toBe(422);
    expect((await make(server, { timeZone: "Mars/Olympus" })).body.error.details?.issues).toMatchObject([{ path: "timeZone" }]);
    expect((await call("POST", "/api/v1/venues", { app: server, body: venue })).body.error.code).toBe("TOKEN_MISSING");
  });

  it("of another tenant answers as none does", async () => {
    const [mine, theirs] = await Promise.all([makeApp(), makeApp()]);
    const { body } = await make(theirs, {});
    const foreign = await call("GET", `/api/v1/venues/${body.data.venue.id}`, { server: mine });
    expect([foreign.status, foreign.body]).toEqual([404, (await call("GET", "/api/v1/venues/ven_unknown", { server: mine })).body]);
    expect((await call<Page<Venue>>("GET", "/api/v1/venues", { server: mine })).body.data.items).toEqual([]);
  });
});

it("venues are listed the newest first, by city and by a part of their name", async () => {
  const app = await makeApp();
  for (const [name, city] of [
    ["Grand Theatre", "Vienna"],
    ["Small Theatre", "Graz"],
    ["Arena", "Vienna"],
  ]) {
    await make(app, { name, city });
  }
  const names = async (query: string) => {
    const { items, nextCursor } = (await call<Page<Venue>>("GET", `/api/v1/venues?${query}`, { app })).body.data;
    return { names: items.map((item) => item.name), nextCursor };
  };
  const first = await names("limit=2");
  expect(first.names).toEqual(["Arena", "Small Theatre"]);
  expect(await names(`limit=2&cursor=${first.nextCursor}`)).toEqual({ names: ["Grand Theatre"], nextCursor: null });
  expect((await names("city=vienna")).names).toEqual(["Arena", "Grand Theatre"]);
  expect((await names("q=theatre&city=Graz")).names).toEqual(["Small Theatre"]);
});
