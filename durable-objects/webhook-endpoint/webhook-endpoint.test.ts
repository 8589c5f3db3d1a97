import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { WebhookDisabledMail } from "../../contracts/mails.ts";
import { webhookRetrySeconds } from "../../contracts/webhooks.ts";
import { call } from "../../test/harness.ts";
import { verified } from "../../test/webhook-receiver.ts";
import { deliveriesOf, endpointNow, liveOn, objectOf, openEndpoint, settled, type TestEndpoint, tell } from "../../test/webhooks.ts";

const hour = 3_600_000;
const day = 24 * hour;

// Time is virtual: it moves when a test moves it.
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: Date.now() }));
afterEach(() => void vi.useRealTimers());

const patch = (endpoint: TestEndpoint, body: object) => call<{ secret?: string }>("PATCH", endpoint.path, { server: endpoint.app, body });
const mailsAbout = async ({ id }: TestEndpoint) => {
  const found = env.DB.prepare("SELECT recipient, payload FROM mails WHERE kind = 'webhook-disabled' AND payload ->> 'endpointId' = ?");
  const { results } = await found.bind(id).all<{ recipient: string; payload: string }>();
  return results.map(({ recipient, payload }) => ({ recipient, ...WebhookDisabledMail.parse(JSON.parse(payload)) }));
};
const statuses = async (endpoint: TestEndpoint) => (await deliveriesOf(endpoint)).map(({ status }) => status);

describe("a message", () => {
  it("comes over HTTP as it was written, once though it is told twice, and standardwebhooks verifies it with the endpoint's secret alone", async () => {
    const [endpoint, other] = [await openEndpoint(), await openEndpoint()];
    await tell(endpoint, "one");
    await tell(endpoint, "one", "two");
    const [first, second] = await endpoint.receiver.receives(2);
    if (!first || !second) throw new Error("nothing came");
    expect(verified(first, endpoint.secret)).toEqual({ name: "one" });
    expect(verified(second, endpoint.secret)).toEqual({ name: "two" });
    expect(() => verified(first, other.secret)).toThrow("No matching signature");
    expect(() => verified({ ...first, body: `${first.body} ` }, endpoint.secret)).toThrow("No matching signature");
    expect([first.method, first.headers]).toEqual([
      "POST",
      expect.objectContaining({
        "content-type": "application/json",
        "user-agent": "Marquee-Webhooks/1",
        "webhook-id": "msg_one",
        "webhook-timestamp": String(Math.floor(Date.now() / 1000)),
      }),
    ]);
    await settled(endpoint);
    expect(await deliveriesOf(endpoint)).toEqual([
      expect.objectContaining({ messageId: "msg_two", status: "DELIVERED" }),
      expect.objectContaining({
        messageId: "msg_one",
        status: "DELIVERED",
        body: '{"name":"one"}',
        nextAttemptAt: null,
        failureReason: null,
        attempts: [expect.objectContaining({ status: 200, error: null, answer: "ok" })],
      }),
    ]);
    expect(await endpoint.receiver.received()).toHaveLength(2);
  });

  it("is tried ten times, each so much after the one before it, under one id, and then given up", async () => {
    const endpoint = await openEndpoint();
    await endpoint.receiver.answers({ status: 500, body: "x".repeat(5000) });
    await tell(endpoint, "late");
    await settled(endpoint);
    await liveOn(endpoint, 4 * day);
    const [delivery] = await deliveriesOf(endpoint);
    const times = delivery?.attempts.map(({ at }) => Date.parse(at)) ?? [];
    expect(times).toHaveLength(webhookRetrySeconds.length);
    for (const [made, seconds] of webhookRetrySeconds.entries()) {
      if (made === 0) continue;
      const waited = ((times[made] ?? 0) - (times[made - 1] ?? 0)) / 1000;
      expect(waited).toBeGreaterThanOrEqual(seconds * 0.9 - 1);
      expect(waited).toBeLessThanOrEqual(seconds * 1.1 + 1);
    }
    expect(delivery).toMatchObject({ status: "FAILED", nextAttemptAt: null, failureReason: "10 attempts failed" });
    expect(delivery?.attempts[9]).toMatchObject({ status: 500, error: "it answered 500", answer: "x".repeat(1024) });
    const ids = (await endpoint.receiver.received()).map(({ headers }) => headers["webhook-id"]);
    expect(ids).toEqual(Array.from({ length: 10 }, () => "msg_late"));
  });

  it("that a receiver redirects, answers too much of, or breaks off, has failed, and nobody follows", async () => {
    const [endpoint, elsewhere] = [await openEndpoint(), await openEndpoint()];
    await endpoint.receiver.answers(
      { status: 307, headers: { location: elsewhere.receiver.url } },
      { status: 200, body: "x".repeat(100_000) },
      { status: 204 },
    );
    await tell(endpoint, "moved");
    await settled(endpoint);
    await liveOn(endpoint, hour);
    const [delivery] = await deliveriesOf(endpoint);
    expect(delivery?.attempts.map(({ status, error }) => [status, error])).toEqual([
      [307, "it redirects, and redirects are not followed"],
      [null, "its answer from outside is larger than 65536 bytes"],
      [204, null],
    ]);
    expect(await elsewhere.receiver.received()).toEqual([]);
  });
});

