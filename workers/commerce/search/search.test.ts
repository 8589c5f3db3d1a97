import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { CatalogueBuilding, CatalogueRow, FoundPage } from "../../../contracts/catalogue-search.ts";
import type { Listing } from "../../../contracts/listings.ts";
import type { Product } from "../../../contracts/products.ts";
import { call, makeApp, type TestApp, testCtx } from "../../../test/harness.ts";
import { recordingDatabase } from "../../../test/query-plans.ts";
import { sweepOutbox } from "../../platform/outbox.ts";
import { buildIndex } from "./build-index.ts";
import { catalogueSearchOf } from "./catalogue-search-of.ts";
import { followCatalogue } from "./follow-catalogue.ts";

let app: TestApp;
let hamlet: string;
let popcorn: string;

const search = async (query: string, of: TestApp = app) => call<FoundPage>("GET", `/api/v1/search?${query}`, { app: of });
const ids = async (query: string, of?: TestApp) => (await search(query, of)).body.data.items.map(({ id }) => id);
const becomes = (ask: () => Promise<unknown>, wanted: unknown) => expect.poll(ask, { timeout: 10_000, interval: 50 }).toEqual(wanted);

const makeEvent = async (body: object, of: TestApp = app) =>
  (await call<{ event: Listing }>("POST", "/api/v1/events", { server: of, body: { status: "PUBLISHED", ...body } })).body.data.event.id;
const makeProduct = async (body: object, of: TestApp = app) =>
  (await call<{ product: Product }>("POST", "/api/v1/products", { server: of, body: { currency: "EUR", stock: 5, price: 650, ...body } }))
    .body.data.product.id;

/** As the queue would, without waiting for it: every message of a building until none is left. */
async function buildNow(building: CatalogueBuilding): Promise<number> {
  const waiting: CatalogueBuilding[] = [building];
  const events = { sendBatch: async (messages: { body: CatalogueBuilding }[]) => waiting.push(...messages.map(({ body }) => body)) };
  const ctx = testCtx({ env: { ...env, EVENTS: events as unknown as Env["EVENTS"] } });
  let done = 0;
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift(), done++) await buildIndex(ctx, next);
  return done;
}

const ofApp = (appId: string): CatalogueBuilding => ({
  type: "catalogue.building",
  appId,
  kind: "LISTING",
  after: null,
  sinceMs: Date.now(),
});

beforeAll(async () => {
  app = await makeApp();
  hamlet = await makeEvent({ title: "Hamlet", description: "The prince of Denmark, with popcorn", type: "THEATRE" });
  popcorn = await makeProduct({ name: "Popcorn, large", category: "snacks", description: "Freshly made" });
  await makeProduct({ name: "Popcorn secret", status: "DRAFT" });
  await makeEvent({ title: "Popcorn draft", status: "DRAFT" });
});

