import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { Browser, Locator, Page } from "playwright-core";
import { becomes, logIn, newWindow, openBrowser, url } from "./window.ts";

const organizer = { email: "organizer@marquee.test", password: "marquee-demo" };

interface Ticket {
  id: string;
  token: string;
}
interface Door {
  showtimeId: string;
  bookingId: string;
  buyer: { email: string; password: string };
  tickets: Ticket[];
  /** What the API answers to the buyer for this path. */
  read: (path: string) => Promise<string>;
}

/** A free showtime of the demo's organizer with so many tickets sold, made through the API. */
async function soldShow(count: number): Promise<Door> {
  const { apps } = (await (await fetch(`${url}/web-config`)).json()) as {
    apps: { appId: string; publishableKey: string; domain: string }[];
  };
  const app = apps.find(({ domain }) => domain === "EVENT");
  assert(app);
  const ask = async (method: string, path: string, token: string | null, body?: object) => {
    const headers = {
      origin: url,
      "x-app-id": app.appId,
      "x-api-key": app.publishableKey,
      "content-type": "application/json",
      ...(token && { authorization: `Bearer ${token}` }),
    };
    const response = await fetch(`${url}/api/v1${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    const text = await response.text();
    assert(response.ok, `${method} ${path}: ${text}`);
    return text;
  };
  // What the API promises of these answers is what its own tests check.
  const data = async (...of: Parameters<typeof ask>) => JSON.parse(await ask(...of)).data;
  const { accessToken: own } = await data("POST", "/auth/login", null, organizer);
  const seats = Array.from({ length: count }, (_, at) => ({ number: String(at + 1), x: at, y: 0 }));
  const layout = { sections: [{ name: "Stalls", rows: [{ name: "A", seats }] }] };
  const { venue } = await data("POST", "/venues", own, { name: "The Small Door", city: "Vienna", timeZone: "Europe/Vienna", layout });
  const { event } = await data("POST", "/events", own, { title: "Doors of Perception", status: "PUBLISHED" });
  const startsAt = new Date(Date.now() + 3 * 3_600_000).toISOString();
  const tiers = [{ name: "Free", price: 0 }];
  const { showtime } = await data("POST", `/events/${event.id}/showtimes`, own, { venueId: venue.id, startsAt, currency: "EUR", tiers });
  const buyer = { email: `guest.${Date.now()}@example.com`, password: "a long sentence, please" };
  const { accessToken } = await data("POST", "/auth/register", null, { ...buyer, name: "Gerda Gast" });
  const bestAvailable = { quantity: count };
  const { reservationToken } = await data("POST", "/reserve-seat", accessToken, { entityId: showtime.id, bestAvailable });
  const { bookingId } = await data("POST", "/confirm-booking", accessToken, { reservationToken });
  const { items } = await data("GET", `/bookings/${bookingId}/tickets`, accessToken);
  return { showtimeId: showtime.id, bookingId, buyer, tickets: items, read: (path) => ask("GET", path, accessToken) };
}

/** A gate of this name at the showtime, open and with its list. */
async function openGate(browser: Browser, { showtimeId }: Door, name: string): Promise<{ page: Page; complaints: string[] }> {
  const window = await newWindow(browser, { viewport: { width: 390, height: 844 }, permissions: ["camera"] });
  const { page } = window;
  await page.goto(`${url}/login?next=/scanner/${showtimeId}?d=event`);
  await logIn(page, organizer.email, organizer.password);
  await page.getByLabel("This gate’s name").fill(name);
  await page.getByText(/tickets on this device/).waitFor();
  return window;
}

const result = (page: Page, tone: "IN" | "ASK" | "STOP"): Locator => page.locator(`[data-tone="${tone}"]`);
async function type(page: Page, code: string): Promise<void> {
  await page.getByLabel("Ticket number or code").fill(code);
  await page.getByRole("button", { name: "Check in", exact: true }).click();
}

describe("two gates of a door", () => {
  let browser: Browser;
  let door: Door;
  let north: Awaited<ReturnType<typeof openGate>>;
  let south: Awaited<ReturnType<typeof openGate>>;
  before(async () => {
    browser = await openBrowser();
    door = await soldShow(5);
    [north, south] = [await openGate(browser, door, "North"), await openGate(browser, door, "South")];
  });
  after(() => browser.close());
  const tokenOf = (at: number): string => door.tickets[at]?.token ?? "";

  it("let a ticket in once: the second gate says when and where", async () => {
    await type(north.page, tokenOf(0));
    await result(north.page, "IN").getByText("Come in").waitFor();
    await result(north.page, "IN").getByText("Stalls").waitFor();
    await type(south.page, tokenOf(0));
    await result(south.page, "STOP")
      .getByText(/Let in \d.* at North/)
      .waitFor();
    await type(south.page, "hello");
    await result(south.page, "STOP").getByText("No such ticket").waitFor();
    await north.page.getByText("1 of 5 are in", { exact: false }).waitFor();
  });

  it("go on without a connection, and tell of a double entry when it is back", async () => {
    await north.page.context().setOffline(true);
    await type(north.page, tokenOf(1));
    await result(north.page, "IN").getByText("offline").waitFor();
    await type(north.page, tokenOf(1));
    await result(north.page, "STOP")
      .getByText(/Already in/)
      .waitFor();
    await type(north.page, tokenOf(0));
    await result(north.page, "STOP")
      .getByText(/Already in/)
      .waitFor();
    await type(north.page, door.tickets[2]?.id ?? "");
    await result(north.page, "IN").getByText("offline").waitFor();
    await north.page.getByText("2 to send").waitFor();

    await type(south.page, tokenOf(1));
    await result(south.page, "IN").waitFor();
    await north.page.context().setOffline(false);
    await north.page.getByText("One entry to look into").waitFor();
    await north.page.getByText(/somebody had come in .* at South/).waitFor();
    await north.page.getByText("3 of 5 are in", { exact: false }).waitFor();
    await becomes(() => north.page.getByText("to send").count(), 0);
    await type(south.page, tokenOf(2));
    await result(south.page, "STOP")
      .getByText(/at North/)
      .waitFor();
  });

  it("keep what they have not sent over a reload", async () => {
    const { page } = north;
    await page.route(/\/check-in/, (route) => route.abort());
    await type(page, tokenOf(3));
    await result(page, "IN").getByText("offline").waitFor();
    await page.reload();
    await page.getByText("1 to send").waitFor();
    await page.unroute(/\/check-in/);
    await page.getByText("4 of 5 are in", { exact: false }).waitFor();
    await page.getByText("1 to send").waitFor({ state: "detached" });
  });

  it("show a guest on the booking's page that the ticket was used", async () => {
    const { page, complaints } = await newWindow(browser);
    await page.goto(`${url}/login?next=/bookings/${door.bookingId}?d=event`);
    await logIn(page, door.buyer.email, door.buyer.password);
    await page.getByText("Used").first().waitFor();
    await becomes(() => page.getByRole("img", { name: /^QR code for/ }).count(), 5);
    const files = [
      ["Add to calendar", `${door.bookingId}.ics`],
      ["PDF", `${door.bookingId}.pdf`],
    ] as const;
    for (const [button, name] of files) {
      const download = page.waitForEvent("download");
      await page.getByRole("button", { name: button }).click();
      assert.equal((await download).suggestedFilename(), name);
    }
    assert.deepEqual(complaints, []);
  });
});

describe("the camera of a gate", () => {
  const folder = mkdtempSync(join(tmpdir(), "marquee-camera-"));
  let browser: Browser;
  after(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("reads the code that the API draws, and lets its ticket in", async () => {
    const door = await soldShow(1);
    const film = join(folder, "code.y4m");
    writeFileSync(film, filmOf(await door.read(`/tickets/${door.tickets[0]?.id}/qr.svg`)));
    browser = await openBrowser([
      "--use-fake-ui-for-media-stream",
      "--use-fake-device-for-media-stream",
      `--use-file-for-fake-video-capture=${film}`,
    ]);
    const { page, complaints } = await openGate(browser, door, "Camera");
    const sent = page.waitForRequest((request) => request.url().endsWith("/api/v1/check-in"));
    await page.getByRole("button", { name: "Scan with the camera" }).click();
    // Not the very token of the list: each drawing is signed anew, for the same ticket.
    const [, claims = ""] = (await sent).postDataJSON().ticket.split(".");
    assert.equal(JSON.parse(Buffer.from(claims, "base64url").toString()).jti, door.tickets[0]?.id);
    await result(page, "IN").getByText("Come in").waitFor();
    assert.deepEqual(complaints, []);
  });
});

const film = { width: 640, height: 480 };

/** A drawing of runs of dark modules as a film of one picture, in the uncompressed format that Chromium's false camera plays. */
function filmOf(svg: string): Buffer {
  const size = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1]);
  const scale = Math.floor(film.height / size);
  const picture = Buffer.alloc(film.width * film.height, 235);
  const [left, top] = [Math.floor((film.width - size * scale) / 2), Math.floor((film.height - size * scale) / 2)];
  for (const [, x, y, length] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let line = 0; line < scale; line++) {
      const from = (top + Number(y) * scale + line) * film.width + left + Number(x) * scale;
      picture.fill(16, from, from + Number(length) * scale);
    }
  }
  const colourless = Buffer.alloc((film.width * film.height) / 2, 128);
  const frame = Buffer.concat([Buffer.from("FRAME\n"), picture, colourless]);
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${film.width} H${film.height} F10:1 Ip A1:1 C420\n`), ...Array<Buffer>(10).fill(frame)]);
}
