import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { Page } from "../../contracts/envelope.ts";
import type { Listing } from "../../contracts/listings.ts";
import type { ListingWithShowtimes } from "../../contracts/showtimes.ts";
import { call, makeApp, type TestApp } from "../../test/harness.ts";

const make = async (server: TestApp, body: object, path = "/api/v1/events"): Promise<Listing> => {
  const { body: answer } = await call<Record<string, Listing>>("POST", path, { server, body: { status: "PUBLISHED", ...body } });
  const listing = Object.values(answer.data ?? {})[0];
  if (listing === undefined) throw new Error(JSON.stringify(answer));
  return listing;
};
const titles = async (app: TestApp, query: string, path = "/api/v1/events") =>
  (await call<Page<Listing>>("GET", `${path}?${query}`, { app })).body.data.items.map((item) => item.title);

describe("a listing", () => {
  it("is made by the tenant's server, as a draft unless it says otherwise", async () => {
    const server = await makeApp();
    const { status, body } = await call<{ event: Listing }>("POST", "/api/v1/events", {
      server,
      body: { title: "Hamlet", type: "THEATRE" },
    });
    expect(status).toBe(201);
    expect(body.data.event).toMatchObject({
      title: "Hamlet",
      type: "THEATRE",
      status: "DRAFT",
      metadata: {},
      next: null,
      showtimeCount: 0,
    });
    expect(body.data.event.id).toMatch(/^evt_/);
    expect(body.data.event).not.toHaveProperty("origin");
  });

  it("is answered under the noun of its domain", async () => {
    for (const [domain, path, noun, extra] of [
      ["MOVIE", "/api/v1/movies", "movie", {}],
      ["BUS", "/api/v1/buses", "bus", { origin: "Vienna", destination: "Salzburg" }],
    ] as const) {
      const server = await makeApp({ domain });
      const { body } = await call<Record<string, Listing>>("POST", path, { server, body: { title: "X", ...extra } });
      expect(body.data[noun]).toMatchObject({ title: "X", ...extra });
    }
  });

  it("is not made with the publishable key", async () => {
    const app = await makeApp();
    const { status, body } = await call("POST", "/api/v1/events", { app, body: { title: "Hamlet" } });
    expect([status, body.error.code]).toEqual([401, "TOKEN_MISSING"]);
  });

  it("refuses fields that it does not have", async () => {
    const server = await makeApp();
    const { status, body } = await call("POST", "/api/v1/events", {
      server,
      body: { title: "Hamlet", appId: "app_other", origin: "Vienna" },
    });
    expect([status, body.error.code]).toEqual([422, "VALIDATION_FAILED"]);
    expect(body.error.details?.issues).toEqual([
      { path: "appId", message: "unknown field" },
      { path: "origin", message: "unknown field" },
    ]);
  });

  it("exists for visitors only while it is published", async () => {
    const server = await makeApp();
    const { id } = await make(server, { title: "Hamlet", status: "DRAFT" });
    expect((await call("GET", `/api/v1/events/${id}`, { server })).status).toBe(200);
    expect((await call("GET", `/api/v1/events/${id}`, { app: server })).body.error.code).toBe("LISTING_NOT_FOUND");
    expect(await titles(server, "")).toEqual([]);
    expect((await call<Page<Listing>>("GET", "/api/v1/events", { server })).body.data.items).toHaveLength(1);
    await call("PATCH", `/api/v1/events/${id}`, { server, body: { status: "PUBLISHED" } });
    expect((await call<{ event: ListingWithShowtimes }>("GET", `/api/v1/events/${id}`, { app: server })).body.data.event.showtimes).toEqual(
      [],
    );
    expect(await titles(server, "")).toEqual(["Hamlet"]);
  });

  it("is changed where it is told to and left alone elsewhere, by PUT as by PATCH", async () => {
    const server = await makeApp();
    const { id } = await make(server, { title: "Hamlet", description: "Long." });
    const put = await call<{ event: Listing }>("PUT", `/api/v1/events/${id}`, { server, body: { title: "Macbeth" } });
    expect(put.body.data.event).toMatchObject({ id, title: "Macbeth", description: "Long.", status: "PUBLISHED" });
    const patch = await call<{ event: Listing }>("PATCH", `/api/v1/events/${id}`, { server, body: { metadata: { seats: "red" } } });
    expect(patch.body.data.event).toMatchObject({ id, title: "Macbeth", metadata: { seats: "red" } });
  });

  it("is deleted and answered once more", async () => {
    const server = await makeApp();
    const { id } = await make(server, { title: "Hamlet" });
    const gone = await call<{ event: Listing }>("DELETE", `/api/v1/events/${id}`, { server });
    expect([gone.status, gone.body.data.event.title]).toEqual([200, "Hamlet"]);
    expect((await call("DELETE", `/api/v1/events/${id}`, { server })).body.error.code).toBe("LISTING_NOT_FOUND");
  });

  it("leaves a trail of who changed what, and none of what did not happen", async () => {
    const server = await makeApp();
    const { id } = await make(server, { title: "Hamlet" });
    await call("PATCH", `/api/v1/events/${id}`, { server, body: { title: "Macbeth" } });
    await call("DELETE", `/api/v1/events/${id}`, { server });
    await call("DELETE", `/api/v1/events/${id}`, { server });
    const { results } = await env.DB.prepare(
      "SELECT action, actor, before, after FROM audit_log WHERE app_id = ? AND subject = ? ORDER BY id",
    )
      .bind(server.appId, id)
      .all();
    expect(results).toMatchObject([
      { action: "listing.create", actor: "server" },
      { action: "listing.update", before: '{"title":"Hamlet"}', after: '{"title":"Macbeth"}' },
      { action: "listing.delete" },
    ]);
  });
});

