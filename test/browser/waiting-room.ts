import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import { newWindow, openBrowser, password, register, seat, seatsBecome, url } from "./window.ts";

const title = "The Rush for the Browser Tests";
const seatsInRow = 8;
const seats = Array.from({ length: seatsInRow }, (_, x) => ({ number: String(x + 1), x, y: 0 }));

describe("the waiting room", () => {
  let browser: Browser;
  let office: Office;
  before(async () => {
    browser = await openBrowser();
    office = await openOffice();
  });
  after(() => browser.close());

  it("lets those who are here wait for the opening together, over a reload, and then to the seats, which they hold", async () => {
    const windows = await Promise.all([newWindow(browser), newWindow(browser)]);
    for (const [index, { page }] of windows.entries()) await signUp(page, `Early Bird ${index}`);
    // Time enough for two windows to come and be counted.
    const opensAt = Date.now() + 20_000;
    const showtimeId = await office.putOn({
      venueId: office.hall,
      waitingRoom: { admitPerSecond: 5 },
      saleOpensAt: new Date(opensAt).toISOString(),
    });
    for (const { page } of windows) {
      await page.goto(`${url}/showtimes/${showtimeId}?d=event`);
      await page.waitForURL(/\/waiting-room\//);
      await page.getByRole("heading", { name: "You are in. The sale opens in" }).waitFor();
    }
    const [first, second] = windows;
    assert.ok(first && second);
    await first.page.getByText("2 people are here").waitFor();
    await first.page.reload();
    await first.page.getByText("2 people are here").waitFor();
    await first.page.getByText("Everybody who is here at the opening is drawn at random.").waitFor();
    await first.page.waitForFunction(() => document.title.startsWith("Waiting room: The Rush"));

    for (const [index, { page, complaints }] of windows.entries()) {
      await page.waitForURL(new RegExp(`/showtimes/${showtimeId}`), { timeout: 30_000 });
      assert.ok(Date.now() >= opensAt);
      await seatsBecome(page, [`A${index + 1}`], "free");
      await seat(page, `A${index + 1}`).click();
      await page.getByRole("button", { name: "Hold 1 seat" }).click();
      await page.getByRole("link", { name: /^Go to pay/ }).waitFor();
      assert.deepEqual(complaints, []);
    }
  });

  it("shows the place in the queue in the page and in its tab, says when all is sold, and offers the waitlist, which gets what comes back", async () => {
    const showtimeId = await office.putOn({ venueId: office.cellar, capacity: 2, waitingRoom: { admitPerSecond: 1 } });
    // Three may choose at once where two places are left and one comes in each second.
    const [buyer] = await Promise.all(["One", "Two", "Three"].map((name) => office.letIn(`Quick ${name}`, showtimeId)));
    assert.ok(buyer);
    const { page } = await newWindow(browser);
    await signUp(page, "Late Comer");
    await page.goto(`${url}/showtimes/${showtimeId}?d=event`);
    await page.getByText("Your place in the queue").waitFor();
    await page.locator("p:not([role])", { hasText: "You are next" }).waitFor();
    await page.waitForFunction(() => document.title.startsWith("No. 1: The Rush"));
    await page.reload();
    await page.locator("p:not([role])", { hasText: "You are next" }).waitFor();

    const { order } = await buyer.post<{ order: { id: string } }>(
      "/tickets/book",
      { eventId: office.eventId, showtimeId, quantity: 2 },
      { "x-admission": buyer.admission },
    );
    await buyer.post("/payments/process", { orderId: order.id, token: "tok_ok" });
    await page.getByRole("heading", { name: "Sold out" }).waitFor();
    await page.getByRole("button", { name: "Join the waitlist" }).click();
    await page.getByText("You are on the waitlist").or(page.getByText("You are next")).first().waitFor();
    await buyer.post(`/tickets/orders/${order.id}`, { status: "CANCELLED" }, {}, "PUT");
    await page.goto(`${url}/waitlist`);
    await page.getByText("2 seats came free for you").waitFor();
  });

  it("says that a sale is over, and leads back to the other dates", async () => {
    const closesAt = Date.now() + 2000;
    const showtimeId = await office.putOn({
      venueId: office.cellar,
      capacity: 2,
      waitingRoom: { admitPerSecond: 1 },
      saleClosesAt: new Date(closesAt).toISOString(),
    });
    const { page } = await newWindow(browser);
    await signUp(page, "Too Late");
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, closesAt - Date.now())));
    await page.goto(`${url}/waiting-room/${showtimeId}?d=event`);
    await page.getByRole("heading", { name: "This sale is over" }).waitFor();
    await page.getByRole("link", { name: "See other dates" }).click();
    await page.getByRole("heading", { level: 1, name: title }).waitFor();
  });

  it("asks who one is before it gives a place, and sends whoever need not wait on to the seats", async () => {
    const showtimeId = await office.putOn({ venueId: office.hall });
    const { page } = await newWindow(browser);
    await page.goto(`${url}/waiting-room/${showtimeId}?d=event`);
    await page.waitForURL(/\/login\?next=/);
    await register(page, "No Need");
    await page.waitForURL(new RegExp(`/showtimes/${showtimeId}`));
    await page.locator("[data-seat-number]").first().waitFor();
  });
});