describe("a search", () => {
  it("finds a listing and a product soon after they were made, and no draft", async () => {
    await becomes(() => ids("q=popcorn"), [popcorn, hamlet]);
    const { body } = await search("q=pocorn");
    expect(body.data).toMatchObject({
      total: 2,
      totalIsMore: false,
      nextCursor: null,
      corrected: [{ word: "pocorn", to: "popcorn" }],
      facets: {
        kind: [
          { value: "LISTING", count: 1 },
          { value: "PRODUCT", count: 1 },
        ],
        city: [],
      },
    });
    const [product, listing] = body.data.items;
    expect(product).toMatchObject({
      kind: "PRODUCT",
      title: [
        { text: "Popcorn", hit: true },
        { text: ", large", hit: false },
      ],
      excerpt: [],
      listing: null,
      product: { id: popcorn, price: 650, available: 5 },
    });
    expect(listing).toMatchObject({
      kind: "LISTING",
      title: [{ text: "Hamlet", hit: false }],
      listing: { id: hamlet, title: "Hamlet" },
      product: null,
    });
    expect(listing?.excerpt.filter(({ hit }) => hit)).toEqual([{ text: "popcorn", hit: true }]);
  });

  it("narrows down and pages, and refuses what is no question", async () => {
    expect(await ids("q=popcorn&kind=LISTING")).toEqual([hamlet]);
    expect(await ids("q=popcorn&category=SNACKS&minPrice=600&maxPrice=700")).toEqual([popcorn]);
    expect(await ids("q=popcorn&category=THEATRE&kind=PRODUCT")).toEqual([]);
    const first = (await search("q=popcorn&limit=1")).body.data;
    expect(await ids(`q=popcorn&limit=1&cursor=${first.nextCursor}`)).toEqual([hamlet]);
    const known = (await search("q=popcorn")).headers.get("etag") ?? "";
    expect((await call("GET", "/api/v1/search?q=popcorn", { app, headers: { "if-none-match": known } })).status).toBe(304);
    for (const query of [
      "",
      "q=",
      "q=%20",
      `q=${"x".repeat(201)}`,
      "q=x&kind=ROOM",
      "q=x&minPrice=-1",
      "q=x&cursor=x",
      "q=x&more=1",
      "q=x&limit=101",
    ]) {
      expect([query, (await search(query)).status]).toEqual([query, 422]);
    }
  });

  it("takes operators as words and answers whatever is asked", async () => {
    expect(await ids(`q=${encodeURIComponent('"; DROP popcorn')}&kind=PRODUCT`)).toEqual([popcorn]);
    for (const q of [
      '"',
      "NEAR(popcorn, 2)",
      "popcorn AND",
      "* ^ :",
      "title:popcorn OR",
      "🍿".repeat(50),
      "東京ラーメン",
      "'); DELETE",
      "\u0000",
    ]) {
      expect([q, (await search(`q=${encodeURIComponent(q)}`)).status]).toEqual([q, 200]);
    }
  });

  it("finds nothing of another app", async () => {
    const other = await makeApp();
    const theirs = await makeProduct({ name: "Popcorn of others" }, other);
    await becomes(() => ids("q=popcorn", other), [theirs]);
    expect(await ids("q=others")).toEqual([]);
    expect((await search("q=popcorn")).body.data.total).toBe(2);
  });

  it("leaves out what D1 no longer shows, whatever the index says", async () => {
    const own = await makeApp();
    const id = await makeProduct({ name: "Vanishing cream" }, own);
    await becomes(() => ids("q=vanishing", own), [id]);
    await env.DB.prepare("UPDATE products SET status = 'ARCHIVED' WHERE id = ?").bind(id).run();
    expect(await ids("q=vanishing", own)).toEqual([]);
    await sweepOutbox(testCtx());
    await becomes(async () => (await search("q=vanishing", own)).body.data.total, 0);
  });

  it("follows a change, a city and a deletion", async () => {
    const own = await makeApp();
    const event = await makeEvent({ title: "Othello" }, own);
    await becomes(() => ids("q=othello", own), [event]);
    const venue = { name: "Small Stage", city: "Graz", timeZone: "Europe/Vienna" };
    const { body } = await call<{ venue: { id: string } }>("POST", "/api/v1/venues", { server: own, body: venue });
    const startsAt = new Date(Date.now() + 86_400_000).toISOString();
    const show = { venueId: body.data.venue.id, startsAt, currency: "EUR", tiers: [{ name: "Standard", price: 4500 }] };
    await call("POST", `/api/v1/events/${event}/showtimes`, { server: own, body: show });
    await becomes(() => ids("q=othello%20graz&city=graz&maxPrice=4500", own), [event]);
    await call("PATCH", `/api/v1/events/${event}`, { server: own, body: { title: "Macbeth" } });
    await becomes(async () => [await ids("q=macbeth", own), await ids("q=othello", own)], [[event], []]);

    const short = await makeEvent({ title: "Shortlived" }, own);
    await becomes(() => ids("q=shortlived", own), [short]);
    await call("DELETE", `/api/v1/events/${short}`, { server: own });
    await becomes(async () => (await search("q=shortlived", own)).body.data.total, 0);
  });
});

