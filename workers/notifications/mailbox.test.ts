import { exports } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import type { Page } from "../../contracts/envelope.ts";
import type { MailboxItem } from "../../contracts/mailbox.ts";
import { buy, openHouse, seatAt } from "../../test/box-office.ts";
import { call, makeUser, origin, testCtx } from "../../test/harness.ts";
import { mailboxTransport } from "./mailbox-transport.ts";

const json = { accept: "application/json" };
const list = async (query: string) => (await call<Page<MailboxItem>>("GET", `/mailbox?${query}`, { headers: json })).body.data;
const page = (path: string) => exports.default.fetch(new Request(origin + path, { headers: { accept: "text/html" } }));

async function receive(...subjects: string[]): Promise<string> {
  const to = `${crypto.randomUUID()}@example.com`;
  for (const subject of subjects) {
    const html = `<p style="color: red">${subject}</p>`;
    const mail = {
      messageKey: crypto.randomUUID(),
      kind: "booking-confirmed",
      to,
      from: { name: "Us", address: "us@example.com", replyTo: null },
      subject,
      text: `${subject}\n`,
      html,
    };
    await mailboxTransport().send(testCtx(), { ...mail, headers: { "Message-ID": "<1@example.com>" }, attachments: [] });
  }
  return to;
}

describe("the mailbox as JSON", () => {
  it("answers one recipient's mails, the newest first, page by page", async () => {
    const to = await receive("one", "two", "three");
    const first = await list(`to=${to}&limit=2`);
    expect(first.items.map(({ subject }) => subject)).toEqual(["three", "two"]);
    expect(await list(`to=${to}&limit=2&cursor=${first.nextCursor}`)).toMatchObject({ items: [{ subject: "one" }], nextCursor: null });
    expect(first.items[0]).toEqual({
      id: expect.stringMatching(/^\d+$/),
      to,
      subject: "three",
      kind: "booking-confirmed",
      text: "three\n",
      html: '<p style="color: red">three</p>',
      headers: { From: '"Us" <us@example.com>', To: to, Subject: "three", "Message-ID": "<1@example.com>" },
      attachments: [],
      createdAt: expect.stringMatching(/Z$/),
    });
    expect((await list("limit=1")).items[0]?.subject).toBe("three");
  });

  it("finds an address however it is spelled, and refuses what is none", async () => {
    const to = await receive("one");
    expect((await list(`to=${to.toUpperCase()}`)).items).toHaveLength(1);
    expect((await call("GET", "/mailbox?to=nobody", { headers: json })).status).toBe(422);
  });
});

describe("the mailbox as a page", () => {
  it("lists mails as links and shows the chosen one in a frame without rights", async () => {
    const to = await receive("one", "two");
    const [newest] = (await list(`to=${to}`)).items;
    const response = await page(`/mailbox?to=${to}&id=${newest?.id}`);
    expect(response.headers.get("content-type")).toMatch(/^text\/html/);
    const html = await response.text();
    expect(html).toContain(`/mailbox?to=${encodeURIComponent(to)}&amp;id=${newest?.id}`);
    expect(html).toContain(`<iframe src="/mailbox/${newest?.id}/html" sandbox=""`);
    expect(html).toContain("&lt;1@example.com&gt;");
    expect(html).not.toContain("<script");
    expect(html).toMatch(/<style>[^<&]*light-dark[^<&]*<\/style>/);
  });

  it("shows nothing of what people wrote as anything but text", async () => {
    const to = await receive("<script>alert(1)</script>");
    const html = await (await page(`/mailbox?to=${to}&id=${(await list(`to=${to}`)).items[0]?.id}`)).text();
    expect(html).not.toContain("<script");
    expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  });

  it("brings its own policy, which the gateway's does not replace; a mail may run nothing at all", async () => {
    const policy =
      "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data: https:; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'";
    const [mail] = (await list(`to=${await receive("one")}`)).items;
    const pages = await Promise.all([page("/mailbox"), page(`/mailbox/${mail?.id}/html`)]);
    expect(pages.map(({ headers }) => headers.get("content-security-policy"))).toEqual([policy, `${policy}; sandbox`]);
    expect(pages.map(({ headers }) => headers.get("x-frame-options"))).toEqual(["SAMEORIGIN", "SAMEORIGIN"]);
    expect(pages.map(({ headers }) => headers.get("x-content-type-options"))).toEqual(["nosniff", "nosniff"]);
    expect(await Promise.all(pages.map((answer) => answer.text()))).toContain(mail?.html);
    const elsewhere = await call("GET", "/mailbox", { headers: json });
    expect(elsewhere.headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(elsewhere.headers.get("x-frame-options")).toBe("DENY");
  });
});

it("the files of a mail are made when somebody opens them, and its pictures are shown", async () => {
  const house = await openHouse(1);
  const user = await makeUser(house.app);
  await buy(user, [seatAt(house, 0)]);
  const mail = await vi.waitUntil(async () => (await list(`to=${user.email}`)).items.find(({ kind }) => kind === "booking-confirmed"), {
    timeout: 30_000,
    interval: 100,
  });
  const { id, attachments } = mail;
  expect(attachments.map(({ filename, path }) => [filename, path])).toEqual([
    ["tickets.pdf", `/mailbox/${id}/attachments/0`],
    ["booking.ics", `/mailbox/${id}/attachments/1`],
    ["ticket-1.png", `/mailbox/${id}/attachments/2`],
  ]);
  const beginnings: string[] = [];
  for (const { path, mediaType } of attachments) {
    const file = await page(path);
    expect([file.status, file.headers.get("content-type")]).toEqual([200, mediaType]);
    beginnings.push(new TextDecoder("latin1").decode(await file.arrayBuffer()).slice(0, 15));
  }
  expect(beginnings).toEqual([expect.stringMatching(/^%PDF-/), "BEGIN:VCALENDAR", expect.stringMatching(/^.PNG/)]);
  const shown = await (await page(`/mailbox/${id}/html`)).text();
  expect(shown).toContain(`src="/mailbox/${id}/attachments/2"`);
  expect(shown).not.toContain("cid:");
  expect(await (await page(`/mailbox?id=${id}`)).text()).toContain(">tickets.pdf</a>");
  for (const path of [`/mailbox/${id}/attachments/3`, "/mailbox/999999999/attachments/0"]) expect((await page(path)).status).toBe(404);
  expect((await page(`/mailbox/${id}/attachments/x`)).status).toBe(422);
}, 40_000);

it("there is no mailbox but on a development machine", async () => {
  for (const path of ["/mailbox", "/mailbox?to=nobody", "/mailbox/1/html", "/mailbox/x/html", "/mailbox/1/attachments/0"]) {
    const { status, body } = await call("GET", path, { env: { ENVIRONMENT: "production" } });
    expect([path, status, body.error.code]).toEqual([path, 404, "ROUTE_NOT_FOUND"]);
  }
  expect((await call("GET", "/mailbox/999999999/html")).status).toBe(404);
});
