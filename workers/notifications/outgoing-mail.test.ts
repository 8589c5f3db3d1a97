import { env } from "cloudflare:workers";
import { afterAll, describe, expect, it, vi } from "vitest";
import type { MailKind } from "../../contracts/mails.ts";
import { call, makeApp, makeUser, testCtx } from "../../test/harness.ts";
import { inMailbox, mailBooks, mailFaults } from "../../test/mail-books.ts";
import { openDatabase } from "../platform/database.ts";
import { mails } from "../platform/mail-outbox.ts";
import { cloudflareTransport } from "./cloudflare-transport.ts";
import { deliverMails } from "./deliver-mail.ts";
import { samples } from "./templates/samples.ts";
import { transportNameOf } from "./transport.ts";
import { readUnsubscribeToken } from "./unsubscribe-token.ts";

const db = openDatabase(env);
const PUBLIC_URL = "https://tickets.example.com";

async function newMail(kind: MailKind, recipient: string, appId: string | null = null): Promise<string> {
  const key = `test:${crypto.randomUUID()}`;
  const payload = samples[kind];
  await db
    .insert(mails)
    .values({ key, kind, appId, recipient, payload, status: "PENDING", attempts: 0, createdAt: Date.now(), updatedAt: Date.now() });
  return key;
}
const headersOf = async (key: string): Promise<Record<string, string>> =>
  JSON.parse((await env.DB.prepare("SELECT headers FROM mailbox WHERE message_key = ?").bind(key).first<string>("headers")) ?? "{}");

