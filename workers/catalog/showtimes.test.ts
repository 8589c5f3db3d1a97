import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { Page } from "../../contracts/envelope.ts";
import { limits } from "../../contracts/limits.ts";
import type { Listing } from "../../contracts/listings.ts";
import type { ListingWithShowtimes, Showtime, ShowtimeWithListing } from "../../contracts/showtimes.ts";
import type { Domain } from "../../contracts/tenants.ts";
import type { Venue } from "../../contracts/venues.ts";
import { call, makeApp, type TestApp, testTenantCtx } from "../../test/harness.ts";
import { describeShowtimes, getListing, isPublished } from "./read.ts";
import { seatMapOf } from "./seat-map-of.ts";

const hourMs = 3_600_000;
const inHours = (hours: number) => new Date(Date.now() + hours * hourMs).toISOString();
const tiers = [
  { name: "Premium", price: 6500 },
  { name: "Standard", price: 4200 },
];
const layout = {
  sections: [
    {
      name: "Stalls",
      rows: [
        {
          name: "A",
          seats: [
            { number: "1", x: 0, y: 0 },
            { number: "2", x: 1, y: 0, accessible: true },
          ],
        },
        { name: "2", seats: [{ number: "12", x: 0, y: 1, tier: "Standard" }] },
      ],
    },
  ],
};

const paths = { EVENT: "/api/v1/events", MOVIE: "/api/v1/movies", BUS: "/api/v1/buses" } as const satisfies Record<Domain, string>;

async function makeVenue(server: TestApp, body: object = {}): Promise<string> {
  const full = { name: "Grand Theatre", city: "Vienna", timeZone: "Europe/Vienna", layout, ...body };
  return (await call<{ venue: Venue }>("POST", "/api/v1/venues", { server, body: full })).body.data.venue.id;
}
async function makeListing(server: TestApp, body: object = {}): Promise<string> {
  const route = server.domain === "BUS" ? { origin: "Vienna", destination: "Salzburg" } : {};
  const full = { title: "Hamlet", status: "PUBLISHED", ...route, ...body };
  const answer = await call<Record<string, Listing>>("POST", paths[server.domain], { server, body: full });
  return Object.values(answer.body.data)[0]?.id ?? "";
}
const putOn = (server: TestApp, listingId: string, body: object) =>
  call<{ showtime: Showtime }>("POST", `${paths[server.domain]}/${listingId}/showtimes`, {
    server,
    body: { startsAt: inHours(24), currency: "EUR", tiers, ...body },
  });
async function stage({ domain, ...show }: { domain?: Domain } & Record<string, unknown> = {}) {
  const server = await makeApp(domain === undefined ? {} : { domain });
  const [venueId, listingId] = await Promise.all([makeVenue(server), makeListing(server)]);
  const { body } = await putOn(server, listingId, { venueId, ...show });
  return { server, venueId, listingId, showtime: body.data?.showtime };
}
const seatsOf = async (server: TestApp, showtimeId: string) => {
  const answer = await seatMapOf(env, server.appId, showtimeId).seats({ limit: 100, after: -1 });
  return answer.ok ? answer : null;
};

