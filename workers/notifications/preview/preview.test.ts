import { exports } from "cloudflare:workers";
import { expect, it } from "vitest";
import { MailKind } from "../../../contracts/mails.ts";
import { call, origin } from "../../../test/harness.ts";

const page = async (path: string) => {
  const answer = await exports.default.fetch(new Request(origin + path, { headers: { accept: "text/html" } }));
  return { status: answer.status, policy: answer.headers.get("content-security-policy") ?? "", html: await answer.text() };
};

it("every kind of mail can be looked at, as HTML beside its text, in several names, without a script", async () => {
  const list = await page("/mailbox/preview");
  for (const kind of MailKind.options) expect(list.html).toContain(`href="/mailbox/preview/${kind}?brand=theatre"`);
  for (const kind of MailKind.options) {
    const { status, html, policy } = await page(`/mailbox/preview/${kind}?brand=sunny`);
    expect([kind, status]).toEqual([kind, 200]);
    expect(html).toMatch(/<iframe srcdoc="&lt;!doctype html&gt;[^"]+" sandbox=""/);
    expect(html).toContain("Sent by Marquee for Sunny Side Open Air.");
    expect(html).not.toContain("<script");
    expect(policy).toContain("default-src 'none'");
  }
  const { html } = await page("/mailbox/preview/booking-confirmed");
  expect(html).toContain("tickets.pdf, booking.ics, ticket-1.png");
  expect(html).toContain("src=&quot;data:image/png;base64,");
  expect(html).not.toContain("cid:");
});

it("there is no preview but on a development machine, of no other kind and in no other name", async () => {
  for (const path of ["/mailbox/preview", "/mailbox/preview/welcome"])
    expect((await call("GET", path, { env: { ENVIRONMENT: "production" } })).status).toBe(404);
  expect((await call("GET", "/mailbox/preview/gossip")).status).toBe(422);
  expect((await call("GET", "/mailbox/preview?brand=none")).status).toBe(422);
});
