import { createExecutionContext, createMessageBatch, getQueueResult } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, inject, it } from "vitest";
import type { TakenMail } from "../../scripts/mail/where.ts";
import { crashingEnv } from "../../test/crashing-env.ts";
import { call } from "../../test/harness.ts";
import { mailBooks, mailFaults } from "../../test/mail-books.ts";
import { openDatabase } from "../platform/database.ts";
import { mails } from "../platform/mail-outbox.ts";
import { deliverMail } from "./deliver-mail.ts";
import { mailQueue } from "./emails-consumer.ts";
import { takePending } from "./resend-pending-mails.ts";

const smtp = inject("smtp");
const db = openDatabase(env);
const requeued: { key: string; delaySeconds: number }[] = [];
const EMAILS = {
  send: async ({ key }: { key: string }, { delaySeconds = 0 } = {}) => {
    requeued.push({ key, delaySeconds });
  },
} as unknown as Env["EMAILS"];
const sending: Env = { ...env, EMAILS, SMTP_URL: `smtp://${smtp.plain}`, OUTBOUND_ALLOW: smtp.plain, LOG_LEVEL: "error" };
let now = Date.now();
const clock = () => now;

beforeEach(async () => {
  requeued.length = 0;
  await call("POST", "/actuator/circuitbreakers/mail", { admin: true, body: { updateState: "CLOSE" } });
});

async function newMail(misbehaviour = ""): Promise<{ key: string; recipient: string }> {
  const id = crypto.randomUUID();
  const recipient = `${misbehaviour && `${misbehaviour}.`}${id}@example.com`;
  const payload = { name: "Ada", changedAt: "2026-11-21T18:30:00Z" };
  const row = { key: `test-${id}`, kind: "password-changed", appId: null, recipient, payload, status: "PENDING", attempts: 0 } as const;
  await db.insert(mails).values({ ...row, createdAt: now, updatedAt: now });
  return { key: row.key, recipient };
}
const rowOf = (key: string) =>
  env.DB.prepare("SELECT status, skipped, attempts, updated_at AS at FROM mails WHERE key = ?").bind(key).first();
/** The mails that a person has, as their mail program shows them: by their Message-ID; and how many there are of them. */
async function received({ key, recipient }: { key: string; recipient: string }): Promise<{ shown: string[]; copies: number }> {
  const taken: TakenMail[] = await (await fetch(`${smtp.takenUrl}?to=${encodeURIComponent(recipient)}`)).json();
  for (const { raw } of taken) expect(raw).toContain(`Message-ID: <${key}@marquee.example>`);
  return { shown: taken.length > 0 ? [key] : [], copies: taken.length };
}
async function consume(all: readonly { key: string }[], bindings = sending): Promise<{ acks: number; retries: number }> {
  const messages = all.map(({ key }) => ({ id: crypto.randomUUID(), timestamp: new Date(now), attempts: 1, body: { key } }));
  const batch = createMessageBatch("emails", messages);
  await mailQueue(batch, bindings, clock);
  const { explicitAcks, retryMessages } = await getQueueResult(batch, createExecutionContext());
  return { acks: explicitAcks.length, retries: retryMessages.length };
}