describe("a showtime", () => {
  it("sells the seats of its venue's layout, by the tiers that they name", async () => {
    const { server, venueId, listingId, showtime } = await stage();
    expect(showtime).toMatchObject({
      listingId,
      venue: { id: venueId, name: "Grand Theatre", city: "Vienna", timeZone: "Europe/Vienna" },
      status: "SCHEDULED",
      priceFrom: 4200,
      priceTo: 6500,
      seatsTotal: 3,
      seatsLeft: 3,
      holdSeconds: limits.holdSecondsDefault,
      maxSeatsPerUser: limits.seatsPerUserDefault,
    });
    expect(showtime.saleClosesAt).toBe(showtime.startsAt);
    const seats = await seatsOf(server, showtime.id);
    expect(seats?.published).toBe(true);
    expect(seats?.page.items.map(({ seatNumber, tier, price, accessible }) => [seatNumber, tier, price, accessible])).toEqual([
      ["A1", "Premium", 6500, false],
      ["A2", "Premium", 6500, true],
      ["2-12", "Standard", 4200, false],
    ]);
  });

  it("may be put on in every domain", async () => {
    for (const domain of ["MOVIE", "BUS"] as const) {
      const { server, showtime } = await stage({ domain });
      const { body } = await call<{ showtime: ShowtimeWithListing }>("GET", `/api/v1/showtimes/${showtime.id}`, { app: server });
      expect(body.data.showtime).toMatchObject({ id: showtime.id, listing: { domain, title: "Hamlet", status: "PUBLISHED" } });
    }
  });

  it("needs a listing and a venue of the tenant's own", async () => {
    const [mine, theirs] = await Promise.all([makeApp(), makeApp()]);
    const [listingId, venueId] = await Promise.all([makeListing(mine), makeVenue(mine)]);
    const [theirListing, theirVenue] = await Promise.all([makeListing(theirs), makeVenue(theirs)]);
    expect((await putOn(mine, theirListing, { venueId })).body.error.code).toBe("LISTING_NOT_FOUND");
    const foreign = await putOn(mine, listingId, { venueId: theirVenue });
    expect(foreign.body).toEqual((await putOn(mine, listingId, { venueId: "ven_unknown" })).body);
    expect(foreign.body.error.code).toBe("VENUE_NOT_FOUND");
  });

  it("refuses times that do not fit and tiers that its venue does not know", async () => {
    const { server, venueId, listingId } = await stage();
    const pathOf = async (body: object) => (await putOn(server, listingId, { venueId, ...body })).body.error.details?.issues;
    expect(await pathOf({ startsAt: inHours(-1) })).toMatchObject([{ path: "startsAt" }]);
    expect(await pathOf({ saleOpensAt: inHours(25) })).toMatchObject([{ path: "saleOpensAt" }]);
    expect(await pathOf({ saleOpensAt: inHours(2), saleClosesAt: inHours(1) })).toMatchObject([{ path: "saleClosesAt" }]);
    expect(await pathOf({ tiers: tiers.slice(0, 1) })).toMatchObject([{ path: "venue.layout.sections.0.rows.1.seats.0.tier" }]);
    expect(await pathOf({ currency: "XXZ" })).toMatchObject([{ path: "currency" }]);
    expect(await pathOf({ tiers: [{ name: "A", price: -1 }] })).toMatchObject([{ path: "tiers.0.price" }]);
  });

  it("of another tenant answers as none does, and a draft only to the server", async () => {
    const { server, listingId, showtime } = await stage();
    const other = await makeApp();
    const unknown = await call("GET", "/api/v1/showtimes/sho_unknown", { server: other });
    expect([unknown.status, unknown.body.error.code]).toEqual([404, "SHOWTIME_NOT_FOUND"]);
    expect((await call("GET", `/api/v1/showtimes/${showtime.id}`, { server: other })).body).toEqual(unknown.body);
    await call("PATCH", `/api/v1/events/${listingId}`, { server, body: { status: "DRAFT" } });
    expect((await call("GET", `/api/v1/showtimes/${showtime.id}`, { app: server })).status).toBe(404);
    expect((await call("GET", `/api/v1/showtimes/${showtime.id}`, { server })).status).toBe(200);
  });

  it("keeps its listing from being deleted", async () => {
    const { server, listingId } = await stage();
    const { status, body } = await call("DELETE", `/api/v1/events/${listingId}`, { server });
    expect([status, body.error.code]).toEqual([409, "LISTING_HAS_SHOWTIMES"]);
  });

  it("is refused to a listing that has as many as it may have", async () => {
    const { server, venueId, listingId } = await stage();
    await env.DB.prepare(
      `INSERT INTO showtimes (id, app_id, listing_id, venue_id, starts_at, currency, tiers, price_from, price_to, sale_closes_at, hold_seconds,
         max_seats_per_user, status, created_at, updated_at)
       SELECT 'sho_' || value || ?1, app_id, listing_id, venue_id, starts_at, currency, tiers, price_from, price_to, sale_closes_at, hold_seconds,
         max_seats_per_user, status, created_at, updated_at
       FROM showtimes JOIN json_each(?2) WHERE listing_id = ?1`,
    )
      .bind(listingId, JSON.stringify(Array.from({ length: limits.showtimesPerListingMax - 1 }, (_, place) => place)))
      .run();
    const { status, body } = await putOn(server, listingId, { venueId });
    expect([status, body.error.code]).toEqual([422, "VALIDATION_FAILED"]);
  });
});