describe("a mail on its way out", () => {
  it("goes to whoever wants it, and what nobody wants is left unsent; all in one batch", async () => {
    const app = await makeApp();
    const [wants, declines] = await Promise.all([makeUser(app), makeUser(app)]);
    await env.DB.prepare("INSERT INTO notification_choices VALUES (?, 'orders', 'mail', 0, 0)").bind(declines.userId).run();
    const keys = {
      wanted: await newMail("order-shipped", wants.email),
      unwanted: await newMail("order-shipped", declines.email),
      locked: await newMail("password-changed", declines.email),
      strangers: await newMail("order-shipped", `${crypto.randomUUID()}@example.com`),
    };
    const all = Object.values(keys);
    expect(await deliverMails(env, all)).toEqual(new Map());
    expect(await mailBooks(all)).toMatchObject({ skipped: [keys.unwanted] });
    expect(await mailFaults(all, await inMailbox(all))).toEqual([]);
    const skipped = await env.DB.prepare("SELECT skipped FROM mails WHERE key = ?").bind(keys.unwanted).first("skipped");
    expect(skipped).toBe("UNWANTED");
  });

  it("says how to end such mails where that can be, to the one person whom it is for", async () => {
    const { email, userId } = await makeUser(await makeApp());
    const [order, password] = [await newMail("order-shipped", email), await newMail("password-changed", email)];
    const stranger = await newMail("order-shipped", `${crypto.randomUUID()}@example.com`);
    await deliverMails({ ...env, PUBLIC_URL }, [order, password, stranger]);
    const headers = await headersOf(order);
    expect(headers["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
    const url = new URL(/^<(.+)>$/.exec(headers["List-Unsubscribe"] ?? "")?.[1] ?? "");
    expect(url.origin).toBe(PUBLIC_URL);
    expect(await readUnsubscribeToken(env, url.searchParams.get("token") ?? "")).toEqual({ userId, topic: "orders" });
    for (const key of [password, stranger]) expect(await headersOf(key)).not.toHaveProperty("List-Unsubscribe");
    const elsewhere = await newMail("order-shipped", email);
    await deliverMails({ ...env, PUBLIC_URL: "" }, [elsewhere]);
    expect(await headersOf(elsewhere)).not.toHaveProperty("List-Unsubscribe");
  });

  it("is in the tenant's name, from the platform's address", async () => {
    const app = await makeApp();
    await env.DB.prepare("UPDATE apps SET name = ?, contact_email = ? WHERE id = ?")
      .bind("Grand\r\nThéâtre", "box@example.com", app.appId)
      .run();
    const key = await newMail("order-shipped", `${crypto.randomUUID()}@example.com`, app.appId);
    await deliverMails(env, [key]);
    expect(await headersOf(key)).toMatchObject({ From: '"Grand Théâtre" <tickets@marquee.example>', "Reply-To": "box@example.com" });
  });
});

describe("by Cloudflare's binding", () => {
  afterAll(() => call("POST", "/actuator/circuitbreakers/mail", { admin: true, body: { updateState: "CLOSE" } }));

  const mail = {
    messageKey: "order-paid:ord_1",
    kind: "order-paid",
    to: "ada@example.com",
    from: { name: "Grand Théâtre", address: "tickets@marquee.example", replyTo: "box@example.com" },
    subject: "Paid",
    text: "Paid",
    html: "<p>Paid",
    headers: { "Message-ID": "<1@marquee.example>", "Auto-Submitted": "auto-generated", "List-Unsubscribe": "<https://x.example>" },
    attachments: [
      { filename: "a.pdf", mediaType: "application/pdf", content: new Uint8Array([1, 2]) },
      { filename: "b.png", mediaType: "image/png", content: new Uint8Array([3]), contentId: "b@marquee" },
    ],
  };
  const sendBy = (send: (message: unknown) => Promise<unknown>) =>
    cloudflareTransport.send(testCtx({ env: { ...env, EMAIL: { send } as unknown as Env["EMAIL"] } }), mail);

  it("a mail has its files, its key, and of our headers those that Cloudflare takes", async () => {
    const send = vi.fn(async () => ({ messageId: "1" }));
    await sendBy(send);
    expect(send).toHaveBeenCalledExactlyOnceWith({
      to: "ada@example.com",
      from: { name: "Grand Théâtre", email: "tickets@marquee.example" },
      replyTo: "box@example.com",
      subject: "Paid",
      text: "Paid",
      html: "<p>Paid",
      headers: { "Auto-Submitted": "auto-generated", "List-Unsubscribe": "<https://x.example>", "X-Message-Key": "order-paid:ord_1" },
      attachments: [
        { disposition: "attachment", filename: "a.pdf", type: "application/pdf", content: new Uint8Array([1, 2]) },
        { disposition: "inline", filename: "b.png", type: "image/png", content: new Uint8Array([3]), contentId: "b@marquee" },
      ],
    });
  });

  it("goes out through the binding as it is on a laptop", async () => {
    await cloudflareTransport.send(testCtx(), mail);
  });

  it.each([
    ["E_RECIPIENT_SUPPRESSED", { verdict: "bounced" }],
    ["E_DELIVERY_FAILED", { verdict: "later" }],
    ["E_CONTENT_TOO_LARGE", { verdict: "refused" }],
    ["E_HEADER_VALUE_INVALID", { verdict: "refused" }],
    ["E_RATE_LIMIT_EXCEEDED", { called: true, retryAfterSeconds: null }],
    ["E_DAILY_LIMIT_EXCEEDED", { called: true, retryAfterSeconds: 3600 }],
    ["E_SENDER_NOT_VERIFIED", { called: true }],
  ])("that answers %s", async (code, fault) => {
    await expect(sendBy(() => Promise.reject(Object.assign(new Error(code), { code })))).rejects.toMatchObject(fault);
  });
});

it.each([
  [{}, "mailbox"],
  [{ ENVIRONMENT: "production" }, null],
  [{ ENVIRONMENT: "production", SMTP_URL: "smtps://smtp.example.com" }, "smtp"],
  [{ SMTP_URL: "smtps://smtp.example.com", MAIL_API_URL: "https://api.example.com/emails" }, "http"],
  [{ SMTP_URL: "smtps://smtp.example.com", MAIL_TRANSPORT: "mailbox" }, "mailbox"],
  [{ ENVIRONMENT: "production", MAIL_TRANSPORT: "mailbox" }, null],
  [{ ENVIRONMENT: "production", MAIL_TRANSPORT: "cloudflare" }, "cloudflare"],
  [{ ENVIRONMENT: "production", MAIL_TRANSPORT: "smtp" }, null],
  [{ ENVIRONMENT: "production", MAIL_TRANSPORT: "smtp", SMTP_URL: undefined }, null],
  [{ MAIL_TRANSPORT: "http" }, null],
  [{ MAIL_TRANSPORT: "pigeon" }, null],
  [{ MAIL_TRANSPORT: "constructor" }, null],
])("with %j mails go by %s", (settings, name) => {
  const nothing = { ENVIRONMENT: "local", MAIL_TRANSPORT: "", MAIL_API_URL: "", SMTP_URL: "" };
  expect(transportNameOf({ ...nothing, ...settings } as Parameters<typeof transportNameOf>[0])).toBe(name);
});
