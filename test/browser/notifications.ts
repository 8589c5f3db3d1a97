import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, describe, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import { Webhook } from "standardwebhooks";
import { type Api, apiOf, person, signedIn } from "./chat-window.ts";
import { adminWindow, openBrowser, url } from "./window.ts";

const organizer = { email: "organizer@marquee.test", password: "marquee-demo" };
const receiverPort = Number(process.env.RECEIVER_PORT);

/** A free showtime of the demo's organizer; whoever calls the answer books two of its seats. */
async function freeShow(api: Api, title: string): Promise<(token: string) => Promise<string>> {
  const { accessToken: own } = await api<{ accessToken: string }>("POST", "/auth/login", organizer);
  const seats = Array.from({ length: 20 }, (_, at) => ({ number: String(at + 1), x: at, y: 0 }));
  const layout = { sections: [{ name: "Stalls", rows: [{ name: "A", seats }] }] };
  const house = { name: "The Bell Tower", city: "Vienna", timeZone: "Europe/Vienna", layout };
  const { venue } = await api<{ venue: { id: string } }>("POST", "/venues", house, own);
  const { event } = await api<{ event: { id: string } }>("POST", "/events", { title, status: "PUBLISHED" }, own);
  const startsAt = new Date(Date.now() + 30 * 86_400_000).toISOString();
  const terms = { venueId: venue.id, startsAt, currency: "EUR", tiers: [{ name: "Free", price: 0 }] };
  const { showtime } = await api<{ showtime: { id: string } }>("POST", `/events/${event.id}/showtimes`, terms, own);
  return async (token) => {
    const body = { entityId: showtime.id, bestAvailable: { quantity: 2 } };
    const { reservationToken } = await api<{ reservationToken: string }>("POST", "/reserve-seat", body, token);
    return (await api<{ bookingId: string }>("POST", "/confirm-booking", { reservationToken }, token)).bookingId;
  };
}

const bell = (page: Page, unread: string) => page.getByRole("button", { name: `Notifications, ${unread} unread` });

describe("what one is told", () => {
  let browser: Browser;
  let api: Api;
  before(async () => {
    browser = await openBrowser();
    api = await apiOf();
  });
  after(() => browser.close());

  it("shows at the bell of every tab, and is read in all of them", async () => {
    const book = await freeShow(api, "Bells of Vienna");
    const ada = await person(api, "Ada Bell");
    const { page, complaints } = await signedIn(browser, ada, "/");
    const other = await page.context().newPage();
    await other.goto(url);
    await bell(page, "none").waitFor();
    await bell(other, "none").waitFor();
    const bookingId = await book(ada.token);
    await bell(page, "1").waitFor();
    await bell(other, "1").waitFor();
    await bell(page, "1").click();
    const list = page.getByRole("dialog", { name: "Notifications" });
    await list.getByRole("button", { name: /Bells of Vienna/ }).click();
    await page.waitForURL((address) => address.pathname === `/bookings/${bookingId}`);
    await bell(page, "none").waitFor();
    await bell(other, "none").waitFor();
    await other.goto(`${url}/notifications`);
    await other.getByRole("button", { name: /Bells of Vienna/ }).waitFor();
    await other.getByRole("link", { name: "Unread" }).click();
    await other.getByText("You have read everything").waitFor();
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  it("keeps to what somebody wishes to hear", async () => {
    const book = await freeShow(api, "Silent Night");
    const ben = await person(api, "Ben Still");
    const { page } = await signedIn(browser, ben, "/account/notifications");
    const mails = page.getByRole("switch", { name: "Bookings: Mail" });
    await mails.waitFor();
    assert.equal(await mails.isDisabled(), true);
    await page.getByText("Bookings", { exact: true }).waitFor();
    // The switch itself is hidden behind what is drawn for it, so a click goes to its label.
    await page.locator("label", { has: page.getByRole("switch", { name: "Bookings: Bell" }) }).click();
    await page.waitForResponse((answer) => answer.url().endsWith("/notifications/preferences") && answer.request().method() === "PATCH");
    const bookingId = await book(ben.token);
    await page.goto(`${url}/bookings/${bookingId}?d=event`);
    await page.getByText(bookingId).first().waitFor();
    await page.goto(`${url}/notifications`);
    await page.getByText("Nothing yet").waitFor();
    await page.context().close();
  });

  it("is usable on a phone, where the list stays beside nothing", async () => {
    const carl = await person(api, "Carl Phone");
    const { page } = await signedIn(browser, carl, "/", { viewport: { width: 390, height: 844 } });
    await bell(page, "none").click();
    await page.getByText("Nothing yet").waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog", { name: "Notifications" }).waitFor({ state: "detached" });
    await page.context().close();
  });
});

describe("the administrator of what is told", () => {
  let browser: Browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  it("runs a job by hand and reads what it did", async () => {
    const { page, complaints } = await adminWindow(browser, "/admin/operations");
    await page.getByRole("button", { name: "Run reconciliation now" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Run now" }).click();
    const job = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: "reconciliation" }) });
    await job.getByText("Done").first().waitFor({ timeout: 60_000 });
    await job
      .getByRole("button", { name: /^Report of/ })
      .first()
      .click();
    await page.getByRole("dialog").getByText("Started by").waitFor();
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  it("makes an endpoint for an app, sends it a test, and sees it arrive signed", async () => {
    const heard: { body: string; headers: Record<string, string> }[] = [];
    const receiver = createServer((request, response) => {
      let body = "";
      request.on("data", (part) => {
        body += part;
      });
      request.on("end", () => {
        heard.push({ body, headers: request.headers as Record<string, string> });
        response.end("taken");
      });
    }).listen(receiverPort, "127.0.0.1");
    try {
      const hook = `http://127.0.0.1:${receiverPort}/hook-${Date.now()}`;
      const { page } = await adminWindow(browser, "/admin/apps");
      await page.getByRole("table").getByRole("link").first().click();
      await page.getByRole("button", { name: "New endpoint" }).click();
      await page.getByLabel("Address", { exact: true }).fill("https://10.0.0.1/hook");
      await page.getByRole("button", { name: "Make endpoint" }).click();
      await page.getByText(/may not be called from here/).waitFor();
      await page.getByLabel("Address", { exact: true }).fill(hook);
      await page.getByRole("button", { name: "Make endpoint" }).click();
      const secret = await page.getByText(/^whsec_/).innerText();
      await page.getByRole("button", { name: "I have it" }).click();
      await page.getByRole("button", { name: `Deliveries: ${hook}` }).click();
      await page.getByRole("button", { name: "Send a test" }).click();
      await page.getByRole("dialog").getByText("Delivered", { exact: true }).waitFor();
      await page.getByText("webhook.test", { exact: true }).click();
      await page.getByText("taken").waitFor();
      assert.equal(heard.length, 1);
      const [{ body, headers } = { body: "", headers: {} }] = heard;
      assert.equal((new Webhook(secret).verify(body, headers) as { type: string }).type, "webhook.test");
      await page.context().close();
    } finally {
      receiver.close();
    }
  });
});