describe("publishing a listing", () => {
  it("opens and stops the sale of all its showtimes", async () => {
    const { server, venueId, listingId, showtime } = await stage();
    const second = (await putOn(server, listingId, { venueId, startsAt: inHours(48) })).body.data.showtime;
    const published = async () => Promise.all([showtime, second].map(async ({ id }) => (await seatsOf(server, id))?.published));
    await call("PATCH", `/api/v1/events/${listingId}`, { server, body: { status: "DRAFT" } });
    expect(await published()).toEqual([false, false]);
    expect(await isPublished(testTenantCtx(server), showtime.id)).toBe(false);
    await call("PUT", `/api/v1/events/${listingId}`, { server, body: { status: "PUBLISHED" } });
    expect(await published()).toEqual([true, true]);
    expect(await isPublished(testTenantCtx(server), showtime.id)).toBe(true);
    expect(await isPublished(testTenantCtx(await makeApp()), showtime.id)).toBe(false);
  });

  it("answers 503 while a showtime does not hear it, and is completed by the same request again", async () => {
    const { server, listingId, showtime } = await stage();
    // A row whose object was never opened answers the way an object does that has lost its storage.
    await env.DB.prepare("UPDATE showtimes SET id = ?2 WHERE id = ?1").bind(showtime.id, `${showtime.id}X`).run();
    const change = () => call("PATCH", `/api/v1/events/${listingId}`, { server, body: { status: "DRAFT" } });
    const failed = await change();
    expect([failed.status, failed.body.error.code, failed.headers.get("retry-after")]).toEqual([503, "DEPENDENCY_UNAVAILABLE", "1"]);
    await env.DB.prepare("UPDATE showtimes SET id = ?2 WHERE id = ?1").bind(`${showtime.id}X`, showtime.id).run();
    expect((await change()).status).toBe(200);
    expect((await seatsOf(server, showtime.id))?.published).toBe(false);
  });

  it("reaches a showtime that is made at the same time", async () => {
    const server = await makeApp();
    const [venueId, listingId] = await Promise.all([makeVenue(server), makeListing(server, { status: "DRAFT" })]);
    const change = call("PATCH", `/api/v1/events/${listingId}`, { server, body: { status: "PUBLISHED" } });
    const made = await Promise.all(Array.from({ length: 5 }, () => putOn(server, listingId, { venueId })));
    await change;
    const ids = made.map(({ body }) => body.data.showtime.id);
    expect(ids).toHaveLength(5);
    expect(await Promise.all(ids.map(async (id) => (await seatsOf(server, id))?.published))).toEqual(ids.map(() => true));
  });
});