async function signUp(page: Page, name: string): Promise<void> {
  await page.goto(`${url}/login?next=/waitlist`);
  await register(page, name);
  await page.waitForURL(/\/waitlist$/);
}

type Post = <Data = unknown>(path: string, body: object, headers?: Record<string, string>, method?: string) => Promise<Data>;
interface Office {
  eventId: string;
  /** With eight numbered seats. */
  hall: string;
  /** With none. */
  cellar: string;
  putOn: (terms: object) => Promise<string>;
  /** Somebody who was let in, and their pass. */
  letIn: (name: string, showtimeId: string) => Promise<{ post: Post; admission: string }>;
}

/** The demo's organizer, who puts on showtimes of a listing, and people who come through the API. */
async function openOffice(): Promise<Office> {
  const { apps } = await (await fetch(`${url}/web-config`)).json();
  const app = apps.find(({ domain }: { domain: string }) => domain === "EVENT");
  // The pages' key may only be used from their origin.
  const anybody = { "content-type": "application/json", origin: url, "x-app-id": app.appId, "x-api-key": app.publishableKey };
  const postAs =
    (authorization: Record<string, string>): Post =>
    async (path, body, headers = {}, method = "POST") => {
      const answer = await fetch(`${url}/api/v1${path}`, {
        method,
        headers: { ...anybody, ...authorization, ...headers },
        body: JSON.stringify(body),
      });
      const { data, error } = await answer.json();
      assert.equal(error, undefined, `${method} ${path} answered ${answer.status} ${JSON.stringify(error)}`);
      return data;
    };
  const login = await postAs({})<{ accessToken: string }>("/auth/login", { email: "organizer@marquee.test", password: "marquee-demo" });
  const post = postAs({ authorization: `Bearer ${login.accessToken}` });
  const place = { city: "Vienna", timeZone: "Europe/Vienna" };
  const venueOf = async (body: object): Promise<string> => {
    const { venue } = await post<{ venue: { id: string } }>("/venues", { ...place, ...body });
    return venue.id;
  };
  const hall = await venueOf({ name: "Rush Hall", layout: { sections: [{ name: "Stalls", rows: [{ name: "A", seats }] }] } });
  const cellar = await venueOf({ name: "Rush Cellar" });
  const { event } = await post<{ event: { id: string } }>("/events", { title, status: "PUBLISHED" });
  return {
    eventId: event.id,
    hall,
    cellar,
    async putOn(terms) {
      const { showtime } = await post<{ showtime: { id: string } }>(`/events/${event.id}/showtimes`, {
        startsAt: new Date(Date.now() + 30 * 86_400_000).toISOString(),
        currency: "EUR",
        tiers: [{ name: "Standard", price: 2000 }],
        ...terms,
      });
      return showtime.id;
    },
    async letIn(name, showtimeId) {
      const email = `${name.toLowerCase().replaceAll(" ", ".")}.${Date.now()}@example.com`;
      const { accessToken } = await postAs({})<{ accessToken: string }>("/auth/register", { email, password });
      const visitor = postAs({ authorization: `Bearer ${accessToken}` });
      for (let attempt = 1; attempt <= 60; attempt++) {
        const { admission } = await visitor<{ admission: string | null }>(`/waiting-room/${showtimeId}/join`, {});
        if (admission !== null) return { post: visitor, admission };
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
      throw new Error(`${name} was not let in`);
    },
  };
}
