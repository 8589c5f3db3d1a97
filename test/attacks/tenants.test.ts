import { beforeAll, describe, expect, it } from "vitest";
import type { Page } from "../../contracts/envelope.ts";
import { buy, type House, openHouse, seatAt } from "../box-office.ts";
import { call, makeApp, makeUser, registerUser, type TestApp } from "../harness.ts";

// Every id of another tenant's: test/foreign-ids.test.ts. Every wrong credential at every route: test/access.test.ts.

let mine: House;
let theirs: House;
beforeAll(async () => {
  [mine, theirs] = await Promise.all([openHouse(), openHouse()]);
});

describe("a tenant that is named in more than one way", () => {
  it("is the key's: fields are refused, headers and queries name none", async () => {
    const { appId } = theirs.app;
    const create = (body: object, headers = {}) =>
      call<{ event: { id: string } }>("POST", "/api/v1/events", { server: mine.app, body: { title: "X", ...body }, headers });
    expect((await create({ appId })).status).toBe(422);
    expect((await create({ tenantId: appId })).status).toBe(422);
    const made = await create({}, { "x-tenant-id": appId, "x-marquee-app": appId, "x-appid": appId });
    expect((await call("GET", `/api/v1/events/${made.body.data.event.id}`, { server: mine.app })).status).toBe(200);
    expect((await call("GET", `/api/v1/events/${made.body.data.event.id}`, { server: theirs.app })).status).toBe(404);
    for (const query of [`appId=${appId}`, `x-app-id=${appId}`, `tenant=${appId}`]) {
      expect((await call("GET", `/api/v1/bookings?${query}`, { server: mine.app })).status).toBe(422);
    }
  });

  it("by two headers is nobody", async () => {
    for (const headers of [
      { ...mine.app.serverHeaders, "x-app-id": `${mine.app.appId}, ${theirs.app.appId}` },
      { ...mine.app.serverHeaders, "x-api-key": `${mine.app.secretKey}, ${theirs.app.secretKey}` },
      { ...mine.app.serverHeaders, "x-app-id": theirs.app.appId },
      { ...mine.app.serverHeaders, "x-app-id": mine.app.appId.toLowerCase() },
      { ...mine.app.serverHeaders, "x-app-id": `${mine.app.appId}%00` },
      { ...mine.app.serverHeaders, "x-app-id": `${mine.app.appId}' OR '1'='1` },
    ]) {
      expect(await call("GET", "/api/v1/venues", { headers })).toMatchObject({
        status: 401,
        body: { error: { code: "APP_CREDENTIALS_INVALID" } },
      });
    }
  });

  it("has no secret key because it has a publishable one: the prefix is part of what is hashed", async () => {
    const posing = { ...mine.app.serverHeaders, "x-api-key": mine.app.publishableKey.replace("mq_pk_", "mq_sk_") };
    expect((await call("GET", "/api/v1/bookings", { headers: posing })).body.error.code).toBe("APP_CREDENTIALS_INVALID");
  });
});

describe("what an isolate remembers for one tenant", () => {
  it("is not shown to another: reads of a moment ago, and their ETags", async () => {
    const paths = ["seat-map", "availability"].map((each) => `/api/v1/showtimes/${theirs.showtimeId}/${each}`);
    for (const path of [...paths, `/api/v1/showtimes/${theirs.showtimeId}`, `/api/v1/events/${theirs.listingId}`]) {
      const first = await call("GET", path, { app: theirs.app });
      expect(first.status).toBe(200);
      const etag = first.headers.get("etag");
      expect((await call("GET", path, { app: mine.app })).status).toBe(404);
      const conditional = await call("GET", path, { app: mine.app, headers: { "if-none-match": etag ?? '"sm-1"' } });
      expect([path, conditional.status]).toEqual([path, 404]);
      expect((await call("GET", path, { app: mine.app, headers: { "if-none-match": "*" } })).status).toBe(404);
      expect(first.headers.get("cache-control") ?? "no-store").toMatch(/private|no-store/);
    }
  });
});

describe("one person at two tenants", () => {
  it("has at each what they bought there, and each tenant sees its own sales", async () => {
    const person = await registerUser(mine.app);
    const { email, password } = person;
    const login = await call<{ accessToken: string }>("POST", "/api/v1/auth/login", { app: theirs.app, body: { email, password } });
    const { accessToken } = login.body.data;
    const there = { ...person, app: theirs.app, accessToken, headers: { ...theirs.app.headers, authorization: `Bearer ${accessToken}` } };
    const here = await buy(person, [seatAt(mine, 0)]);
    const elsewhere = await buy(there, [seatAt(theirs, 0)]);
    const idsOf = async (caller: Parameters<typeof call>[2]) =>
      (await call<Page<{ bookingId: string }>>("GET", "/api/v1/bookings", caller)).body.data.items.map(({ bookingId }) => bookingId);
    expect(await idsOf({ user: person })).toEqual([here.bookingId]);
    expect(await idsOf({ user: there })).toEqual([elsewhere.bookingId]);
    expect(await idsOf({ server: mine.app })).toEqual([here.bookingId]);
    expect(await idsOf({ server: theirs.app })).toEqual([elsewhere.bookingId]);
    expect((await call("GET", `/api/v1/bookings/${here.bookingId}`, { user: there })).status).toBe(404);
    const held = await call("POST", "/api/v1/reserve-seat", { user: there, body: { seatIds: [seatAt(mine, 1)] } });
    expect([held.status, held.body.error.code]).toEqual([404, "SEAT_NOT_FOUND"]);
  });
});

describe("seats of two tenants in one request", () => {
  it("are not held, neither of them", async () => {
    const user = await makeUser(mine.app);
    const both = await call("POST", "/api/v1/reserve-seat", { user, body: { seatIds: [seatAt(mine, 2), seatAt(theirs, 2)] } });
    expect(both.status).toBeGreaterThanOrEqual(400);
    expect(both.status).toBeLessThan(500);
    const statusOf = async (app: TestApp, showtimeId: string, id: string) =>
      (await call<Page<{ id: string; status: string }>>("GET", `/api/v1/seats?entityId=${showtimeId}`, { app })).body.data.items.find(
        (seat) => seat.id === id,
      )?.status;
    expect(await statusOf(mine.app, mine.showtimeId, seatAt(mine, 2))).toBe("AVAILABLE");
    expect(await statusOf(theirs.app, theirs.showtimeId, seatAt(theirs, 2))).toBe("AVAILABLE");
  });
});

it("an app's page may be read from by its own origins alone, whatever the others list", async () => {
  const [one, other] = await Promise.all([
    makeApp({ origins: ["https://one.example.com"] }),
    makeApp({ origins: ["https://other.example.com"] }),
  ]);
  const answer = await call("GET", "/api/v1/venues", { headers: { ...one.headers, origin: other.headers.origin ?? "" } });
  expect([answer.status, answer.body.error.code]).toEqual([403, "ORIGIN_NOT_ALLOWED"]);
});