describe("a tenant", () => {
  it("cannot tell another tenant's listing from none", async () => {
    const [mine, theirs] = await Promise.all([makeApp(), makeApp()]);
    const { id } = await make(theirs, { title: "Hamlet" });
    const unknown = await call("GET", "/api/v1/events/evt_unknown", { server: mine });
    for (const [method, body] of [["GET"], ["PATCH", { title: "Mine" }], ["PUT", { title: "Mine" }], ["DELETE"]] as const) {
      const answer = await call(method, `/api/v1/events/${id}`, { server: mine, body });
      expect([method, answer.status, answer.body]).toEqual([method, 404, unknown.body]);
    }
    expect(await titles(theirs, "")).toEqual(["Hamlet"]);
    expect(await titles(mine, "")).toEqual([]);
  });

  it("serves its own domain alone, and hears so before its input is judged", async () => {
    const app = await makeApp({ domain: "EVENT" });
    for (const path of ["/api/v1/movies", "/api/v1/buses", "/api/v1/movies/mov_1"]) {
      expect([path, (await call("GET", `${path}?limit=none`, { app })).body.error.code]).toEqual([path, "DOMAIN_NOT_ALLOWED"]);
    }
    const write = await call("POST", "/api/v1/movies", { server: app, body: { no: "title" } });
    expect([write.status, write.body.error.code]).toEqual([403, "DOMAIN_NOT_ALLOWED"]);
  });
});

describe("the list", () => {
  it("goes on where the last page ended, in every order", async () => {
    const app = await makeApp();
    const long = "é".repeat(199);
    const made = ["beta", "Alpha", "gamma", `${long}2`, `${long}1`];
    for (const title of made) await make(app, { title });
    const expected = {
      newest: [...made].reverse(),
      title: ["Alpha", "beta", "gamma"],
      soonest: made,
    };
    for (const [sort, order] of Object.entries(expected)) {
      const seen: string[] = [];
      let cursor: string | null = "";
      while (cursor !== null) {
        const path: string = `/api/v1/events?sort=${sort}&limit=2${cursor && `&cursor=${cursor}`}`;
        const page = await call<Page<Listing>>("GET", path, { app });
        expect(page.status).toBe(200);
        seen.push(...page.body.data.items.map((item) => item.title));
        cursor = page.body.data.nextCursor;
      }
      expect(seen).toHaveLength(made.length);
      expect(seen.slice(0, order.length)).toEqual(order);
    }
  });

  it("finds literally what is asked for", async () => {
    const app = await makeApp();
    await make(app, { title: "100% Hamlet", description: "A_play" });
    await make(app, { title: "1000 Hamlets" });
    expect(await titles(app, "q=100%25")).toEqual(["100% Hamlet"]);
    expect(await titles(app, "q=a_play")).toEqual(["100% Hamlet"]);
    expect(await titles(app, "name=HAMLETS")).toEqual(["1000 Hamlets"]);
    expect(await titles(app, "name=a_play")).toEqual([]);
    expect(await titles(app, `q=${encodeURIComponent("' OR 1=1 --")}`)).toEqual([]);
    expect(await titles(app, "q=")).toHaveLength(2);
  });

  it("filters by type, and buses by where they go", async () => {
    const app = await makeApp({ domain: "BUS" });
    await make(app, { title: "Express", type: "EXPRESS", origin: "Vienna", destination: "Salzburg" }, "/api/v1/buses");
    await make(app, { title: "Local", origin: "Salzburg", destination: "Vienna" }, "/api/v1/buses");
    expect(await titles(app, "type=express", "/api/v1/buses")).toEqual(["Express"]);
    expect(await titles(app, "origin=salzburg&destination=Vienna", "/api/v1/buses")).toEqual(["Local"]);
  });

  it("refuses a cursor that is not its own", async () => {
    const app = await makeApp();
    for (const query of ["cursor=abc", "sort=title&cursor=WzEsImEiXQ", "limit=0", "limit=101", "sort=price", "colour=red"]) {
      expect([query, (await call("GET", `/api/v1/events?${query}`, { app })).status]).toEqual([query, 422]);
    }
  });

  it("is answered 304 to whoever has it, and never out of another app's answer", async () => {
    const app = await makeApp();
    const first = await call("GET", "/api/v1/events", { app });
    const etag = first.headers.get("etag") ?? "";
    expect(first.headers.get("cache-control")).toContain("private");
    expect(first.headers.get("vary")).toContain("x-app-id");
    expect((await call("GET", "/api/v1/events", { app, headers: { "if-none-match": etag } })).status).toBe(304);
    await make(app, { title: "Hamlet" });
    expect((await call("GET", "/api/v1/events", { app, headers: { "if-none-match": etag } })).status).toBe(200);
  });
});
