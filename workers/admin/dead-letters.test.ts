import { createExecutionContext, createMessageBatch, getQueueResult } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import type { DeadLetter } from "../../contracts/admin.ts";
import type { Page } from "../../contracts/envelope.ts";
import { call, testCtx } from "../../test/harness.ts";
import { keepDeadLetters } from "../notifications/dead-letters.ts";
import { mailQueue } from "../notifications/emails-consumer.ts";
import type { AdminCtx } from "../platform/context.ts";
import { attemptsMax } from "../platform/message-errors.ts";
import { replayDeadLetter } from "./replay-dead-letter.ts";

const list = async (query = "limit=100") =>
  (await call<Page<DeadLetter>>("GET", `/api/v1/admin/dead-letters?${query}`, { admin: true })).body.data.items;
const replay = (id: string, headers: Record<string, string> = {}) =>
  call<{ deadLetter: DeadLetter }>("POST", `/api/v1/admin/dead-letters/${id}/replay`, { admin: true, headers });

async function deliver(queue: string, body: unknown, work: typeof mailQueue, attempts: number) {
  const message = { id: crypto.randomUUID(), timestamp: new Date(), attempts, body };
  const batch = createMessageBatch(queue, [message]);
  await work(batch, env);
  await getQueueResult(batch, createExecutionContext());
  return message.id;
}

/** A mail that fails every time, because its payload is not one of its kind, up to its dead letter. */
async function deadMail() {
  const key = `test:${crypto.randomUUID()}`;
  const recipient = `${crypto.randomUUID()}@example.com`;
  await env.DB.prepare("INSERT INTO mails VALUES (?, 'booking-confirmed', NULL, ?, '{}', 'PENDING', NULL, 0, ?, ?)")
    .bind(key, recipient, Date.now(), Date.now())
    .run();
  await deliver("emails", { key }, mailQueue, attemptsMax - 1);
  await deliver("emails", { key }, mailQueue, attemptsMax);
  const id = await deliver("emails-dead", { key }, keepDeadLetters, 1);
  return { key, recipient, id };
}
const statusOf = (key: string) => env.DB.prepare("SELECT status FROM mails WHERE key = ?").bind(key).first("status");

describe("a dead letter", () => {
  it("is listed with its body, its queue and what its last attempt said", async () => {
    const { key, id } = await deadMail();
    const [letter] = (await list("queue=emails&replayed=false&limit=100")).filter((each) => each.id === id);
    expect(letter).toMatchObject({ queue: "emails", body: { key }, replayedAt: null });
    expect(letter?.error).toContain("bookingId");
    expect((await list("queue=events&limit=100")).some((each) => each.id === id)).toBe(false);
    expect((await list("replayed=true&limit=100")).some((each) => each.id === id)).toBe(false);
  });

  it("shows nothing that is secret or personal, and of a giant only the size", async () => {
    const id = await deliver(
      "events-dead",
      {
        type: "x",
        reservation: { reservationToken: "rsv_secret", seats: [{ id: "sea_1" }] },
        user: { email: "ada@example.com", password: "p" },
      },
      keepDeadLetters,
      1,
    );
    const giant = await deliver("events-dead", { text: "x".repeat(20_000) }, keepDeadLetters, 1);
    const letters = await list();
    expect(letters.find((each) => each.id === id)?.body).toEqual({
      type: "x",
      reservation: { reservationToken: "•••", seats: [{ id: "sea_1" }] },
      user: { email: "•••", password: "•••" },
    });
    expect(letters.find((each) => each.id === giant)?.body).toEqual({ characters: 20_011 });
  });

  it("is replayed once, however many ask at once: its mail waits again and goes out", async () => {
    const { key, recipient, id } = await deadMail();
    expect(await statusOf(key)).toBe("DEAD");
    await env.DB.prepare("UPDATE mails SET kind = 'password-changed', payload = ? WHERE key = ?")
      .bind(JSON.stringify({ name: "Ada", changedAt: new Date().toISOString() }), key)
      .run();
    const requestId = crypto.randomUUID();
    const answers = await Promise.all([1, 2, 3, 4].map(() => replay(id, { "x-request-id": requestId })));
    expect(answers.map(({ status, body }) => [status, body.error?.code]).sort()).toEqual([
      [200, undefined],
      [409, "ALREADY_REPLAYED"],
      [409, "ALREADY_REPLAYED"],
      [409, "ALREADY_REPLAYED"],
    ]);
    expect(answers.find(({ status }) => status === 200)?.body.data.deadLetter.replayedAt).not.toBeNull();
    await vi.waitUntil(async () => (await statusOf(key)) === "SENT", { timeout: 10_000, interval: 50 });
    const sent = await env.DB.prepare("SELECT count(*) AS n FROM mailbox WHERE recipient = ?").bind(recipient).first("n");
    expect(sent).toBe(1);
    const rows = await env.DB.prepare("SELECT action, subject FROM audit_log WHERE request_id = ?").bind(requestId).all();
    expect(rows.results).toEqual([{ action: "dead-letter.replayed", subject: id }]);
    expect((await list("replayed=true&limit=100")).some((each) => each.id === id)).toBe(true);
  });

  it("stays to be replayed when its queue does not take it", async () => {
    const id = await deliver("events-dead", { type: "poison" }, keepDeadLetters, 1);
    const away = { ...env, EVENTS: { send: () => Promise.reject(new Error("queue away")) } as unknown as Queue };
    const ctx = { ...testCtx({ env: away }), actor: { kind: "admin", email: env.ADMIN_EMAIL } } as AdminCtx;
    await expect(replayDeadLetter(ctx, { id })).rejects.toMatchObject({ code: "DEPENDENCY_UNAVAILABLE" });
    expect((await list()).find((each) => each.id === id)?.replayedAt).toBeNull();
    expect((await replay(id)).status).toBe(200);
  });

  it.each(["jobs", "chat-messages"])("of the queue %s is listed by it, and goes back to it", async (queue) => {
    const id = await deliver(`${queue}-dead`, { runId: "job_none" }, keepDeadLetters, 1);
    expect((await list(`queue=${queue}`)).map((each) => each.id)).toContain(id);
    const taken: unknown[] = [];
    const binding = { send: async (body: unknown) => taken.push(body) } as unknown as Queue;
    const ctx = {
      ...testCtx({ env: { ...env, JOBS: binding, CHAT_MESSAGES: binding } }),
      actor: { kind: "admin", email: env.ADMIN_EMAIL },
    } as AdminCtx;
    await replayDeadLetter(ctx, { id });
    expect(taken).toEqual([{ runId: "job_none" }]);
  });

  it("that nobody knows is not found, and needs an administrator", async () => {
    expect((await replay("none")).body.error.code).toBe("DEAD_LETTER_NOT_FOUND");
    expect((await replay("%27%20OR%201")).status).toBe(422);
    expect((await call("GET", "/api/v1/admin/dead-letters")).body.error.code).toBe("TOKEN_MISSING");
  });
});
