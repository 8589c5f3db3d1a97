import { createExecutionContext, createMessageBatch, getQueueResult } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { recordingDatabase } from "../../test/query-plans.ts";
import { schemaDrift } from "../../test/schema-drift.ts";
import { openDatabase } from "../platform/database.ts";
import { mails } from "../platform/mail-outbox.ts";
import { keepDeadLetters } from "./dead-letters.ts";
import { deliverMail } from "./deliver-mail.ts";
import { mailQueue } from "./emails-consumer.ts";
import { enqueueMails } from "./enqueue-mails.ts";
import { forgetOldMails } from "./forget-old-mails.ts";
import { takeForSending } from "./mail-states.ts";
import { findMail, listMailbox } from "./read-mailbox.ts";
import { resendPendingMails, takePending } from "./resend-pending-mails.ts";
import { deadLetters, mailbox } from "./tables.ts";
import { pendingMails } from "./wanted-mails.ts";

const payload = {
  bookingId: "BK-20261121-7F3K9QX2MD",
  name: "Ada",
  seats: [{ id: "sea_1", seatNumber: "A1", section: null, row: null, tier: "Standard", price: 4200 }],
  amount: 4200,
  currency: "EUR",
  link: null,
  show: {
    listingId: "evt_1",
    title: "Hamlet",
    posterUrl: null,
    startsAt: "2027-01-15T18:30:00Z",
    timeZone: "Europe/Vienna",
    venue: "V",
    city: "C",
  },
};
const db = openDatabase(env);
async function newMail({
  at = Date.now(),
  ...parts
}: Record<string, unknown> & { at?: number } = {}): Promise<{ key: string; recipient: string }> {
  const key = `test:${crypto.randomUUID()}`;
  const recipient = `${crypto.randomUUID()}@example.com`;
  await db.insert(mails).values({
    key,
    kind: "booking-confirmed",
    appId: null,
    recipient,
    payload,
    status: "PENDING",
    attempts: 0,
    createdAt: at,
    updatedAt: at,
    ...parts,
  });
  return { key, recipient };
}
const stateOf = (key: string) => env.DB.prepare("SELECT status, attempts FROM mails WHERE key = ?").bind(key).first();
const inbox = async (to: string) => (await listMailbox(db, { to, limit: 10 })).items;

async function consume(queue: string, bodies: unknown[], work = mailQueue, attempts = 1) {
  const messages = bodies.map((body) => ({ id: crypto.randomUUID(), timestamp: new Date(), attempts, body }));
  const batch = createMessageBatch(queue, messages);
  await work(batch, env);
  const { explicitAcks, retryMessages } = await getQueueResult(batch, createExecutionContext());
  return { ids: messages.map(({ id }) => id), acks: explicitAcks, retries: retryMessages.map(({ msgId }) => msgId) };
}

