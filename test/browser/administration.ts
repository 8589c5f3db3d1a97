import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import { adminWindow, becomes, newWindow, openBrowser, url, widerBy } from "./window.ts";

const goTo = (page: Page, place: string) =>
  page.getByRole("navigation", { name: "Administration" }).getByRole("link", { name: place }).click();

describe("the administrator", () => {
  let browser: Browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  it("is asked who it is, wherever the address leads", async () => {
    const { page } = await newWindow(browser);
    await page.goto(`${url}/admin/users`);
    await page.getByLabel("E-mail").fill("demo@marquee.test");
    await page.getByLabel("Password", { exact: true }).fill("marquee-demo");
    await page.getByRole("button", { name: "Log in", exact: true }).click();
    await page.getByText("No account matches this name and password.").waitFor();
    assert.equal(await page.getByRole("navigation", { name: "Administration" }).count(), 0);
  });

  it("reads the figures as charts and as tables", async () => {
    const { page, complaints } = await adminWindow(browser);
    await page.getByRole("link", { name: "7 days" }).click();
    const sales = page.getByRole("figure", { name: "Sales" });
    await sales.locator("svg path.recharts-line-curve").first().waitFor({ state: "attached" });
    await sales.getByRole("button", { name: "Sales as a table" }).click();
    await becomes(() => sales.getByRole("row").count(), 8);
    await page.waitForURL(/from=\d{4}-\d\d-\d\d&to=/);
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "CSV" }).click();
    assert.equal((await download).suggestedFilename(), "analytics.csv");
    assert.deepEqual(complaints, []);
  });

  it("changes a limit, sees what it may not be, and rolls back", async () => {
    const { page } = await adminWindow(browser, `/admin/configuration/marquee/browser-${Date.now()}`);
    await page.getByRole("button", { name: "Set rate.chat.burst" }).click();
    const burst = page.getByLabel("rate.chat.burst", { exact: true });
    await burst.fill("31");
    await page.getByRole("button", { name: "Save as new version" }).click();
    await page.getByText(/must be refilled within 10 s/).waitFor();
    for (const value of ["9", "12"]) {
      await burst.fill(value);
      await page.getByRole("button", { name: "Save as new version" }).click();
      await page.getByText("None yet.").waitFor();
    }

    await page.getByRole("link", { name: "History" }).click();
    await page.getByRole("heading", { name: "Version 2" }).waitFor();
    await page.getByRole("button", { name: "Roll back to version 1" }).click();
    await page.getByText(/took up version 1 again/).waitFor();
    await page.getByRole("link", { name: "Properties" }).click();
    await becomes(() => burst.inputValue(), "9");

    await goTo(page, "Audit log");
    await page.getByText("configuration", { exact: false }).first().waitFor();
  });

  it("makes an app, whose key works at once, and revokes the key", async () => {
    const { page } = await adminWindow(browser, "/admin/apps");
    await page.getByRole("button", { name: "New app" }).click();
    await page.getByLabel("Name", { exact: true }).fill("Browser Theatre");
    await page.getByRole("button", { name: "Make app" }).click();
    await page.getByRole("heading", { name: "Browser Theatre is made" }).waitFor();
    const [appId = ""] = await page.getByText(/^app_/).last().allInnerTexts();
    const [key = ""] = await page.getByText(/^mq_sk_live_/).allInnerTexts();
    const read = () => fetch(`${url}/api/v1/events`, { headers: { "x-app-id": appId, "x-api-key": key } });
    assert.equal((await read()).status, 200);

    await page.getByRole("button", { name: "I have them" }).click();
    const last4 = key.slice(-4);
    await page.getByRole("button", { name: `Revoke the key that ends in ${last4}` }).click();
    await page.getByLabel(`Type ${last4} to confirm`).fill(last4);
    await page.getByRole("button", { name: "Revoke", exact: true }).click();
    await page.getByText("Key revoked").waitFor();
    await becomes(() => page.getByText(`…${last4}`).count(), 0);
  });

  it("opens a booking, and goes on to what was done about it", async () => {
    const { page, complaints } = await adminWindow(browser, "/admin/bookings");
    await page.getByRole("button", { name: /^BK-/ }).first().click();
    const dialog = page.getByRole("dialog", { name: /^BK-/ });
    await dialog.getByText(/^pay_/).first().waitFor();
    await dialog.getByRole("listitem").first().waitFor();
    await dialog.getByRole("link", { name: "Audit log of this booking" }).click();
    await page.waitForURL(/\/admin\/audit\?subject=BK-/);
    await page.getByRole("heading", { level: 1, name: "Audit log" }).waitFor();
    assert.deepEqual(complaints, []);
  });

  it("finds its way on a phone without scrolling sideways", async () => {
    const { page } = await newWindow(browser, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    await page.goto(`${url}/admin/bookings`);
    await page.getByLabel("E-mail").fill("admin@marquee.test");
    await page.getByLabel("Password", { exact: true }).fill("marquee-local-admin");
    await page.getByRole("button", { name: "Log in", exact: true }).click();
    await page.getByText(/^BK-/).first().waitFor();
    await page.getByRole("button", { name: "Menu" }).click();
    await goTo(page, "Users");
    await page.getByRole("link", { name: "Dana Demo" }).waitFor();
    await becomes(() => widerBy(page), 0);
  });
});