describe("an index", () => {
  it("that has lost everything is made anew from D1, in however many pages, and has nothing that D1 has not", async () => {
    const own = await makeApp();
    const [event, product] = [await makeEvent({ title: "Rebuilt play" }, own), await makeProduct({ name: "Rebuilt mug" }, own)];
    await becomes(() => ids("q=rebuilt", own), [event, product]);
    const gone: CatalogueRow = {
      kind: "PRODUCT",
      id: "prd_gone",
      version: Date.now(),
      title: "Rebuilt ghost",
      text: "",
      category: null,
      cities: [],
      price: 1,
      hidden: false,
    };
    const index = catalogueSearchOf(env, own.appId);
    await index.index({ rows: [gone], toldAtMs: Date.now() - 60_000 });
    expect((await index.search({ q: "ghost", skip: 0, limit: 1 })).total).toBe(1);
    await buildNow(ofApp(own.appId));
    expect(await ids("q=rebuilt", own)).toEqual([event, product]);
    expect((await index.search({ q: "ghost", skip: 0, limit: 1 })).total).toBe(0);
    await index.forgetOlder(Date.now() + 1000);
    expect(await ids("q=rebuilt", own)).toEqual([]);
    await buildNow(ofApp(own.appId));
    await buildNow(ofApp(own.appId));
    expect(await ids("q=rebuilt", own)).toEqual([event, product]);
  });

  it("is made by itself when it is first asked for what is older than it", async () => {
    const own = await makeApp();
    const at = Date.now();
    const row = env.DB.prepare(
      "INSERT INTO products (id, app_id, name, price, currency, status, created_at, updated_at) VALUES (?, ?, 'Antique vase', 1, 'EUR', 'ACTIVE', ?, ?)",
    ).bind(`prd_old${own.appId.slice(4)}`, own.appId, at, at);
    const unheard = env.DB.prepare("DELETE FROM outbox WHERE app_id = ?").bind(own.appId);
    await env.DB.batch([row, unheard]);
    expect(await ids("q=antique", own)).toEqual([]);
    await becomes(async () => (await search("q=antique", own)).body.data.total, 1);
  });

  it("is made anew when an administrator asks for it, of an app that there is", async () => {
    const rebuild = (body: object) =>
      call<{ rebuild: { appId: string | null } }>("POST", "/api/v1/admin/search/rebuild", { admin: true, body });
    const answer = await rebuild({ appId: app.appId });
    expect([answer.status, answer.body.data]).toEqual([200, { rebuild: { appId: app.appId } }]);
    const audited = await env.DB.prepare("SELECT actor, app_id FROM audit_log WHERE action = 'search.rebuilt' AND subject = ?")
      .bind(app.appId)
      .all();
    expect(audited.results).toEqual([{ actor: `admin:${env.ADMIN_EMAIL}`, app_id: app.appId }]);
    expect((await rebuild({ appId: "app_x" })).body.error?.code).toBe("APP_NOT_FOUND");
    expect((await rebuild({ app: "x" })).status).toBe(422);
  });

  it("of every app is made from one message that names none", async () => {
    const messages = await buildNow({ ...ofApp(""), appId: null });
    const { results } = await env.DB.prepare("SELECT count(*) AS apps FROM apps").all<{ apps: number }>();
    expect(messages).toBeGreaterThan(results[0]?.apps ?? Number.NaN);
  });

  it("is told of what is in D1 by no statement that reads a whole table", async () => {
    const { db, plans } = recordingDatabase();
    const ctx = testCtx({ db });
    const changes = (["LISTING", "PRODUCT"] as const).map((kind) => ({
      appId: app.appId,
      kind,
      subjectId: kind === "LISTING" ? hamlet : popcorn,
    }));
    await followCatalogue(ctx, changes);
    await buildIndex(ctx, ofApp(app.appId));
    const steps = await plans();
    expect(steps.filter((step) => step.startsWith("SEARCH")).length).toBeGreaterThan(3);
    expect(steps.filter((step) => /^SCAN (?!\w+ VIRTUAL TABLE|CONSTANT ROW)/.test(step))).toEqual([]);
  });
});
