import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { featuredOf, frontPageId, soonestFirst } from "../../contracts/front-page.ts";
import { type Listing, listingExample } from "../../contracts/listings.ts";
import { call, makeApp, origin, testCtx } from "../../test/harness.ts";
import index from "../../web/index.html?raw";
import { app as worker } from "../app.ts";
import { firstScreen } from "./first-screen.tsx";
import { withFirstScreen } from "./front-page.ts";
import { readFrontPage } from "./read-front-page.ts";
import { localeOf } from "./words.ts";

const listing = (parts: Partial<Listing>): Listing => ({ ...(listingExample as Listing), ...parts });
const words = { locale: "en-GB", nowMs: Date.parse("2026-12-01T00:00:00Z") };

/** The service of the built files, as Cloudflare runs it. */
const ASSETS = {
  fetch: async () =>
    new Response(index, { headers: { "content-type": "text/html", etag: '"built"', "content-security-policy": "default-src 'self'" } }),
} as unknown as Fetcher;
const get = (path: string, more: Partial<Env> = {}, init: RequestInit = {}) =>
  worker.fetch(new Request(new URL(path, origin), init), { ...env, ASSETS, ...more }, createExecutionContext());
const dataIn = (html: string) => JSON.parse(new RegExp(`id="${frontPageId}">(.*?)</script>`).exec(html)?.[1] ?? "null");

afterEach(() => void vi.useRealTimers());

describe("the first page", () => {
  it("brings the configuration and each domain's listings with it, as a visitor's own questions would be answered", async () => {
    const theatre = await makeApp({ webApp: true });
    await call("POST", "/api/v1/events", { server: theatre, body: { title: "Not yet", status: "DRAFT" } });
    await call("POST", "/api/v1/events", { server: theatre, body: { title: "On", status: "PUBLISHED" } });
    const { config, listings } = await readFrontPage(testCtx());
    expect(config).toEqual((await call("GET", "/web-config")).body);
    const [first] = config.apps.filter(({ domain }) => domain === "EVENT");
    const headers = { "x-app-id": first?.appId ?? "", "x-api-key": first?.publishableKey ?? "", origin };
    const asked = await call("GET", "/api/v1/events?limit=48", { headers });
    expect(listings.find(({ domain }) => domain === "EVENT")?.page).toEqual(asked.body.data);
    expect(listings.flatMap(({ page }) => page.items).filter(({ status }) => status !== "PUBLISHED")).toEqual([]);
    expect(listings.map(({ domain }) => domain)).toEqual([...new Set(config.apps.map(({ domain }) => domain))]);
  });

  it("is the app's page with that in it, kept by nobody, and with the page's own policy", async () => {
    await makeApp({ webApp: true });
    const answer = await get("/", {}, { headers: { "if-none-match": '"built"' } });
    const html = await answer.text();
    expect([answer.status, answer.headers.get("cache-control"), answer.headers.get("etag")]).toEqual([200, "no-cache", null]);
    expect(answer.headers.get("content-security-policy")).toBe("default-src 'self'");
    expect(Object.keys(dataIn(html))).toEqual(["config", "listings"]);
    expect(html).not.toContain('href="/web-config"');
    expect(html).toContain('<script type="module" src="/src/main.tsx">');
  });

  it("is the page as it is for a search, and when nothing can be read", async () => {
    expect(await (await get("/?q=hamlet")).text()).toBe(index);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3_600_000 });
    const DB = { prepare: () => { throw new Error("away"); } } as unknown as D1Database; // biome-ignore format: one line
    const silent = vi.spyOn(console, "error").mockImplementation(() => {});
    expect(await (await get("/", { DB })).text()).toBe(index);
    expect(silent).toHaveBeenCalledOnce();
    silent.mockRestore();
  });

  it("lets no listing's words out of their place", async () => {
    const title = `</script><script>alert("1")</script>`;
    const posterUrl = `/p.svg?a="><script>&b`;
    const item = listing({ title, posterUrl });
    const data = JSON.stringify({ config: {}, listings: [{ domain: "EVENT", page: { items: [item], nextCursor: null } }] });
    const screen = firstScreen({ domain: "EVENT", listing: item }, words);
    const html = await withFirstScreen(new Response(index), { screen, poster: posterUrl, data }).text();
    expect(html).not.toContain("<script>");
    expect(dataIn(html).listings[0].page.items[0]).toMatchObject({ title, posterUrl });
    expect(html).toContain("&lt;/script&gt;");
  });

  it("shows the soonest show with a poster and seats to choose from, in the reader's English and the venue's time", () => {
    const next = listingExample.next;
    const bus = { domain: "BUS" as const, listing: listing({ id: "bus_1", next: { ...next, startsAt: "2027-01-01T00:00:00.000Z" } }) };
    const full = {
      domain: "MOVIE" as const,
      listing: listing({ id: "mov_1", next: { ...next, seatsLeft: 3, startsAt: "2027-01-02T00:00:00.000Z" } }),
    };
    const play = { domain: "EVENT" as const, listing: listing({ id: "evt_1" }) };
    const later = { domain: "EVENT" as const, listing: listing({ id: "evt_2", next: null }) };
    expect(soonestFirst([later, play, full, bus])).toEqual([bus, full, play, later]);
    expect([featuredOf([bus, full, play, later]), featuredOf([bus]), featuredOf([])]).toEqual([play, bus, undefined]);
    const screen = firstScreen(play, words);
    expect(screen).toContain(`href="/showtimes/${next.showtimeId}?d=event"`);
    expect(screen).toMatch(/Fri 15 Jan 2027, 19:30<.*Grand Theatre, Vienna<.*>€42</);
    expect(firstScreen(play, { ...words, locale: localeOf("de, en-US;q=0.8") })).toMatch(/Fri Jan 15, 2027, 7:30 PM</);
    expect(["en-AU,en", "de", "*", "en-zz-zz-zz", undefined].map(localeOf)).toEqual(["en-AU", "en-GB", "en-GB", "en-GB", "en-GB"]);
  });
});