describe("a mail", () => {
  it("is recorded, sent by the queue and marked", async () => {
    const key = `test:${crypto.randomUUID()}`;
    const recipient = `${crypto.randomUUID()}@example.com`;
    for (const _ of [1, 2]) await enqueueMails(env, [{ key, kind: "booking-confirmed", appId: null, recipient, payload }]);
    await vi.waitUntil(async () => (await stateOf(key))?.status === "SENT", { timeout: 10_000, interval: 50 });
    const [mail, ...more] = await inbox(recipient);
    expect(more).toEqual([]);
    expect(mail).toMatchObject({ to: recipient, kind: "booking-confirmed", subject: "Your seats for Hamlet (BK-20261121-7F3K9QX2MD)" });
    expect(mail?.headers).toMatchObject({ From: '"Marquee" <tickets@marquee.example>', To: recipient, "Auto-Submitted": "auto-generated" });
    expect(mail?.headers["Message-ID"]).toMatch(/^<test\.[\w-]+@marquee\.example>$/);
  });

  it("is one mail, however often and however simultaneously its message is delivered", async () => {
    const { key, recipient } = await newMail();
    await Promise.all([1, 2, 3].map(() => deliverMail(env, { key })));
    await deliverMail(env, { key });
    expect(await inbox(recipient)).toHaveLength(1);
    expect(await stateOf(key)).toMatchObject({ status: "SENT" });
  });

  it("is one mail after a crash between sending and marking", async () => {
    const { key, recipient } = await newMail();
    await deliverMail(env, { key });
    await env.DB.prepare("UPDATE mails SET status = 'PENDING' WHERE key = ?").bind(key).run();
    await deliverMail(env, { key });
    expect(await inbox(recipient)).toHaveLength(1);
    expect(await stateOf(key)).toEqual({ status: "SENT", attempts: 2 });
  });

  it("waits where no transport is configured", async () => {
    const { key, recipient } = await newMail();
    await deliverMail({ ...env, ENVIRONMENT: "production" }, { key });
    expect(await stateOf(key)).toEqual({ status: "PENDING", attempts: 0 });
    expect(await inbox(recipient)).toEqual([]);
    expect(await resendPendingMails({ ...env, ENVIRONMENT: "production" })).toBe(0);
  });

  it("goes to no recipient who would break out of the header", async () => {
    const recipient = "ada@example.com\r\nBcc: everybody@example.com";
    const key = `test:${crypto.randomUUID()}`;
    await expect(enqueueMails(env, [{ key, kind: "booking-confirmed", appId: null, recipient, payload }])).rejects.toThrow("not one line");
    expect(await stateOf(key)).toBeNull();
  });

  it("is set on its way again when nothing happened to it for a minute", async () => {
    await env.DB.prepare("UPDATE mails SET status = 'SENT' WHERE status = 'PENDING'").run();
    const now = Date.now();
    const lost = await Promise.all(Array.from({ length: 130 }, () => newMail({ at: now - 61_000 })));
    const young = await newMail({ at: now - 59_000 });
    expect(await resendPendingMails(env, now)).toBe(130);
    expect(await resendPendingMails(env, now)).toBe(0);
    const pending = env.DB.prepare("SELECT count(*) AS n FROM mails WHERE status = 'PENDING' AND key IN (SELECT value FROM json_each(?))");
    const left = pending.bind(JSON.stringify(lost.map(({ key }) => key)));
    await vi.waitUntil(async () => (await left.first("n")) === 0, { timeout: 30_000, interval: 100 });
    expect(await stateOf(young.key)).toEqual({ status: "PENDING", attempts: 0 });
    expect(await inbox(lost[129]?.recipient ?? "")).toHaveLength(1);
  }, 40_000);
});

