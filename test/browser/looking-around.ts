import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser } from "playwright-core";
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
    assert.deepEqual(failed, []);
    assert.deepEqual(complaints, []);
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
    await page.locator(".opblock-tag").first().click();
    await page.locator("[data-path]").first().waitFor();
    assert.deepEqual(elsewhere, []);
    assert.deepEqual(complaints, []);
  });
});