describe("a mail by SMTP", () => {
  it("to nobody suppresses the address, and is neither tried again nor given up", async () => {
    const mail = await newMail("rcpt-550-5.1.1");
    expect(await consume([mail])).toEqual({ acks: 1, retries: 0 });
    expect(await rowOf(mail.key)).toMatchObject({ status: "SKIPPED", skipped: "SUPPRESSED" });
    const suppression = env.DB.prepare("SELECT reason, detail FROM mail_suppressions WHERE address = ?").bind(mail.recipient);
    expect(await suppression.first()).toEqual({ reason: "BOUNCE", detail: expect.stringContaining("550 5.1.1") });
  });

  it("that is refused for what it is is a dead letter at once, and can be replayed", async () => {
    const mail = await newMail("once-data-554-5.7.1");
    expect(await consume([mail])).toEqual({ acks: 1, retries: 0 });
    expect(await rowOf(mail.key)).toMatchObject({ status: "DEAD", attempts: 1 });
    expect(await mailFaults([mail.key], [])).toEqual([]);
    const letter = await env.DB.prepare("SELECT id, error FROM dead_letters WHERE body ->> 'key' = ?").bind(mail.key).first();
    expect(letter?.error).toContain("554 5.7.1");
    const replayed = await call("POST", `/api/v1/admin/dead-letters/${letter?.id}/replay`, { admin: true });
    expect([replayed.status, (await mailBooks([mail.key])).dead]).toEqual([200, []]);
    await env.DB.prepare("UPDATE mails SET updated_at = ? WHERE key = ? AND status = 'PENDING'").bind(now, mail.key).run();
    await deliverMail(sending, mail, clock);
    expect((await received(mail)).copies).toBe(1);
  });

  it("that is put off is tried again after a minute and then less and less often, and not by the sweep meanwhile", async () => {
    const mail = await newMail("rcpt-451-4.7.1");
    let last = 0;
    for (const [from, to] of [
      [45, 60],
      [90, 120],
      [180, 240],
    ] as const) {
      expect(await consume([mail])).toEqual({ acks: 1, retries: 0 });
      last = requeued.at(-1)?.delaySeconds ?? 0;
      expect(last).toBeGreaterThanOrEqual(from);
      expect(last).toBeLessThanOrEqual(to);
      expect(await rowOf(mail.key)).toMatchObject({ status: "PENDING", at: now + last * 1000 });
      now += last * 1000;
    }
    await consume([mail]);
    expect((await takePending(db, now + 61_000)).map(({ key }) => key)).not.toContain(mail.key);
  });

  it("is one mail when two consumers have its message at the same time, and whoever comes late waits", async () => {
    const all = [await newMail(), await newMail(), await newMail()];
    const answers = await Promise.all([consume(all), consume([...all].reverse()), consume(all)]);
    expect(answers).toEqual(Array.from({ length: 3 }, () => ({ acks: 3, retries: 0 })));
    for (const mail of all) expect((await received(mail)).copies).toBe(1);
    now += 120_000;
    await consume(requeued);
    for (const mail of all) expect((await received(mail)).copies).toBe(1);
    expect((await mailBooks(all.map(({ key }) => key))).sent).toHaveLength(3);
  });

  it("that the server took without saying so is the same mail again: it has its Message-ID", async () => {
    const mails = [await newMail("once-take-and-hang-up"), await newMail()];
    await consume(mails);
    expect(requeued.map(({ key }) => key)).toEqual([mails[0]?.key]);
    now += 60_000;
    await consume(mails);
    const all = await Promise.all(mails.map(received));
    expect(all.map(({ copies }) => copies)).toEqual([2, 1]);
    const keys = mails.map(({ key }) => key);
    expect(
      await mailFaults(
        keys,
        all.flatMap(({ shown }) => shown),
      ),
    ).toEqual([]);
    expect((await mailBooks(keys)).sent).toHaveLength(2);
  });
});

describe("a consumer that dies", () => {
  const count = 3;

  it("wherever it is has lost no mail, and at most the one that was under way comes twice, as the same", async () => {
    const whole = crashingEnv(sending, Number.POSITIVE_INFINITY);
    await consume(await Promise.all(Array.from({ length: count }, () => newMail())), whole.env);
    const calls = whole.calls();
    expect(calls).toBeGreaterThan(2 * count);
    for (let died = 0; died < calls; died++) {
      const all = await Promise.all(Array.from({ length: count }, () => newMail()));
      const keys = all.map(({ key }) => key);
      await consume(all, crashingEnv(sending, died).env);
      // What was its own is free again after a minute; the queue has all messages still.
      now += 61_000;
      await consume(all);
      const received_ = await Promise.all(all.map(received));
      const shown = received_.flatMap((each) => each.shown);
      expect([died, await mailFaults(keys, shown)]).toEqual([died, []]);
      expect([died, (await mailBooks(keys)).sent.length]).toEqual([died, count]);
      expect(received_.reduce((sum, { copies }) => sum + copies, 0)).toBeLessThanOrEqual(count + 1);
    }
  }, 60_000);
});