describe("a receiver that is down for an hour", () => {
  it("gets all of it later, and is healthy again", async () => {
    const endpoint = await openEndpoint();
    await endpoint.receiver.answers({ status: 502 });
    for (const minute of [0, 10, 20, 30, 40, 50]) {
      await tell(endpoint, `at-${minute}`);
      await settled(endpoint);
      await liveOn(endpoint, 10 * 60_000);
    }
    expect((await endpointNow(endpoint)).failingSince).not.toBeNull();
    expect(new Set(await statuses(endpoint))).toEqual(new Set(["PENDING"]));
    await endpoint.receiver.answers({ status: 200 });
    const before = (await endpoint.receiver.received()).length;
    await liveOn(endpoint, 3 * hour);
    expect(new Set(await statuses(endpoint))).toEqual(new Set(["DELIVERED"]));
    const later = (await endpoint.receiver.received()).slice(before).map((request) => {
      // Each was verified when it came.
      vi.setSystemTime(Number(request.headers["webhook-timestamp"]) * 1000);
      return verified<{ name: string }>(request, endpoint.secret);
    });
    expect(later.map(({ name }) => name).sort()).toEqual(["at-0", "at-10", "at-20", "at-30", "at-40", "at-50"]);
    expect((await endpointNow(endpoint)).failingSince).toBeNull();
  });
});

describe("Retry-After", () => {
  it.each([
    ["seconds", () => "3600"],
    ["a date", () => new Date(Date.now() + hour).toUTCString()],
  ])("of a 429 or 503 in %s is obeyed for all that waits, until the endpoint is changed", async (_, header) => {
    const endpoint = await openEndpoint();
    await endpoint.receiver.answers({ status: 429, headers: { "retry-after": header() } }, {});
    await tell(endpoint, "first");
    await settled(endpoint);
    await tell(endpoint, "second");
    await liveOn(endpoint, hour - 60_000);
    expect(await endpoint.receiver.received()).toHaveLength(1);
    await liveOn(endpoint, 2 * 60_000);
    expect(new Set(await statuses(endpoint))).toEqual(new Set(["DELIVERED"]));
    await endpoint.receiver.answers({ status: 503, headers: { "retry-after": header() } }, {});
    await tell(endpoint, "third");
    await endpoint.receiver.receives(4);
    await vi.waitUntil(async () => (await deliveriesOf(endpoint))[0]?.attempts.length === 1, { timeout: 15_000 });
    await tell(endpoint, "fourth");
    await patch(endpoint, { description: "back early" });
    expect((await endpoint.receiver.receives(5)).at(-1)?.headers["webhook-id"]).toBe("msg_fourth");
  });
});

describe("a rotated secret", () => {
  it("signs beside the one before it for as long as was asked, and then alone", async () => {
    const endpoint = await openEndpoint();
    const rotated = await patch(endpoint, { rotateSecret: true, keepOldSecretSeconds: 3600 });
    const { secret = "" } = rotated.body.data;
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect((await endpointNow(endpoint)).secretLast4).toBe(secret.slice(-4));
    await tell(endpoint, "between");
    const [between] = await endpoint.receiver.receives(1);
    if (!between) throw new Error("nothing came");
    expect(between.headers["webhook-signature"]?.split(" ")).toHaveLength(2);
    for (const each of [endpoint.secret, secret]) expect(verified(between, each)).toEqual({ name: "between" });
    await settled(endpoint);
    await liveOn(endpoint, hour);
    await tell(endpoint, "after");
    const after = (await endpoint.receiver.receives(2))[1];
    if (!after) throw new Error("nothing came");
    expect(verified(after, secret)).toEqual({ name: "after" });
    expect(() => verified(after, endpoint.secret)).toThrow("No matching signature");
    expect((await endpointNow(endpoint)).previousSecretUntil).toBeNull();
  });
});

