import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser } from "playwright-core";
import { becomes, newWindow, openBrowser, url, widerBy } from "./window.ts";

describe("the API reference", () => {
  let browser: Browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  it("finds a path, opens what it answers, and does so again by its address", async () => {
    const { page, complaints } = await newWindow(browser);
    await page.goto(`${url}/docs/`);
    const paths = page.getByRole("navigation", { name: "Paths" });
    await page.getByRole("searchbox", { name: "Find a path" }).fill("confirm book");
    await paths.getByRole("link", { name: /\/confirm-booking/ }).click();
    await page.getByText("reservationToken").first().waitFor();
    assert.equal(await paths.getByRole("link").count(), 1);

    await page.goto(`${url}/docs/#/Identity/logIn`);
    await page.reload();
    await page.getByText("BAD_CREDENTIALS").first().waitFor();
    assert.deepEqual(complaints, []);
    await page.setViewportSize({ width: 390, height: 844 });
    await becomes(() => widerBy(page), 0);
    await page.context().close();
  });
});
