import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import { mailAbout, newWindow, openBrowser, register, seat, seatsBecome, url } from "./window.ts";

const dayMs = 86_400_000;
const wantedTitle = "A Night for the Browser Tests";
const seatsPerRow = 8;
/** Rows A and B are Premium at €60, C and D Standard at €40; there are aisles nowhere. */
const rows = ["A", "B", "C", "D"].map((name, y) => ({
  name,
  seats: Array.from({ length: seatsPerRow }, (_, x) => ({ number: String(x + 1), x, y, tier: y < 2 ? "Premium" : "Standard" })),
}));
const tiers = [
  { name: "Premium", price: 6000 },
  { name: "Standard", price: 4000 },
];
/** Everything back until two days before. */
const cancellationPolicy = { fullRefundUntilHours: 48 };

describe("after the sale", () => {
  let browser: Browser;
  let house: House;
  before(async () => {
    browser = await openBrowser();
    house = await makeHouse();
  });
  after(() => browser.close());

  it("holds the best two seats in one tap", async () => {
    const { page, complaints } = await newWindow(browser);
    await signUp(page, "Bea Best", `/showtimes/${house.first}?d=event`);
    await page.getByRole("button", { name: "Best 2 together" }).click();
    await page.getByRole("link", { name: "Go to pay €120.00" }).waitFor();
    await seatsBecome(page, ["A4", "A5"], "mine");
    await page.getByRole("button", { name: "Change seats" }).click();
    await page.getByRole("button", { name: "Hold 2 seats" }).waitFor();
    assert.deepEqual(complaints, []);
  });

  it("offers the seats next door when somebody was faster, and holds them in one tap", async () => {
    const fast = await newWindow(browser);
    const slow = await newWindow(browser);
    await signUp(fast.page, "Fay Fast", `/showtimes/${house.first}?d=event`);
    await signUp(slow.page, "Sol Slow", `/showtimes/${house.first}?d=event`);
    await seat(slow.page, "D4").click();
    await seat(fast.page, "D4").click();
    await fast.page.getByRole("button", { name: "Hold 1 seat" }).click();
    await seatsBecome(fast.page, ["D4"], "mine");
    await slow.page.getByText(/Someone took D4 a moment ago\. D[35] is next to it\. Take it\?/).waitFor();
    await slow.page.getByRole("button", { name: "Take it" }).click();
    await slow.page.getByRole("button", { name: "Hold 1 seat" }).click();
    await slow.page.getByRole("link", { name: "Go to pay €40.00" }).waitFor();
  });

  it("exchanges a seat for a dearer one, and charges the difference alone", async () => {
    const { page } = await newWindow(browser);
    await signUp(page, "Eva Exchange", `/showtimes/${house.first}?d=event`);
    await buySeats(page, ["C1", "C2"]);
    await page.getByRole("button", { name: "Exchange" }).click();
    await page.getByRole("link", { name: /Other seats, same date/ }).click();
    await seatsBecome(page, ["C1", "C2"], "mine");

    // One more takes the place of the one that was chosen first.
    await seat(page, "B1").click();
    await page.getByText("+€20.00 to pay").waitFor();
    await page.getByRole("button", { name: "Go to pay the difference" }).click();
    await page.getByRole("radio", { name: /Is declined/ }).check({ force: true });
    await page.getByRole("button", { name: "Pay €20.00" }).click();
    await page.getByText(/The bank said no\. .*Your tickets are as they were/).waitFor();
    await page.getByRole("radio", { name: /Pays after 5 seconds/ }).check({ force: true });
    await page.getByRole("button", { name: "Pay €20.00" }).click();
    await page.getByText("Your bank is thinking").waitFor();
    await page.waitForURL(/\/bookings\/BK-/, { timeout: 30_000 });
    await page.getByText("Row B, seat 1").first().waitFor();
    await page.goto(`${url}/showtimes/${house.first}?d=event`);
    await seatsBecome(page, ["B1", "C2"], "taken");
    await seatsBecome(page, ["C1"], "free");
  });

  it("exchanges for a cheaper seat of another date, and gives the rest back", async () => {
    const { page } = await newWindow(browser);
    await signUp(page, "Ola Other", `/showtimes/${house.first}?d=event`);
    await buySeats(page, ["B8"]);
    await page.getByRole("button", { name: "Exchange" }).click();
    await page.getByRole("dialog").getByRole("listitem").nth(1).getByRole("link").click();
    await page.waitForURL(new RegExp(house.second));
    await seat(page, "D8").click();
    await page.getByText("€20.00 comes back").waitFor();
    await page.getByRole("button", { name: "Exchange", exact: true }).click();
    await page.getByText(/Exchanged from/).waitFor();
    await page.getByRole("link", { name: /^BK-/ }).click();
    await page.getByText(/Exchanged for/).waitFor();
  });

  it("says what comes back before it cancels a part of a booking", async () => {
    const { page } = await newWindow(browser);
    const email = await signUp(page, "Cora Carr", `/showtimes/${house.first}?d=event`);
    await buySeats(page, ["C7", "C8"]);
    await page.getByRole("button", { name: "Cancel", exact: true }).click();
    await page.getByText("€80.00").last().waitFor();
    await page.getByRole("checkbox", { name: /seat 7/ }).press("Space");
    await page.getByRole("status").filter({ hasText: "€40.00" }).waitFor();
    await page.getByRole("button", { name: "Cancel 1 seat" }).click();
    await page.getByText(/You keep 1 seat/).waitFor();
    await page.getByRole("button", { name: "All right" }).click();
    await page.getByRole("region", { name: "What changed" }).getByText("Row C, seat 8").waitFor();
    const mail = await mailAbout(/part of your booking is cancelled/i, email);
    assert.match(mail.text, /C8/);
    await page.goto(`${url}/bookings`);
    await page.getByText("1 seat given back, €40.00 back").waitFor();
  });

  it("offers seats that come free to the one who waits, who buys them", async () => {
    const holder = await newWindow(browser);
    const waiter = await newWindow(browser);
    await signUp(holder.page, "Hal Holder", `/showtimes/${house.small}?d=event`);
    await holder.page.getByRole("button", { name: "Hold 2 places" }).click();
    await payHeld(holder.page);

    await signUp(waiter.page, "Wanda Waiting", `/showtimes/${house.small}?d=event`);
    await waiter.page.getByText("Tell me when seats come free").waitFor();
    await waiter.page.getByRole("button", { name: "Join the waitlist" }).click();
    await waiter.page.getByText("You are next").waitFor();

    await holder.page.getByRole("button", { name: "Cancel", exact: true }).click();
    await holder.page.getByRole("button", { name: "Cancel 2 seats" }).click();
    await holder.page.getByText(/Your booking is cancelled/).waitFor();

    await waiter.page.goto(`${url}/waitlist`);
    await waiter.page.getByText("2 seats came free for you").waitFor();
    await waiter.page.getByRole("link", { name: "Pay", exact: true }).click();
    await waiter.page.getByRole("button", { name: /^Pay €/ }).click();
    await waiter.page.waitForURL(/\/bookings\/BK-/);
    await waiter.page.goto(`${url}/waitlist`);
    await waiter.page.getByText("Bought").waitFor();
  });
});