describe("an endpoint", () => {
  it("that answers 410 is switched off at once: what waits is given up, and its tenant hears of it once", async () => {
    const endpoint = await openEndpoint();
    await env.DB.prepare("UPDATE apps SET contact_email = 'ops@theatre.example' WHERE id = ?").bind(endpoint.app.appId).run();
    await endpoint.receiver.answers({ status: 500 }, { status: 410 });
    await tell(endpoint, "early");
    await settled(endpoint);
    await tell(endpoint, "gone");
    await vi.waitUntil(async () => (await endpointNow(endpoint)).status === "DISABLED", { timeout: 15_000 });
    expect(await endpointNow(endpoint)).toMatchObject({ disabledReason: "GONE" });
    await vi.waitUntil(async () => !(await statuses(endpoint)).includes("PENDING"), { timeout: 15_000 });
    const words = "the endpoint answered 410 Gone and was switched off";
    expect((await deliveriesOf(endpoint)).map(({ status, failureReason }) => [status, failureReason])).toEqual([
      ["FAILED", words],
      ["FAILED", words],
    ]);
    await liveOn(endpoint, day);
    expect(await mailsAbout(endpoint)).toEqual([
      expect.objectContaining({
        recipient: "ops@theatre.example",
        reason: "GONE",
        url: endpoint.receiver.url,
        lastError: "it answered 410",
      }),
    ]);
    expect(await endpoint.receiver.received()).toHaveLength(2);
    const audited = env.DB.prepare("SELECT actor FROM audit_log WHERE subject = ? AND action = 'webhook-endpoint.disable'");
    expect((await audited.bind(endpoint.id).all()).results).toEqual([{ actor: "system" }]);
  });

  it("to which nothing comes through for five days is switched off with one mail; one success before that begins anew", async () => {
    const endpoint = await openEndpoint();
    await endpoint.receiver.answers({ status: 500 });
    await tell(endpoint, "day-0");
    await settled(endpoint);
    await liveOn(endpoint, 3 * day);
    await endpoint.receiver.answers({ status: 200 }, { status: 500 });
    await tell(endpoint, "well");
    await vi.waitUntil(async () => (await endpointNow(endpoint)).failingSince === null, { timeout: 15_000 });
    const days = async (from: number, to: number) => {
      for (let each = from; each < to; each++) {
        await tell(endpoint, ...(each < 8 ? [`day-${each}`] : [`day-${each}`, `day-${each}-again`]));
        await settled(endpoint);
        await liveOn(endpoint, day);
      }
    };
    await days(3, 7);
    expect((await endpointNow(endpoint)).status).toBe("ENABLED");
    await days(7, 9);
    expect(await endpointNow(endpoint)).toMatchObject({ status: "DISABLED", disabledReason: "FAILING" });
    expect(await statuses(endpoint)).not.toContain("PENDING");
    const [mail, ...others] = await mailsAbout(endpoint);
    expect([mail, others]).toEqual([
      expect.objectContaining({ recipient: env.ADMIN_EMAIL, reason: "FAILING", lastError: "it answered 500" }),
      [],
    ]);
    expect(Date.now() - Date.parse(mail?.failingSince ?? "")).toBeGreaterThan(5 * day);
  });

  it("that stalls delays no other, and a message that stalls no other of its own; ten are under way at once", async () => {
    const [slow, quick] = [await openEndpoint(), await openEndpoint()];
    await slow.receiver.answers({ hang: true }, { status: 200 });
    await tell(slow, "stuck");
    await slow.receiver.receives(1);
    await tell(quick, "quick");
    await quick.receiver.receives(1);
    await tell(slow, "behind");
    await slow.receiver.receives(2);
    await slow.receiver.answers({ hang: true });
    await tell(slow, ...Array.from({ length: 30 }, (_, n) => `more-${n}`));
    await slow.receiver.receives(11);
    await tell(quick, "again");
    await quick.receiver.receives(2);
    expect(await slow.receiver.received()).toHaveLength(11);
    await slow.receiver.answers({ status: 200 });
    await slow.receiver.release();
    await slow.receiver.receives(32);
    await settled(slow);
    const ids = (await slow.receiver.received()).map(({ headers }) => headers["webhook-id"]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("that crashes while a request is under way makes it again under the same id", async () => {
    const endpoint = await openEndpoint();
    await endpoint.receiver.answers({ hang: true }, { status: 200 });
    await tell(endpoint, "cut-off");
    await endpoint.receiver.receives(1);
    await runInDurableObject(objectOf(endpoint), (_, state) => state.abort("a crash")).catch(() => {});
    await endpoint.receiver.release();
    expect(await statuses(endpoint)).toEqual(["PENDING"]);
    await liveOn(endpoint, 60_000);
    expect(await statuses(endpoint)).toEqual(["DELIVERED"]);
    const ids = (await endpoint.receiver.received()).map(({ headers }) => headers["webhook-id"]);
    expect(ids).toEqual(["msg_cut-off", "msg_cut-off"]);
  });

  it("whose alarm rings twice, for nothing or never sends each message once", async () => {
    const endpoint = await openEndpoint();
    await Promise.all(Array.from({ length: 20 }, (_, n) => tell(endpoint, `rush-${n}`, `rush-${n + 1}`)));
    await runInDurableObject(objectOf(endpoint), async (object) => {
      await Promise.all([object.alarm?.(), object.alarm?.()]);
    });
    await settled(endpoint);
    expect(await endpoint.receiver.received()).toHaveLength(21);
    await endpoint.receiver.answers({ status: 500 }, { status: 200 });
    await tell(endpoint, "again");
    await endpoint.receiver.receives(22);
    await settled(endpoint);
    await runInDurableObject(objectOf(endpoint), (_, state) => state.storage.deleteAlarm());
    await evictDurableObject(objectOf(endpoint));
    vi.setSystemTime(Date.now() + 60_000);
    await deliveriesOf(endpoint);
    await runDurableObjectAlarm(objectOf(endpoint));
    await vi.waitUntil(async () => !(await statuses(endpoint)).includes("PENDING"), { timeout: 15_000 });
  });
});
