import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser, Locator, Page } from "playwright-core";
import { becomes, logIn, newWindow, openBrowser, register, seat, seatsBecome, url, type Window } from "./window.ts";

/** A window in which the demo's organizer is logged in. */
async function organizerWindow(browser: Browser, path = "/events/my"): Promise<Window> {
  const window = await newWindow(browser);
  await window.page.goto(url + path);
  await logIn(window.page, "organizer@marquee.test", "marquee-demo");
  await window.page.getByRole("heading", { level: 1 }).first().waitFor();
  return window;
}

/** A point of the plane, as a share of its width and height. */
async function pointOf(plane: Locator, x: number, y: number): Promise<{ x: number; y: number }> {
  const box = await plane.boundingBox();
  if (box === null) throw new Error("there is no plane");
  return { x: box.x + box.width * x, y: box.y + box.height * y };
}

async function drag(page: Page, plane: Locator, [x1, y1, x2, y2]: [number, number, number, number]): Promise<void> {
  const [from, to] = [await pointOf(plane, x1, y1), await pointOf(plane, x2, y2)];
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2);
  await page.mouse.move(to.x, to.y);
  await page.mouse.up();
}

/** How many seats the editor's status line counts. */
async function seatsIn(page: Page): Promise<number> {
  return Number.parseInt(await page.getByRole("region", { name: "Plan" }).getByRole("status").innerText(), 10);
}

/** Waits until there are more; answers how many. */
async function seatsBeyond(page: Page, count: number): Promise<number> {
  await becomes(async () => (await seatsIn(page)) > count, true);
  return seatsIn(page);
}