describe("a listing's showtimes", () => {
  it("are answered in the order of their start; the next one that can be bought is its card", async () => {
    const { server, venueId, listingId, showtime: tomorrow } = await stage();
    const sooner = (await putOn(server, listingId, { venueId, startsAt: inHours(2) })).body.data.showtime;
    const { body } = await call<{ event: ListingWithShowtimes }>("GET", `/api/v1/events/${listingId}`, { app: server });
    expect(body.data.event.showtimes.map(({ id }) => id)).toEqual([sooner.id, tomorrow.id]);
    expect(body.data.event).toMatchObject({
      showtimeCount: 2,
      next: { showtimeId: sooner.id, priceFrom: 4200, seatsTotal: 3, seatsLeft: 3 },
    });

    const later = testTenantCtx(server, { now: () => Date.now() + 3 * hourMs });
    expect(await getListing(later, { domain: "EVENT", id: listingId })).toMatchObject({
      showtimeCount: 2,
      next: { showtimeId: tomorrow.id },
      showtimes: [{ id: tomorrow.id }],
    });
    const asServer = { ...later, tenant: { ...later.tenant, keyKind: "SECRET" as const } };
    expect((await getListing(asServer, { domain: "EVENT", id: listingId })).showtimes).toHaveLength(2);
  });

  it("order the list: what starts soonest first, what has none last", async () => {
    const server = await makeApp();
    const venueId = await makeVenue(server);
    const [none, late, soon] = await Promise.all(["None", "Late", "Soon"].map((title) => makeListing(server, { title })));
    await putOn(server, late ?? "", { venueId, startsAt: inHours(50) });
    await putOn(server, soon ?? "", { venueId, startsAt: inHours(5) });
    const first = await call<Page<Listing>>("GET", "/api/v1/events?limit=2", { app: server });
    expect(first.body.data.items.map(({ id }) => id)).toEqual([soon, late]);
    const rest = await call<Page<Listing>>("GET", `/api/v1/events?limit=2&cursor=${first.body.data.nextCursor}`, { app: server });
    expect(rest.body.data).toMatchObject({ items: [{ id: none }], nextCursor: null });
  });

  it("are what time and city filter by, and the card shows the one that fits", async () => {
    const server = await makeApp();
    const [vienna, graz] = await Promise.all([makeVenue(server), makeVenue(server, { city: "Graz" })]);
    const listingId = await makeListing(server);
    await makeListing(server, { title: "Never on" });
    await putOn(server, listingId, { venueId: vienna, startsAt: inHours(10) });
    await putOn(server, listingId, { venueId: graz, startsAt: inHours(20) });
    const found = async (query: object) => {
      const answer = await call<Page<Listing>>("GET", `/api/v1/events?${new URLSearchParams({ ...query })}`, { app: server });
      return answer.body.data.items.map((item) => item.next?.city ?? null);
    };
    expect(await found({ city: "graz" })).toEqual(["Graz"]);
    expect(await found({ city: "Linz" })).toEqual([]);
    expect(await found({ from: inHours(15) })).toEqual(["Graz"]);
    expect(await found({ to: inHours(15) })).toEqual(["Vienna"]);
    expect(await found({ from: inHours(11), to: inHours(19) })).toEqual([]);
    expect(await found({ to: inHours(15), city: "Graz" })).toEqual([]);
  });

  it("are found by the day of the place where they start", async () => {
    const server = await makeApp({ domain: "BUS" });
    const [vienna, auckland] = await Promise.all([
      makeVenue(server),
      makeVenue(server, { city: "Auckland", timeZone: "Pacific/Auckland" }),
    ]);
    // The evening of the 15th in Vienna is the morning of the 16th in Auckland.
    for (const venueId of [vienna, auckland]) await putOn(server, await makeListing(server), { venueId, startsAt: "2099-01-15T20:00:00Z" });
    const cities = async (date: string) =>
      (await call<Page<Listing>>("GET", `/api/v1/buses?date=${date}`, { app: server })).body.data.items.map(({ next }) => next?.city);
    expect(await cities("2099-01-15")).toEqual(["Vienna"]);
    expect(await cities("2099-01-16")).toEqual(["Auckland"]);
    expect(await cities("9999-12-31")).toEqual([]);
  });

  it("are described for whoever booked them, within the tenant", async () => {
    const { server, listingId, showtime } = await stage();
    const other = await stage();
    const { db } = testTenantCtx(server);
    const shows = await describeShowtimes(db, server.appId, [showtime.id, other.showtime.id, "sho_unknown"]);
    expect([...shows]).toEqual([
      [
        showtime.id,
        {
          listingId,
          title: "Hamlet",
          posterUrl: null,
          startsAt: showtime.startsAt,
          timeZone: "Europe/Vienna",
          venue: "Grand Theatre",
          city: "Vienna",
        },
      ],
    ]);
  });

  it("are counted once when the same key asks twice", async () => {
    const { server, venueId, listingId } = await stage();
    const body = { venueId, startsAt: inHours(30), currency: "EUR", tiers };
    const ask = () =>
      call<{ showtime: Showtime }>("POST", `/api/v1/events/${listingId}/showtimes`, { server, body, headers: { "idempotency-key": "k1" } });
    const [first, again] = [await ask(), await ask()];
    expect(again.body).toEqual(first.body);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
  });
});