/** Registers on the way to a page that needs to know who one is; answers the address. */
async function signUp(page: Page, name: string, path: string): Promise<string> {
  await page.goto(`${url}/login?next=${encodeURIComponent(path)}`);
  const email = await register(page, name);
  await page.waitForURL((address) => address.pathname + address.search === path);
  return email;
}

async function buySeats(page: Page, numbers: readonly string[]): Promise<void> {
  await seatsBecome(page, numbers, "free");
  for (const number of numbers) await seat(page, number).click();
  await page.getByRole("button", { name: numbers.length === 1 ? "Hold 1 seat" : `Hold ${numbers.length} seats` }).click();
  await payHeld(page);
}

async function payHeld(page: Page): Promise<void> {
  await page.getByRole("link", { name: /^Go to pay/ }).click();
  await page.getByRole("button", { name: /^Pay €/ }).click();
  await page.waitForURL(/\/bookings\/BK-/);
}

interface House {
  /** Two dates with numbered seats, and one with two places in all. */
  first: string;
  second: string;
  small: string;
}

/** The demo's organizer puts on a listing of their own. */
async function makeHouse(): Promise<House> {
  const { apps } = await (await fetch(`${url}/web-config`)).json();
  const app = apps.find(({ domain }: { domain: string }) => domain === "EVENT");
  const headers: Record<string, string> = {
    "content-type": "application/json",
    // The pages' key may only be used from their origin.
    origin: url,
    "x-app-id": app.appId,
    "x-api-key": app.publishableKey,
  };
  const post = async (path: string, body: object) => {
    const answer = await fetch(`${url}/api/v1${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    const { data, error } = await answer.json();
    assert.equal(error, undefined, `POST ${path} answered ${answer.status} ${JSON.stringify(error)}`);
    return data;
  };
  const { accessToken } = await post("/auth/login", { email: "organizer@marquee.test", password: "marquee-demo" });
  headers.authorization = `Bearer ${accessToken}`;
  const place = { city: "Vienna", timeZone: "Europe/Vienna" };
  const hall = await post("/venues", { name: "Test Hall", ...place, layout: { sections: [{ name: "Stalls", rows }] } });
  const cellar = await post("/venues", { name: "Test Cellar", ...place });
  const { event } = await post("/events", { title: wantedTitle, status: "PUBLISHED" });
  const putOn = async (days: number, terms: object): Promise<string> => {
    const startsAt = new Date(Date.now() + days * dayMs).toISOString();
    const { showtime } = await post(`/events/${event.id}/showtimes`, { startsAt, currency: "EUR", cancellationPolicy, ...terms });
    return showtime.id;
  };
  return {
    first: await putOn(30, { venueId: idOf(hall), tiers }),
    second: await putOn(31, { venueId: idOf(hall), tiers }),
    small: await putOn(32, { venueId: idOf(cellar), tiers: [{ name: "Standing", price: 2000 }], capacity: 2 }),
  };
}

const idOf = (data: { id?: string; venue?: { id: string } }): string => data.venue?.id ?? data.id ?? "";