describe("the queue of mails", () => {
  it("keeps a malformed message as a dead letter and goes on with the others", async () => {
    const good = await newMail();
    const { ids, acks, retries } = await consume("emails", [{ mail: 1 }, { key: good.key }, "text", { key: "test:unknown" }]);
    expect([acks, retries]).toEqual([ids, []]);
    expect(await inbox(good.recipient)).toHaveLength(1);
    const kept = await env.DB.prepare("SELECT id, queue, body FROM dead_letters WHERE id IN (?, ?) ORDER BY body")
      .bind(ids[0], ids[2])
      .all();
    expect(kept.results).toEqual([
      { id: ids[2], queue: "emails", body: '"text"' },
      { id: ids[0], queue: "emails", body: '{"mail":1}' },
    ]);
  });

  it("tries a mail again that could not be sent, and counts", async () => {
    const broken = await newMail({ payload: { nothing: true } });
    const { ids, acks, retries } = await consume("emails", [{ key: broken.key }]);
    expect([acks, retries]).toEqual([[], ids]);
    expect(await stateOf(broken.key)).toEqual({ status: "PENDING", attempts: 1 });
  });

  it("gives up what came back dead, once, and the mail with it", async () => {
    const mail = await newMail();
    const messages = [{ id: crypto.randomUUID(), timestamp: new Date(), attempts: 3, body: { key: mail.key } }];
    for (const _ of [1, 2]) {
      const batch = createMessageBatch("emails-dead", messages);
      await keepDeadLetters(batch, env);
      expect((await getQueueResult(batch, createExecutionContext())).explicitAcks).toEqual([messages[0]?.id]);
    }
    const { results } = await env.DB.prepare("SELECT queue, body, attempts, replayed_at FROM dead_letters WHERE id = ?")
      .bind(messages[0]?.id)
      .all();
    expect(results).toEqual([{ queue: "emails", body: JSON.stringify({ key: mail.key }), attempts: 3, replayed_at: null }]);
    expect(await stateOf(mail.key)).toMatchObject({ status: "DEAD" });
    await deliverMail(env, { key: mail.key });
    expect(await inbox(mail.recipient)).toEqual([]);
  });

  it("does not unsend a mail that was sent while its message died", async () => {
    const mail = await newMail({ status: "SENT" });
    await consume("emails-dead", [{ key: mail.key }], keepDeadLetters);
    expect(await stateOf(mail.key)).toMatchObject({ status: "SENT" });
  });

  it("keeps the dead letters of other queues as they came", async () => {
    const { ids, acks } = await consume("events-dead", [{ type: "booking.confirmed" }], keepDeadLetters);
    expect(acks).toEqual(ids);
    const row = await env.DB.prepare("SELECT queue, body FROM dead_letters WHERE id = ?").bind(ids[0]).first();
    expect(row).toEqual({ queue: "events", body: '{"type":"booking.confirmed"}' });
  });
});

describe("the tables of mails", () => {
  it("are those of the migrations", async () => {
    expect(await schemaDrift(mails, mailbox, deadLetters)).toEqual([]);
  });

  it("are read by their indexes", async () => {
    const { db: recorder, plans } = recordingDatabase();
    await listMailbox(recorder, { limit: 10, cursor: undefined });
    await listMailbox(recorder, { to: "ada@example.com", limit: 10, cursor: "WzEsIjEiXQ" });
    await findMail(recorder, "1");
    await takePending(recorder, 0);
    await pendingMails(recorder, ["a"]);
    await takeForSending(recorder, "a", 0);
    await forgetOldMails(recorder.$client, 0).run();
    const ofTheirMails = ["SEARCH mails USING INDEX sqlite_autoindex_mails_1 (key=?) LEFT-JOIN"];
    expect(await plans()).toEqual([
      // The newest first: by row id from the end, as far as the limit goes.
      "SCAN mailbox",
      ...ofTheirMails,
      "SEARCH mailbox USING INDEX mailbox_by_recipient (recipient=? AND id<?)",
      ...ofTheirMails,
      "SEARCH mailbox USING INTEGER PRIMARY KEY (rowid=?)",
      ...ofTheirMails,
      "SEARCH mails USING COVERING INDEX sqlite_autoindex_mails_1 (key=?)",
      "LIST SUBQUERY 1",
      "SEARCH mails USING INDEX mails_pending (updated_at<?)",
      "SEARCH mails USING INDEX sqlite_autoindex_mails_1 (key=?)",
      "LIST SUBQUERY 1",
      "SCAN json_each VIRTUAL TABLE INDEX 1:",
      "SEARCH mail_suppressions USING PRIMARY KEY (address=?) LEFT-JOIN",
      "SEARCH mails USING INDEX sqlite_autoindex_mails_1 (key=?)",
      "LIST SUBQUERY 1",
      "SCAN json_each VIRTUAL TABLE INDEX 1:",
      "SEARCH mails USING COVERING INDEX sqlite_autoindex_mails_1 (key=?)",
      "LIST SUBQUERY 1",
      "SEARCH mails USING INDEX mails_done (updated_at<?)",
    ]);
  });
});
