import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { Page } from "../../contracts/envelope.ts";
import type { Listing } from "../../contracts/listings.ts";
import type { ListingWithShowtimes, Showtime } from "../../contracts/showtimes.ts";
import type { Venue } from "../../contracts/venues.ts";
import { call, makeApp, makeUser, type TestApp, type TestUser } from "../../test/harness.ts";
import { webAudience } from "../identity/audience.ts";
import { signToken } from "../platform/tokens.ts";

type Caller = { user: TestUser } | { server: TestApp };
const events = "/api/v1/events";

const make = async (caller: Caller, status: "DRAFT" | "PUBLISHED" = "DRAFT", title = "Hamlet"): Promise<Listing> => {
  const answer = await call<{ event: Listing }>("POST", events, { ...caller, body: { title, status } });
  expect(answer.status).toBe(201);
  return answer.body.data.event;
};
const codeOf = ({ status, body }: Awaited<ReturnType<typeof call>>) => (status < 400 ? status : [status, body.error.code]);
const mine = async (caller: Caller, path = "/api/v1/events/my/events") =>
  (await call<Page<Listing>>("GET", path, caller)).body.data.items.map(({ id }) => id);
const show = (venueId: string) => ({
  venueId,
  startsAt: new Date(Date.now() + 86_400_000).toISOString(),
  currency: "EUR",
  tiers: [{ name: "Standard", price: 4200 }],
});
const trail = async (subject: string) =>
  (await env.DB.prepare("SELECT actor, action FROM audit_log WHERE subject = ? ORDER BY id").bind(subject).all()).results;

const stage = async () => {
  const app = await makeApp();
  const [ada, bob, guest] = await Promise.all([makeUser(app, { role: "ORGANIZER" }), makeUser(app, { role: "ORGANIZER" }), makeUser(app)]);
  return { app, ada, bob, guest };
};

