import { createExecutionContext, createMessageBatch, getQueueResult } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { crashingEnv } from "../../test/crashing-env.ts";
import { call, testCtx } from "../../test/harness.ts";
import { mailBooks, mailFaults } from "../../test/mail-books.ts";
import { readBreakers } from "../gateway/circuit-breakers.ts";
import { openDatabase } from "../platform/database.ts";
import { mails } from "../platform/mail-outbox.ts";
import { deliverMail } from "./deliver-mail.ts";
import { mailQueue } from "./emails-consumer.ts";

const db = openDatabase(env);
const apiUrl = "https://api.mail.example/emails";
let now = Date.now();
const clock = () => now;

/** The provider, at the other end of the network: it keeps a mail once under its Idempotency-Key. */
const provider = {
  status: 200,
  headers: {} as Record<string, string>,
  /** Whether it takes a mail and its answer is lost. */
  losesAnswers: false,
  calls: [] as { key: string; atMs: number }[],
  taken: new Map<string, unknown>(),
};
const requests: Request[] = [];

beforeEach(async () => {
  Object.assign(provider, { status: 200, headers: {}, losesAnswers: false, calls: [], taken: new Map() });
  requests.length = 0;
  await close();
  vi.spyOn(globalThis, "fetch").mockImplementation(async (url, init) => {
    const request = new Request(url as string, init as RequestInit);
    requests.push(request.clone());
    const key = request.headers.get("idempotency-key") ?? "";
    provider.calls.push({ key, atMs: now });
    if (provider.status === 200) provider.taken.set(key, await request.json());
    if (provider.losesAnswers) throw new TypeError("Network connection lost.");
    return Response.json({ id: "x" }, { status: provider.status, headers: provider.headers });
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await close();
});
const close = () => call("POST", "/actuator/circuitbreakers/mail", { admin: true, body: { updateState: "CLOSE" } });
const mailBreaker = async () => (await readBreakers(testCtx({ now: clock }))).find(({ name }) => name === "mail");

/** The queue as a list: what is put into it with a delay comes when that time has come. */
const waiting: { key: string; atMs: number }[] = [];
const EMAILS = {
  send: async (body: { key: string }, { delaySeconds = 0 } = {}) => {
    waiting.push({ key: body.key, atMs: now + delaySeconds * 1000 });
  },
} as unknown as Env["EMAILS"];
const sending: Env = { ...env, EMAILS, MAIL_API_URL: apiUrl, MAIL_API_KEY: "re_key", LOG_LEVEL: "error" };

async function newMails(count: number): Promise<string[]> {
  const keys = Array.from({ length: count }, () => `test:${crypto.randomUUID()}`);
  for (const key of keys) {
    await db.insert(mails).values({
      key,
      kind: "password-changed",
      appId: null,
      recipient: `${key.slice(5)}@example.com`,
      payload: { name: "Ada", changedAt: "2026-11-21T18:30:00Z" },
      status: "PENDING",
      attempts: 0,
      createdAt: now,
      updatedAt: now,
    });
  }
  return keys;
}
const stateOf = (key: string) => env.DB.prepare("SELECT status, attempts FROM mails WHERE key = ?").bind(key).first();

/** Lets the queue run until `untilMs`. Returns which messages asked for another attempt of their own: those would end as dead letters. */
async function run(untilMs: number): Promise<string[]> {
  const retried: string[] = [];
  for (;;) {
    waiting.sort((a, b) => a.atMs - b.atMs);
    const [next] = waiting;
    if (next === undefined || next.atMs > untilMs) break;
    now = Math.max(now, next.atMs);
    const due = waiting.splice(0, 10).filter((message) => message.atMs <= now || !waiting.push(message));
    const messages = due.map(({ key }) => ({ id: crypto.randomUUID(), timestamp: new Date(now), attempts: 1, body: { key } }));
    const batch = createMessageBatch("emails", messages);
    await mailQueue(batch, sending, clock);
    retried.push(...(await getQueueResult(batch, createExecutionContext())).retryMessages.map(({ msgId }) => msgId));
  }
  now = Math.max(now, untilMs);
  return retried;
}

describe("a mail by the provider's API", () => {
  it("is posted once in Resend's form, with the key under which it is one mail", async () => {
    const [key = ""] = await newMails(1);
    await deliverMail(sending, { key }, clock);
    await deliverMail(sending, { key }, clock);
    const [request, ...more] = requests;
    expect(more).toEqual([]);
    expect([request?.url, request?.method]).toEqual([apiUrl, "POST"]);
    expect(Object.fromEntries(request?.headers ?? [])).toMatchObject({
      "content-type": "application/json",
      authorization: "Bearer re_key",
      "idempotency-key": key,
    });
    expect(await request?.json()).toEqual({
      from: '"Marquee" <tickets@marquee.example>',
      to: `${key.slice(5)}@example.com`,
      subject: expect.any(String),
      html: expect.stringContaining("<"),
      text: expect.any(String),
      headers: { "Message-ID": expect.stringMatching(/^<.+@marquee\.example>$/), "Auto-Submitted": "auto-generated" },
    });
    expect(await stateOf(key)).toEqual({ status: "SENT", attempts: 1 });
  });

  it("goes there and not into the mailbox wherever its address is set; without a key no token is sent", async () => {
    const [key = ""] = await newMails(1);
    await deliverMail({ ...sending, ENVIRONMENT: "production", MAIL_API_KEY: "" }, { key }, clock);
    expect(requests[0]?.headers.get("authorization")).toBeNull();
    expect(await env.DB.prepare("SELECT 1 FROM mailbox WHERE message_key = ?").bind(key).first()).toBeNull();
  });

  it("that the provider refuses for what it is is tried by the queue's own attempts and says nothing against the provider", async () => {
    provider.status = 422;
    const keys = await newMails(6);
    for (const key of keys) await expect(deliverMail(sending, { key }, clock)).rejects.toThrow("refused a mail with 422");
    expect(await mailBreaker()).toMatchObject({ state: "CLOSED", failedCalls: 0, bufferedCalls: 5 });
    waiting.push(...keys.map((key) => ({ key, atMs: now })));
    expect(await run(now)).toHaveLength(6);
    waiting.length = 0;
  });

  it("is never sent to where our servers may not call", async () => {
    const [key = ""] = await newMails(1);
    const inside = { ...sending, MAIL_API_URL: "http://169.254.169.254/" };
    await expect(deliverMail(inside, { key }, clock)).rejects.toMatchObject({ code: "URL_NOT_ALLOWED" });
    expect(requests).toEqual([]);
  });
});

describe("a provider that answers 500", () => {
  it("is left alone after five calls of which three failed, tried again after ten seconds, and has every mail once in the end", async () => {
    const good = await newMails(2);
    for (const key of good) await deliverMail(sending, { key }, clock);
    provider.status = 500;
    const bad = await newMails(8);
    for (const [n, key] of bad.entries()) waiting.push({ key, atMs: now + n });
    const start = now;
    expect(await run(start + 1000)).toEqual([]);
    expect(provider.calls).toHaveLength(5);
    expect(await mailBreaker()).toMatchObject({ state: "OPEN", failureRate: 60, bufferedCalls: 5, failedCalls: 3 });
    expect(waiting).toHaveLength(8);

    // A quarter of an hour of it: no message is given up, though more were tried than a queue would try, and the provider is asked now and then.
    expect(await run(start + 900_000)).toEqual([]);
    expect(provider.calls.length).toBeGreaterThan(8 * 8);
    expect(provider.calls.length).toBeLessThan(5 + 2 * 90);
    expect(waiting).toHaveLength(8);
    expect(await mailBreaker()).toMatchObject({ forced: false, failedCalls: 3 });

    provider.status = 200;
    const back = now;
    expect(await run(back + 60_000)).toEqual([]);
    expect(await mailBreaker()).toMatchObject({ state: "CLOSED" });
    expect([...provider.taken.keys()].sort()).toEqual([...good, ...bad].sort());
    expect(waiting).toEqual([]);
    for (const key of bad) expect(await stateOf(key)).toMatchObject({ status: "SENT" });
  }, 60_000);

  it("or asks for patience gets it, and a mail that nobody takes for a day is given up like any other", async () => {
    Object.assign(provider, { status: 429, headers: { "retry-after": "40" } });
    const [key = ""] = await newMails(1);
    await expect(deliverMail(sending, { key }, clock)).rejects.toMatchObject({ delaySeconds: 40 });
    provider.headers = { "retry-after": "86400" };
    await expect(deliverMail(sending, { key }, clock)).rejects.toMatchObject({ delaySeconds: 50 });
    now += 25 * 3_600_000;
    waiting.push({ key, atMs: now });
    expect(await run(now)).toHaveLength(1);
    expect(waiting).toEqual([]);
  });
});

describe("each mail is one at the provider, and none is lost", () => {
  const consume = async (keys: readonly string[], bindings = sending) => {
    const messages = keys.map((key) => ({ id: crypto.randomUUID(), timestamp: new Date(now), attempts: 1, body: { key } }));
    await mailQueue(createMessageBatch("emails", messages), bindings, clock);
  };

  it("though a consumer dies at any of its steps, and the queue delivers everything twice", async () => {
    const whole = crashingEnv(sending, Number.POSITIVE_INFINITY);
    await consume(await newMails(3), whole.env);
    for (let died = 0; died <= whole.calls(); died++) {
      provider.taken.clear();
      const keys = await newMails(3);
      await consume(keys, crashingEnv(sending, died).env);
      expect([died, (await mailFaults(keys, [...provider.taken.keys()])).filter((fault) => fault.endsWith("is lost"))]).toEqual([died, []]);
      await Promise.all([consume(keys), consume(keys)]);
      expect([died, await mailFaults(keys, [...provider.taken.keys()])]).toEqual([died, []]);
      expect((await mailBooks(keys)).sent).toHaveLength(3);
    }
  }, 60_000);

  it("though the provider takes mails without answering", async () => {
    provider.losesAnswers = true;
    const keys = await newMails(2);
    await consume(keys);
    expect((await mailBooks(keys)).pending).toHaveLength(2);
    expect(waiting.map(({ key }) => key).sort()).toEqual([...keys].sort());
    provider.losesAnswers = false;
    await run(now + 60_000);
    expect(provider.calls).toHaveLength(4);
    expect(await mailFaults(keys, [...provider.taken.keys()])).toEqual([]);
    expect((await mailBooks(keys)).sent).toHaveLength(2);
  });
});
