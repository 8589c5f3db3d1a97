import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser, Locator } from "playwright-core";
import { becomes, newWindow, openBrowser, url, widerBy } from "./window.ts";

describe("somebody who looks around", () => {
  let browser: Browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  it("finds what is on in all three domains, with its posters, and no complaints from the browser", async () => {
    const { page, complaints } = await newWindow(browser);
    const failed: string[] = [];
    page.on("response", (response) => {
      if (response.status() >= 400 && !response.url().includes("/auth/refresh")) failed.push(`${response.status()} ${response.url()}`);
    });
    await page.goto(url);
    for (const title of ["Twelfth Night", "Midnight Tram", "Vienna to Salzburg"])
      await page.getByRole("link", { name: title }).first().waitFor();
    const poster = page.locator('img[src^="/posters/"]').first();
    await poster.waitFor();
    // It is there before what it shows is.
    assert.equal(await poster.evaluate(async (image: HTMLImageElement) => image.decode().then(() => image.naturalWidth > 0)), true);
    // What is called so comes before what only says so, however soon that is.
    await page.getByRole("searchbox", { name: /^Search plays/ }).fill("bear");
    await page.waitForURL(/q=bear/);
    await page.getByRole("heading", { name: /^2 results?/ }).waitFor();
    assert.match(await page.getByRole("main").getByRole("listitem").first().innerText(), /^The Bear Who Borrowed Winter/);
    assert.deepEqual(failed, []);
    assert.deepEqual(complaints, []);
  });

  for (const viewport of [
    { width: 390, height: 844 },
    { width: 1280, height: 900 },
  ])
    it(`sees the first show before the app is here, and nothing moves when it comes, at ${viewport.width} pixels`, async () => {
      const still = await newWindow(browser, { viewport, javaScriptEnabled: false });
      await still.page.goto(url);
      const { page } = await newWindow(browser, { viewport });
      const asked: string[] = [];
      page.on("request", (request) => asked.push(new URL(request.url()).pathname));
      await page.addInitScript(() => {
        const window = globalThis as typeof globalThis & { moved: number };
        window.moved = 0;
        const add = (entries: PerformanceObserverEntryList) => {
          for (const entry of entries.getEntries()) window.moved += (entry as PerformanceEntry & { value: number }).value;
        };
        new PerformanceObserver(add).observe({ type: "layout-shift", buffered: true });
      });
      await page.goto(url);
      await page.getByRole("navigation", { name: "Filters" }).waitFor();
      for (const part of ["h1", "h1 ~ p", "h1 ~ ul li", "h1 ~ div a", "h1 ~ div b", ".hero-poster img"]) {
        const [before, after] = [still.page.locator(`section ${part}`).first(), page.locator(`section ${part}`).first()];
        assert.deepEqual(await placeOf(before), await placeOf(after), part);
        assert.equal((await after.innerText()).startsWith((await before.innerText()).trimEnd()), true, part);
        assert.equal(await before.getAttribute("href"), await after.getAttribute("href"), part);
      }
      assert.equal(await page.evaluate(() => (globalThis as typeof globalThis & { moved: number }).moved), 0);
      assert.deepEqual(
        asked.filter((path) => path === "/web-config" || path.startsWith("/api/v1/events")),
        [],
      );
    });

  it("is led on where a page without bars does not load", async () => {
    const { page } = await newWindow(browser, { viewport: { width: 390, height: 844 } });
    await page.route("**/api/v1/showtimes/**", (route) =>
      route.fulfill({
        status: 404,
        json: { success: false, error: { code: "SHOWTIME_NOT_FOUND", message: "There is no such showtime." } },
      }),
    );
    await page.goto(`${url}/showtimes/sho_00000000000000000000000000?d=event`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.getByRole("main").getByRole("link", { name: "See what’s on" }).click();
    await page.waitForURL(`${url}/`);
  });

  it("does so on a phone without scrolling sideways", async () => {
    const { page } = await newWindow(browser, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    await page.goto(url);
    await page.getByRole("link", { name: "Twelfth Night" }).first().waitFor();
    await becomes(() => widerBy(page), 0);
  });

  it("reads the API reference, which asks no other host for anything", async () => {
    const { page, complaints } = await newWindow(browser);
    const elsewhere: string[] = [];
    page.on("request", (request) => {
      if (!request.url().startsWith(url) && !request.url().startsWith("data:")) elsewhere.push(request.url());
    });
    await page.goto(`${url}/docs/`);
    // The first chapter stands open.
    await page.locator("[data-path]").first().waitFor();
    assert.deepEqual(elsewhere, []);
    assert.deepEqual(complaints, []);
  });
});

/** Where it begins and how high it is. How wide a line of text is may differ by the zone's name, which only the browser can know. */
async function placeOf(part: Locator): Promise<number[]> {
  const { x = -1, y = -1, height = -1 } = (await part.boundingBox()) ?? {};
  return [x, y, height].map(Math.round);
}