describe("an organizer", () => {
  it("makes a venue, a listing and a showtime, publishes and deletes, and the audit log says so", async () => {
    const { ada } = await stage();
    const venue = await call<{ venue: Venue }>("POST", "/api/v1/venues", {
      user: ada,
      body: { name: "Hall", city: "Vienna", timeZone: "Europe/Vienna" },
    });
    expect(venue.status).toBe(201);
    const { id, ownerId } = await make({ user: ada });
    expect(ownerId).toBe(ada.userId);
    const showtime = await call<{ showtime: Showtime }>("POST", `${events}/${id}/showtimes`, {
      user: ada,
      body: show(venue.body.data.venue.id),
    });
    expect(showtime.status).toBe(201);
    expect(codeOf(await call("PUT", `${events}/${id}`, { user: ada, body: { title: "Othello" } }))).toBe(200);
    expect(codeOf(await call("PATCH", `${events}/${id}`, { user: ada, body: { status: "PUBLISHED" } }))).toBe(200);
    expect(codeOf(await call("DELETE", `${events}/${id}`, { user: ada }))).toEqual([409, "LISTING_HAS_SHOWTIMES"]);
    const other = await make({ user: ada });
    expect(codeOf(await call("DELETE", `${events}/${other.id}`, { user: ada }))).toBe(200);
    const actor = ada.userId;
    expect(await trail(id)).toEqual(["listing.create", "listing.update", "listing.update"].map((action) => ({ actor, action })));
    expect(await trail(other.id)).toEqual(["listing.create", "listing.delete"].map((action) => ({ actor, action })));
    const deletion = await env.DB.prepare("SELECT before FROM audit_log WHERE subject = ? AND action = 'listing.delete'")
      .bind(other.id)
      .first<{ before: string }>();
    expect(JSON.parse(deletion?.before ?? "")).toMatchObject({ title: "Hamlet", ownerId: ada.userId });
    expect(await trail(venue.body.data.venue.id)).toEqual([{ actor, action: "venue.create" }]);
    expect(await trail(showtime.body.data.showtime.id)).toEqual([{ actor, action: "showtime.create" }]);
  });

  it("sees their own drafts, by id and in their own list, and nobody else but the tenant's server does", async () => {
    const { app, ada, bob, guest } = await stage();
    const draft = await make({ user: ada });
    const venue = await call<{ venue: Venue }>("POST", "/api/v1/venues", {
      user: ada,
      body: { name: "Hall", city: "Vienna", timeZone: "Europe/Vienna" },
    });
    const made = await call<{ showtime: Showtime }>("POST", `${events}/${draft.id}/showtimes`, {
      user: ada,
      body: show(venue.body.data.venue.id),
    });
    const showtimePath = `/api/v1/showtimes/${made.body.data.showtime.id}`;
    const read = await call<{ event: ListingWithShowtimes }>("GET", `${events}/${draft.id}`, { user: ada });
    expect(read.body.data.event.showtimes).toHaveLength(1);
    expect(codeOf(await call("GET", showtimePath, { user: ada }))).toBe(200);
    for (const stranger of [{ app }, { user: bob }, { user: guest }]) {
      expect(codeOf(await call("GET", `${events}/${draft.id}`, stranger))).toEqual([404, "LISTING_NOT_FOUND"]);
      expect(codeOf(await call("GET", showtimePath, stranger))).toEqual([404, "SHOWTIME_NOT_FOUND"]);
    }
    expect(await mine({ user: ada })).toEqual([draft.id]);
    expect(await mine({ user: bob })).toEqual([]);
    expect(await mine({ server: app })).toEqual([draft.id]);
    expect((await call<Page<Listing>>("GET", events, { user: ada })).body.data.items).toEqual([]);
  });

  it("pages through their own listings, and no cursor leads out of them", async () => {
    const { ada, bob } = await stage();
    await make({ user: bob }, "PUBLISHED");
    const ids = [(await make({ user: ada })).id, (await make({ user: ada }, "PUBLISHED")).id];
    const first = await call<Page<Listing>>("GET", `${events}/my/events?limit=1&sort=newest`, { user: ada });
    const second = await call<Page<Listing>>("GET", `${events}/my/events?limit=1&sort=newest&cursor=${first.body.data.nextCursor}`, {
      user: ada,
    });
    expect([...second.body.data.items, ...first.body.data.items].map(({ id }) => id)).toEqual(ids);
    expect(second.body.data.nextCursor).toBeNull();
  });

  it("cannot touch somebody else's listing: a draft is not there, a published one is forbidden", async () => {
    const { app, ada, bob } = await stage();
    const venue = await call<{ venue: Venue }>("POST", "/api/v1/venues", {
      server: app,
      body: { name: "Hall", city: "Vienna", timeZone: "Europe/Vienna" },
    });
    for (const owner of [{ user: bob }, { server: app }]) {
      for (const [status, refusal] of [
        ["DRAFT", [404, "LISTING_NOT_FOUND"]],
        ["PUBLISHED", [403, "FORBIDDEN"]],
      ] as const) {
        const { id } = await make(owner, status);
        const body = { title: "Mine now", status: "PUBLISHED" };
        expect(codeOf(await call("PUT", `${events}/${id}`, { user: ada, body }))).toEqual(refusal);
        expect(codeOf(await call("PATCH", `${events}/${id}`, { user: ada, body }))).toEqual(refusal);
        expect(codeOf(await call("DELETE", `${events}/${id}`, { user: ada }))).toEqual(refusal);
        const showtime = { user: ada, body: show(venue.body.data.venue.id) };
        expect(codeOf(await call("POST", `${events}/${id}/showtimes`, showtime))).toEqual(refusal);
        const still = await call<{ event: ListingWithShowtimes }>("GET", `${events}/${id}`, { server: app });
        expect(still.body.data.event).toMatchObject({ title: "Hamlet", status, showtimes: [] });
        expect(await trail(id)).toHaveLength(1);
      }
    }
  });

  it("says so in words that do not tell an unknown listing from somebody else's draft", async () => {
    const { ada, bob } = await stage();
    const { id } = await make({ user: bob });
    const answers = await Promise.all([id, "evt_unknown"].map((each) => call("DELETE", `${events}/${each}`, { user: ada })));
    expect(answers[0]?.body).toEqual(answers[1]?.body);
  });

  it("is not one at another app, nor through a session of the web app where another app named them", async () => {
    const { ada } = await stage();
    const other = await makeApp();
    const headers = { ...other.headers, authorization: ada.headers.authorization ?? "" };
    expect(codeOf(await call("POST", events, { headers, body: { title: "X" } }))).toEqual([401, "TOKEN_INVALID"]);
    const [sold, alsoSold] = await Promise.all([makeApp({ webApp: true }), makeApp({ webApp: true })]);
    const { userId } = await makeUser(sold, { role: "ORGANIZER" });
    const claims = { sub: userId, sid: "ses_web", role: "ORGANIZER" };
    const token = await signToken(env, "at+jwt", claims, { audience: webAudience, seconds: 60, nowMs: Date.now() });
    const createAt = (app: TestApp) => call("POST", events, { app, headers: { authorization: `Bearer ${token}` }, body: { title: "X" } });
    expect(codeOf(await createAt(sold))).toBe(201);
    expect(codeOf(await createAt(alsoSold))).toEqual([403, "FORBIDDEN"]);
  });

  it("works through the tenant's server in their own name, and gains nothing by its key", async () => {
    const { app, ada, bob, guest } = await stage();
    const { id } = await make({ user: bob }, "PUBLISHED");
    const through = (user: TestUser) => call("PATCH", `${events}/${id}`, { server: app, user, body: { title: "X" } });
    expect(codeOf(await through(ada))).toEqual([403, "FORBIDDEN"]);
    expect(codeOf(await through(guest))).toEqual([403, "FORBIDDEN"]);
    expect(codeOf(await through(bob))).toBe(200);
  });
});

