import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser } from "playwright-core";
import { mailAbout, newWindow, openBrowser, openSeats, register, seat, seatsBecome, url } from "./window.ts";

describe("somebody at the box office", () => {
  let browser: Browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  it("buys two seats in one window while another watches them go", async () => {
    const buyer = await newWindow(browser);
    const watcher = await newWindow(browser);
    const wanted = ["D9", "D10"];

    await openSeats(buyer.page, "A Short History of Rain");
    await watcher.page.goto(buyer.page.url());
    await seatsBecome(watcher.page, wanted, "free");
    for (const number of wanted) await seat(buyer.page, number).click();
    await buyer.page.getByRole("button", { name: "Hold 2 seats" }).click();

    const email = await register(buyer.page, "Rosa Reiter");
    await buyer.page.getByRole("button", { name: "Hold 2 seats" }).click();
    await seatsBecome(buyer.page, wanted, "mine");
    await seatsBecome(watcher.page, wanted, "held");

    await buyer.page.getByRole("link", { name: /^Go to pay/ }).click();
    await buyer.page.getByRole("button", { name: /^Pay €/ }).click();
    await buyer.page.waitForURL(/\/bookings\/BK-/);
    const [bookingId = ""] = /BK-\d{8}-[A-Z0-9]{6,10}/.exec(buyer.page.url()) ?? [];
    await buyer.page.getByText(bookingId).first().waitFor();
    await seatsBecome(watcher.page, wanted, "taken");

    const mail = await mailAbout(new RegExp(`^Your seats for .*${bookingId}`), email);
    assert.match(mail.text, /D9/);
    assert.match(mail.text, /D10/);
    await buyer.page.goto(`${url}/mailbox?to=${encodeURIComponent(email)}`);
    await buyer.page.getByText(mail.subject).first().waitFor();
    assert.deepEqual(buyer.complaints, []);
    assert.deepEqual(watcher.complaints, []);
  });

  it("keeps the seats when a card is declined, and buys them with another", async () => {
    const { page } = await newWindow(browser);
    await openSeats(page, "Paper Satellites");
    await seat(page, "E6").click();
    await page.getByRole("button", { name: "Hold 1 seat" }).click();
    await register(page, "Otto Oster");
    await page.getByRole("button", { name: "Hold 1 seat" }).click();
    await page.getByRole("link", { name: /^Go to pay/ }).click();

    await page.getByRole("radio", { name: /Is declined/ }).check({ force: true });
    await page.getByRole("button", { name: /^Pay \$/ }).click();
    await page.getByText("The bank said no").waitFor();
    await page.getByRole("radio", { name: /Pays after 2 seconds/ }).check({ force: true });
    await page.getByRole("button", { name: /^Pay \$/ }).click();
    await page.waitForURL(/\/bookings\/BK-/, { timeout: 20_000 });
  });

  it("sees at once that somebody else was faster", async () => {
    const slow = await newWindow(browser);
    const fast = await newWindow(browser);
    await openSeats(slow.page, "Vienna to Prague");
    await fast.page.goto(slow.page.url());
    await seat(slow.page, "5A").click();
    await seat(fast.page, "5A").click();

    await fast.page.getByRole("button", { name: "Hold 1 seat" }).click();
    await register(fast.page, "Kaya Kern");
    await fast.page.getByRole("button", { name: "Hold 1 seat" }).click();
    await seatsBecome(fast.page, ["5A"], "mine");
    await seatsBecome(slow.page, ["5A"], "held");
    await slow.page.getByRole("button", { name: "Hold seats", exact: true }).waitFor();

    await fast.page.getByRole("button", { name: "Change seats" }).click();
    await seatsBecome(slow.page, ["5A"], "free");
  });

  it("chooses a seat without a mouse", async () => {
    const { page } = await newWindow(browser);
    await openSeats(page, "The Last Lighthouse");
    await page.locator('[data-seat-number][tabindex="0"]').focus();
    const begin = await page.evaluate(() => document.activeElement?.getAttribute("data-seat-number"));
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction((number) => {
      const there = document.activeElement?.getAttribute("data-seat-number");
      return typeof there === "string" && there !== number;
    }, begin);
    await page.locator(`[data-status="free"]:not([data-chosen])`).first().focus();
    await page.keyboard.press("Space");
    await page.getByRole("button", { name: "Hold 1 seat" }).waitFor();
  });
});