describe("an organizer", () => {
  let browser: Browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  it("finds the demo's house sold in part, its door list and its orders", async () => {
    const { page, complaints } = await organizerWindow(browser);
    await page.getByRole("link", { name: "The Magic Flute" }).click();
    await page
      .getByRole("link", { name: /\d:\d\d [AP]M/ })
      .first()
      .click();
    await page.getByRole("table", { name: "Door list" }).getByText(/^BK-/).first().waitFor();
    await page.goto(`${url}/organizer/orders?d=event`);
    await page.getByRole("list", { name: "Orders" }).getByText("On its way").first().waitFor();
    assert.deepEqual(complaints, []);
  });

  it("draws a house by hand, by form and by key, and takes steps back", async () => {
    const { page, complaints } = await organizerWindow(browser, "/organizer/venues/new?d=event");
    const plane = page.getByRole("application", { name: "House plan" });
    await page.getByRole("radio", { name: "Draw a block" }).click();
    await drag(page, plane, [0.05, 0.6, 0.4, 0.9]);
    const drawn = await seatsBeyond(page, 10);
    await page.getByRole("radio", { name: "Draw a row" }).click();
    await drag(page, plane, [0.05, 0.95, 0.4, 0.95]);
    const more = await seatsBeyond(page, drawn);

    await plane.focus();
    await page.keyboard.press("Control+d");
    await seatsBeyond(page, more);
    await page.keyboard.press("Control+z");
    await becomes(() => seatsIn(page), more);
    await page.keyboard.press("Control+y");
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Delete");
    await becomes(() => seatsIn(page), 0);
    await page.keyboard.press("Control+z");
    await seatsBeyond(page, more);
    for (let step = 0; step < 3; step++) await page.keyboard.press("Control+z");
    await becomes(() => seatsIn(page), 0);

    await page.getByLabel("Rows", { exact: true }).fill("3");
    await page.getByLabel("Seats in a row").fill("6");
    await page.getByRole("button", { name: "Add 18 seats" }).click();
    await becomes(() => seatsIn(page), 18);
    await page.locator("summary", { hasText: "File" }).click();
    await page
      .getByLabel("Or paste a layout")
      .fill('{"sections":[{"name":"S","rows":[{"name":"A","seats":[{"number":"","x":0,"y":0}]}]}]}');
    await page.getByRole("button", { name: "Take this layout" }).click();
    await page.getByText(/Section 1 “S”, row 1 “A”, seat 1, number/).waitFor();
    await becomes(() => seatsIn(page), 18);
    assert.deepEqual(complaints, []);
  });

  it("puts an event on in a house of its own, sees it sold, blocks a seat, cancels it and sees the money go back", async () => {
    const title = `The Paper Crown ${Date.now() % 100_000}`;
    const { page, complaints } = await organizerWindow(browser);
    await page
      .getByRole("link", { name: /^Create (event|your first event)$/ })
      .first()
      .click();
    await page.getByLabel("Title").fill(title);
    await page.getByLabel("Minutes").fill("95");
    await page.getByRole("button", { name: "Create draft" }).click();
    await page.getByRole("heading", { level: 1, name: title }).waitFor();
    await page.getByText("Only you see it.").waitFor();

    await page.getByRole("link", { name: "Put it on" }).click();
    await page.getByRole("link", { name: "Draw a new one" }).click();
    await page.getByLabel("Rows", { exact: true }).fill("4");
    await page.getByLabel("Seats in a row").fill("8");
    await page.getByLabel("Curve °").first().fill("20");
    await page.getByRole("button", { name: "Add 32 seats" }).click();
    await becomes(() => seatsIn(page), 32);
    await page.getByRole("button", { name: "Choose row A of Stalls, 8 seats" }).click();
    await page.getByLabel("New tier").fill("Front");
    await page.getByRole("button", { name: "Add tier" }).click();
    await page.getByRole("button", { name: "Paint what is chosen as Front" }).click();
    await page.getByRole("button", { name: "Save as new venue" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("Cellar Stage");
    await dialog.getByLabel("City").fill("Vienna");
    await dialog.getByLabel("Time zone").selectOption("Europe/Vienna");
    await dialog.getByRole("button", { name: "Save as new venue" }).click();

    await page.getByRole("heading", { level: 1, name: "New showtime" }).waitFor();
    await page
      .getByRole("radio", { name: /Cellar Stage/ })
      .first()
      .waitFor();
    const begins = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 11);
    await page.getByLabel("Begins").fill(`${begins}19:30`);
    await becomes(() => page.getByLabel("Tier", { exact: true }).inputValue(), "Front");
    await page.getByRole("button", { name: "Add tier" }).click();
    await page.getByLabel("Tier 2").fill("Back");
    await page.getByRole("textbox", { name: "Price", exact: true }).nth(0).fill("38.50");
    await page.getByRole("textbox", { name: "Price", exact: true }).nth(1).fill("24");
    await page.getByRole("button", { name: "Put it on" }).click();
    await page.getByRole("heading", { name: "The house opens when you publish" }).waitFor();
    await page.getByRole("link", { name: "To the event" }).click();
    await page.getByRole("button", { name: "Publish" }).click();
    await page.getByRole("button", { name: "Unpublish" }).waitFor();
    await page.getByRole("link", { name: /7:30/ }).click();
    await page.getByRole("group", { name: "House" }).waitFor();
    const [showtimeId = ""] = /sho_\w+/.exec(page.url()) ?? [];

    const buyer = await newWindow(browser);
    await buyer.page.goto(`${url}/showtimes/${showtimeId}?d=event`);
    await seat(buyer.page, "A3").click();
    await seat(buyer.page, "A4").click();
    await buyer.page.getByRole("button", { name: "Hold 2 seats" }).click();
    await register(buyer.page, "Bea Bauer");
    await buyer.page.getByRole("button", { name: "Hold 2 seats" }).click();
    await seatsBecome(page, ["A3", "A4"], "held");
    await buyer.page.getByRole("link", { name: /^Go to pay/ }).click();
    await buyer.page.getByRole("button", { name: /^Pay €77/ }).click();
    await buyer.page.waitForURL(/\/bookings\/BK-/);
    await seatsBecome(page, ["A3", "A4"], "taken");
    await page.getByText("A3–A4").first().waitFor();
    await page.getByText("€77.00").first().waitFor();

    await seat(page, "D8").click();
    await page.getByLabel("Why they are blocked").fill("the piano stands here");
    await page.getByRole("button", { name: "Block 1 seat" }).click();
    await seatsBecome(page, ["D8"], "blocked");
    await buyer.page.goto(`${url}/showtimes/${showtimeId}?d=event`);
    await seatsBecome(buyer.page, ["D8"], "blocked");

    await page.getByRole("button", { name: "Cancel showtime" }).click();
    await page.getByText(/1 booking is cancelled and €77\.00 goes back/).waitFor();
    await page.getByLabel("Why? People read it in their mail").fill("the cellar is under water");
    await page.getByLabel(`Type ${title} to confirm`).fill(title);
    await page.getByRole("dialog").getByRole("button", { name: "Cancel showtime" }).click();
    await page.getByRole("heading", { name: "Cancelled, and everything is paid back" }).waitFor({ timeout: 40_000 });
    await page.getByText("“the cellar is under water”").waitFor();
    assert.deepEqual(complaints, []);
  });
});
