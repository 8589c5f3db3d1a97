import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from "playwright-core";

/** Where the platform under test runs. */
export const url = process.env.MARQUEE_URL ?? "http://localhost:8787";

const patienceMs = 30_000;

/** Debian's Chromium, or the one in CHROMIUM. It asks nothing of any other host. `more`: further arguments. */
export const openBrowser = (more: readonly string[] = []): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      ...more,
    ],
  });

export interface Window {
  page: Page;
  /** What the page complained about: uncaught errors, and errors that it wrote to the console. */
  complaints: string[];
}

/** A window with cookies and storage of its own: another person. */
export async function newWindow(browser: Browser, options: BrowserContextOptions = {}): Promise<Window> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(patienceMs);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(`${message.text()} (${message.location().url})`);
  });
  return { page, complaints };
}

/** Reads until it is as expected, as long as a locator waits; what it is then counts. */
export async function becomes<Value>(read: () => Promise<Value>, expected: Value): Promise<void> {
  const endsAt = Date.now() + patienceMs;
  let value = await read();
  while (!isDeepStrictEqual(value, expected) && Date.now() < endsAt) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    value = await read();
  }
  assert.deepEqual(value, expected);
}

/** By how many pixels the page is wider than the screen. */
export const widerBy = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

export type SeatStatus = "free" | "held" | "taken" | "blocked" | "mine";

/** A seat on the map, in a state if one is given. */
export const seat = (page: Page, number: string, status?: SeatStatus): Locator =>
  page.locator(`[data-seat-number="${number}"]${status === undefined ? "" : `[data-status="${status}"]`}`);

/** Waits until each seat has this status: the map hears of it through its socket. */
export async function seatsBecome(page: Page, numbers: readonly string[], status: SeatStatus): Promise<void> {
  for (const number of numbers) await seat(page, number, status).waitFor({ state: "attached" });
}

/** From the front page to the seats of a listing's next showtime. */
export async function openSeats(page: Page, title: string): Promise<void> {
  await page.goto(url);
  await page.getByRole("link", { name: title }).first().click();
  // The front page has links of that name too, and goes only when the listing is there.
  await page.getByRole("heading", { level: 1, name: title }).waitFor();
  await page.getByRole("link", { name: "Choose seats" }).first().click();
  await page.locator("[data-seat-number]").first().waitFor();
}

/** What everybody chooses who registers here. */
export const password = "a long sentence, please";

/** Makes an account on the page that asks who one is. Answers its address. */
export async function register(page: Page, name: string): Promise<string> {
  const email = `${name.toLowerCase().replaceAll(" ", ".")}.${Date.now()}@example.com`;
  await page.getByRole("link", { name: "Create an account" }).click();
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Create account" }).click();
  return email;
}

/** Logs in on the page that asks for it. */
export async function logIn(page: Page, name: string, secret = password): Promise<void> {
  await page.getByLabel("E-mail or username").fill(name);
  await page.getByLabel("Password", { exact: true }).fill(secret);
  await page.getByRole("button", { name: "Log in", exact: true }).click();
}

export interface Mail {
  to: string;
  subject: string;
  text: string;
}

/** The newest mail to this address whose subject or text is like that: it comes through two queues, so a moment later. */
export async function mailAbout(pattern: RegExp, to: string): Promise<Mail> {
  for (let attempt = 1; attempt <= 80; attempt++) {
    const answer = await fetch(`${url}/mailbox?to=${encodeURIComponent(to)}`, { headers: { accept: "application/json" } });
    const { data } = (await answer.json()) as { data: { items: Mail[] } };
    const mail = data.items.find(({ subject, text }) => pattern.test(subject) || pattern.test(text));
    if (mail !== undefined) return mail;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`No mail like ${pattern} reached ${to}`);
}

/** The six digits in a mail. */
export function codeIn({ subject, text }: Mail): string {
  const [code] = /\b\d{6}\b/.exec(text) ?? [];
  if (code === undefined) throw new Error(`There is no code in “${subject}”`);
  return code;
}

/** A window in which the administrator of a local platform is logged in. */
export async function adminWindow(browser: Browser, path = "/admin"): Promise<Window> {
  const window = await newWindow(browser);
  const { page } = window;
  await page.goto(url + path);
  await page.getByLabel("E-mail").fill("admin@marquee.test");
  await page.getByLabel("Password", { exact: true }).fill("marquee-local-admin");
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await page.getByRole("navigation", { name: "Administration" }).waitFor();
  return window;
}
