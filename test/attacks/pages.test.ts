import { env, exports } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { Listing } from "../../contracts/listings.ts";
import type { Showtime } from "../../contracts/showtimes.ts";
import type { Venue } from "../../contracts/venues.ts";
import { deliverMail } from "../../workers/notifications/deliver-mail.ts";
import { type Operation, operations } from "../api-document.ts";
import { buy, seatsOf } from "../box-office.ts";
import { furnished, letIn, ownBody, ownPath, type Tenant } from "../furnished.ts";
import { call, makeApp, makeUser, origin } from "../harness.ts";

// The mailbox's pages: workers/notifications/mailbox.test.ts. Cookies: workers/identity/session-cookie.test.ts.

const script = `<script>alert(1)</script><img src=x onerror=alert(1)>"'><a href="javascript:alert(1)">`;

/** The mails to somebody as they are sent, without waiting for the queue. */
async function mailsTo(recipient: string) {
  const { results } = await env.DB.prepare("SELECT key FROM mails WHERE recipient = ?").bind(recipient).all<{ key: string }>();
  for (const mail of results) await deliverMail(env, mail);
  const sent = await env.DB.prepare("SELECT subject, html, headers FROM mailbox WHERE recipient = ?").bind(recipient).all<{
    subject: string;
    html: string;
    headers: string;
  }>();
  return sent.results;
}

describe("script in names, titles and labels", () => {
  it("is text in every mail, and breaks out of no header", async () => {
    const app = await makeApp();
    const post = async <Data>(path: string, body: object) => (await call<Data>("POST", `/api/v1${path}`, { server: app, body })).body.data;
    const { venue } = await post<{ venue: Venue }>("/venues", { name: script, city: script.slice(0, 60), timeZone: "Europe/Vienna" });
    const { event } = await post<{ event: Listing }>("/events", { title: script, status: "PUBLISHED" });
    const { showtime } = await post<{ showtime: Showtime }>(`/events/${event.id}/showtimes`, {
      venueId: venue.id,
      startsAt: "2099-01-15T18:30:00Z",
      currency: "EUR",
      tiers: [{ name: script, price: 100 }],
    });
    await post("/seats", { entityId: showtime.id, seats: [{ seatNumber: "<b>1", section: script, row: "<i>" }] });
    const user = await makeUser(app, { name: script });
    const [seat] = await seatsOf(app, showtime.id);
    await buy(user, [seat?.id ?? ""]);
    const registered = `${crypto.randomUUID()}@example.com`;
    const body = { email: registered, password: "a long sentence, please", name: script };
    expect((await call("POST", "/api/v1/auth/register", { app, body })).status).toBe(201);
    const mails = [...(await waitForMail(user.email)), ...(await mailsTo(registered))];
    expect(mails).toHaveLength(3);
    for (const { html, subject, headers } of mails) {
      expect(html).toContain("&lt;script&gt;");
      for (const alive of ["<script", "<img src=x", 'href="javascript:', "<b>1"]) expect(html).not.toContain(alive);
      expect(subject + headers).not.toMatch(/[\r\n]\s*(Bcc|Cc|To|Set-Cookie):/i);
    }
  });

  it("is refused where it would end a line: no field of one line has two", async () => {
    const app = await makeApp();
    for (const title of ["a\r\nBcc: x@example.com", "a\nb", "a\u2028b", "a\u0085b", "a\u0000b", "\u001b[31m", "\ud800"]) {
      const made = await call("POST", "/api/v1/events", { server: app, body: { title } });
      expect([JSON.stringify(title), made.status]).toEqual([JSON.stringify(title), 422]);
    }
    for (const email of ["a@example.com\r\nBcc: b@example.com", "a@example.com,b@example.com", "<a@example.com>", '"a b"@example.com']) {
      const made = await call("POST", "/api/v1/auth/register", { app, body: { email, password: "a long sentence, please" } });
      expect([email, made.status]).toEqual([email, 422]);
    }
    for (const posterUrl of [
      "javascript:alert(1)",
      "data:text/html,x",
      "//evil.example/x",
      "http://example.com/x",
      "/\\evil.example",
      "/a\nb",
      "/\t/evil.example",
      "/\n/evil.example",
      "https://a.example/ x",
      "https:///x",
    ]) {
      const made = await call("POST", "/api/v1/events", { server: app, body: { title: "X", posterUrl } });
      expect([posterUrl, made.status]).toEqual([posterUrl, 422]);
    }
  });
});

async function waitForMail(recipient: string) {
  for (let attempt = 0; attempt < 100; attempt++) {
    const mails = await mailsTo(recipient);
    if (mails.length > 0) return mails;
    await scheduler.wait(50);
  }
  throw new Error(`no mail to ${recipient}`);
}

let mine: Tenant;
beforeAll(async () => {
  mine = await furnished();
});
const ask = async (operation: Operation, headers: Record<string, string> = {}) => {
  const caller = await letIn(mine, operation);
  const body = operation.body === null ? undefined : ownBody(mine, operation);
  return call(operation.method, ownPath(mine, operation), { ...caller, body, headers: { ...caller.headers, ...headers } });
};

describe("every answer", () => {
  it("says what it is and forbids to guess, to frame and to run anything", async () => {
    for (const operation of operations) {
      const { headers, status } = await ask(operation);
      const name = `${operation.method} ${operation.path} ${status}`;
      expect([name, headers.get("x-content-type-options")]).toEqual([name, "nosniff"]);
      expect([name, headers.get("content-security-policy")?.startsWith("default-src 'none'")]).toEqual([name, true]);
      expect([name, /script-src|unsafe-eval/.test(headers.get("content-security-policy") ?? "")]).toEqual([name, false]);
      expect([name, ["DENY", "SAMEORIGIN"].includes(headers.get("x-frame-options") ?? "")]).toEqual([name, true]);
      expect([name, headers.get("referrer-policy")]).toEqual([name, "no-referrer"]);
      if (operation.path.startsWith("/api/"))
        expect([name, headers.get("content-type") ?? ""]).not.toEqual([name, expect.stringMatching(/html/)]);
    }
  });

  it("is readable to no page that no app lists, and never with its cookies", async () => {
    for (const operation of operations) {
      const { headers } = await ask(operation, { origin: "https://unlisted.example" });
      const name = `${operation.method} ${operation.path}`;
      expect([name, headers.get("access-control-allow-origin"), headers.get("access-control-allow-credentials")]).toEqual([
        name,
        null,
        null,
      ]);
    }
  });

  it("repeats nothing of an unknown path or a bad request as markup", async () => {
    for (const path of [
      `/api/v1/${encodeURIComponent(script)}`,
      `/api/v1/bookings?${encodeURIComponent(script)}=1`,
      "/actuator/<script>",
    ]) {
      const response = await exports.default.fetch(new Request(`${origin}${path}`, { headers: mine.people.EVENT.app.serverHeaders }));
      expect(response.headers.get("content-type")).toBe("application/json");
      await response.text();
    }
  });
});