describe("whoever is no organizer", () => {
  it("is refused before their input is looked at", async () => {
    const { guest } = await stage();
    for (const [method, path] of [
      ["POST", events],
      ["PATCH", `${events}/evt_x`],
      ["DELETE", `${events}/evt_x`],
      ["POST", `${events}/evt_x/showtimes`],
      ["POST", "/api/v1/venues"],
      ["GET", `${events}/my/events`],
    ] as const) {
      const answer = await call(method, path, { user: guest, ...(method !== "GET" && method !== "DELETE" && { body: { no: "sense" } }) });
      expect(codeOf(answer)).toEqual([403, "FORBIDDEN"]);
    }
  });

  it("is refused from the moment on at which they lose the role, whatever their token says", async () => {
    const { app, ada } = await stage();
    const { id } = await make({ user: ada }, "DRAFT");
    await call("DELETE", `/api/v1/organizers/${ada.userId}`, { server: app });
    expect(codeOf(await call("PATCH", `${events}/${id}`, { user: ada, body: { title: "X" } }))).toEqual([403, "FORBIDDEN"]);
    expect(codeOf(await call("GET", `${events}/my/events`, { user: ada }))).toEqual([403, "FORBIDDEN"]);
    expect(codeOf(await call("GET", `${events}/${id}`, { user: ada }))).toEqual([404, "LISTING_NOT_FOUND"]);
    expect(codeOf(await call("PATCH", `${events}/${id}`, { server: app, body: { title: "X" } }))).toBe(200);
  });

  it("is one where the app lets everybody be one", async () => {
    const app = await makeApp({ openOrganizers: true });
    const anybody = await makeUser(app);
    const { id } = await make({ user: anybody });
    expect(await mine({ user: anybody })).toEqual([id]);
  });
});
