import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Page } from "../../contracts/envelope.ts";
import { limits } from "../../contracts/limits.ts";
import type { WebhookDelivery, WebhookEndpoint } from "../../contracts/webhooks.ts";
import { call, makeApp, makeUser, type TestApp } from "../../test/harness.ts";
import { verified, WebhookReceiver } from "../../test/webhook-receiver.ts";
import { deliveriesOf, endpointNow, liveOn, objectOf, openEndpoint, settled, tell } from "../../test/webhooks.ts";

const path = "/api/v1/webhook-endpoints";
const body = { url: "https://tickets.example.com/hooks", events: ["booking.confirmed"] };
const make = (app: TestApp, changes: object = {}) =>
  call<{ endpoint: WebhookEndpoint; secret: string }>("POST", path, { server: app, body: { ...body, ...changes } });
const subscriptionsOf = async (endpointId: string) => {
  const found = env.DB.prepare("SELECT type FROM webhook_subscriptions WHERE endpoint_id = ? ORDER BY type").bind(endpointId);
  return (await found.all<{ type: string }>()).results.map(({ type }) => type);
};

afterEach(() => void vi.useRealTimers());

describe("a tenant's server", () => {
  it("makes endpoints, lists them, changes and deletes them; the secret is shown once and lies sealed in the database", async () => {
    const app = await makeApp();
    const first = await make(app, { description: "Our warehouse" });
    const { endpoint, secret } = first.body.data;
    expect([first.status, secret]).toEqual([201, expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/)]);
    expect(endpoint).toMatchObject({ ...body, description: "Our warehouse", status: "ENABLED", failingSince: null });
    expect(endpoint.secretLast4).toBe(secret.slice(-4));
    const row = await env.DB.prepare("SELECT * FROM webhook_endpoints WHERE id = ?").bind(endpoint.id).first();
    expect(JSON.stringify(row)).not.toContain(secret.slice(6, 30));
    const second = (await make(app)).body.data.endpoint;
    const list = async (query: string) => (await call<Page<WebhookEndpoint>>("GET", `${path}${query}`, { server: app })).body.data;
    const page = await list("?limit=1");
    expect(page.items).toEqual([second]);
    expect((await list(`?limit=1&cursor=${page.nextCursor}`)).items).toEqual([endpoint]);
    expect(JSON.stringify(await list(""))).not.toContain("whsec_");

    const events = ["order.paid", "payment.refunded"];
    const changed = await call<{ endpoint: WebhookEndpoint }>("PATCH", `${path}/${endpoint.id}`, { server: app, body: { events } });
    expect(changed.body.data).toEqual({ endpoint: { ...endpoint, events, updatedAt: expect.any(String) } });
    expect(await subscriptionsOf(endpoint.id)).toEqual(events);
    await call("PATCH", `${path}/${endpoint.id}`, { server: app, body: { status: "DISABLED" } });
    expect([await subscriptionsOf(endpoint.id), (await subscriptionsOf(second.id)).length]).toEqual([[], 1]);
    const gone = await call("DELETE", `${path}/${endpoint.id}`, { server: app });
    expect(gone.body.data).toEqual({ id: endpoint.id });
    expect((await call("GET", `${path}/${endpoint.id}`, { server: app })).body.error.code).toBe("WEBHOOK_ENDPOINT_NOT_FOUND");
  });

  it("has so many and no more, however many it makes at once", async () => {
    const app = await makeApp();
    const made = await Promise.all(Array.from({ length: limits.webhookEndpointsPerAppMax + 5 }, () => make(app)));
    const refused = made.filter(({ status }) => status !== 201).map((answer) => answer.body.error.code);
    expect(refused).toEqual(Array.from({ length: 5 }, () => "WEBHOOK_ENDPOINT_LIMIT_REACHED"));
    expect((await make(await makeApp())).status).toBe(201);
  });

  it("is told what makes no sense", async () => {
    const app = await makeApp();
    const { id } = (await make(app)).body.data.endpoint;
    for (const changes of [
      { events: [] },
      { events: ["booking.confirmed", "booking.confirmed"] },
      { events: ["everything"] },
      { secret: "x" },
    ])
      expect([changes, (await make(app, changes)).status]).toEqual([changes, 422]);
    for (const changes of [{ keepOldSecretSeconds: 10 }, { rotateSecret: false }, { status: "GONE" }, { failingSince: null }])
      expect((await call("PATCH", `${path}/${id}`, { server: app, body: changes })).status).toBe(422);
  });

  it("needs a key with the scope, and no user stands in for it", async () => {
    const app = await makeApp();
    const made = await call<{ secretKey: string }>("POST", `/api/v1/admin/apps/${app.appId}/keys`, {
      admin: true,
      body: { kind: "SECRET", scopes: ["webhooks:read"] },
    });
    const reader = { ...app, serverHeaders: { ...app.serverHeaders, "x-api-key": made.body.data.secretKey } };
    expect((await call("GET", path, { server: reader })).status).toBe(200);
    expect((await make(reader)).body.error).toMatchObject({ code: "SCOPE_MISSING", details: { scope: "webhooks:write" } });
    expect((await call("GET", path, { user: await makeUser(app, { role: "ORGANIZER" }) })).status).toBe(403);
  });

  it("sends a test, which is signed like all others, and not to an endpoint that is off", async () => {
    const endpoint = await openEndpoint();
    const sent = await call<{ delivery: WebhookDelivery }>("POST", `${endpoint.path}/test`, { server: endpoint.app });
    expect([sent.status, sent.body.data.delivery]).toEqual([200, expect.objectContaining({ type: "webhook.test", status: "PENDING" })]);
    const [request] = await endpoint.receiver.receives(1);
    if (!request) throw new Error("nothing came");
    expect(verified(request, endpoint.secret)).toMatchObject({ type: "webhook.test", data: { endpointId: endpoint.id } });
    expect(request.headers["webhook-id"]).toBe(sent.body.data.delivery.messageId);
    await settled(endpoint);
    await call("PATCH", endpoint.path, { server: endpoint.app, body: { status: "DISABLED" } });
    for (const rest of ["test", `deliveries/${sent.body.data.delivery.id}/resend`]) {
      const refused = await call("POST", `${endpoint.path}/${rest}`, { server: endpoint.app });
      expect([refused.status, refused.body.error.code]).toEqual([409, "WEBHOOK_ENDPOINT_DISABLED"]);
    }
    expect(await endpointNow(endpoint)).toMatchObject({ status: "DISABLED", disabledReason: "BY_HAND" });
  });
});

describe("the deliveries of an endpoint", () => {
  it("are paged with their bodies, the newest first, and by their status", async () => {
    const endpoint = await openEndpoint();
    await endpoint.receiver.answers({ status: 500 }, { status: 200 });
    await tell(endpoint, "one");
    await settled(endpoint);
    await tell(endpoint, "two", "three");
    await settled(endpoint);
    const page = async (query: string) =>
      (await call<Page<WebhookDelivery>>("GET", `${endpoint.path}/deliveries?${query}`, { server: endpoint.app })).body.data;
    const first = await page("limit=2");
    expect(first.items.map((delivery) => JSON.parse(delivery.body))).toEqual([{ name: "three" }, { name: "two" }]);
    const second = await page(`limit=2&cursor=${first.nextCursor}`);
    expect([second.items.map(({ messageId }) => messageId), second.nextCursor]).toEqual([["msg_one"], null]);
    expect((await page("status=DELIVERED")).items.map(({ messageId }) => messageId)).toEqual(["msg_three", "msg_two"]);
    expect((await page("status=FAILED")).items).toEqual([]);
  });

  it("are sent again by hand, under the same id and with all attempts anew", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
    const endpoint = await openEndpoint();
    await endpoint.receiver.answers({ status: 500 });
    await tell(endpoint, "lost");
    await settled(endpoint);
    await liveOn(endpoint, 4 * 86_400_000);
    const [failed] = await deliveriesOf(endpoint, "&status=FAILED");
    await endpoint.receiver.answers({ status: 500 }, { status: 200 });
    const resend = (deliveryId: string) =>
      call<{ delivery: WebhookDelivery }>("POST", `${endpoint.path}/deliveries/${deliveryId}/resend`, { server: endpoint.app });
    const again = await resend(failed?.id ?? "");
    expect([again.status, again.body.data.delivery]).toEqual([
      200,
      expect.objectContaining({ id: failed?.id, status: "PENDING", failureReason: null }),
    ]);
    await endpoint.receiver.receives(11);
    await vi.waitUntil(async () => (await deliveriesOf(endpoint))[0]?.attempts.length === 11, { timeout: 15_000 });
    await liveOn(endpoint, 60_000);
    const [delivered] = await deliveriesOf(endpoint);
    expect([delivered?.status, delivered?.attempts.length]).toEqual(["DELIVERED", 12]);
    const ids = new Set((await endpoint.receiver.received()).map(({ headers }) => headers["webhook-id"]));
    expect([...ids]).toEqual(["msg_lost"]);
    expect((await resend("whd_none")).body.error.code).toBe("WEBHOOK_DELIVERY_NOT_FOUND");
  });

  it("go with their endpoint, also where its object did not hear of that", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
    const [endpoint, unheard] = [await openEndpoint(), await openEndpoint()];
    const tablesOf = (of: typeof endpoint) =>
      runInDurableObject(
        objectOf(of),
        (_, { storage }) => storage.sql.exec("SELECT count(*) AS tables FROM sqlite_master WHERE name = 'delivery'").one().tables,
      );
    for (const each of [endpoint, unheard]) {
      await each.receiver.answers({ status: 500 });
      await tell(each, "one");
      await settled(each);
    }
    await call("DELETE", endpoint.path, { server: endpoint.app });
    await env.DB.prepare("DELETE FROM webhook_endpoints WHERE id = ?").bind(unheard.id).run();
    expect([await tablesOf(endpoint), await tablesOf(unheard)]).toEqual([0, 1]);
    await liveOn(unheard, 60_000);
    expect(await tablesOf(unheard)).toBe(0);
    expect(await unheard.receiver.received()).toHaveLength(1);
    await tell(endpoint, "too-late");
    await vi.waitUntil(async () => (await tablesOf(endpoint)) === 0, { timeout: 15_000 });
  });

  it("are kept for thirty days, ten thousand of them; of more than may wait the oldest are given up", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
    const endpoint = await openEndpoint();
    const count = (where: string) =>
      runInDurableObject(objectOf(endpoint), (_, { storage }) =>
        Number(storage.sql.exec(`SELECT count(*) AS found FROM delivery WHERE ${where}`).one().found),
      );
    const fill = (status: string, rows: number, at: number) =>
      runInDurableObject(
        objectOf(endpoint),
        (_, { storage }) =>
          storage.sql.exec(
            `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
           INSERT INTO delivery (id, message_id, type, body, status, due_at, created_at)
           SELECT ?2 || i, ?2 || i, 'booking.confirmed', '{}', ?2, iif(?2 = 'PENDING', ?3, NULL), ?3 FROM n`,
            rows,
            status,
            at,
          ).rowsWritten,
      );
    await tell(endpoint, "first");
    await settled(endpoint);
    await fill("FAILED", limits.webhookDeliveriesKept + 500, Date.now());
    await fill("PENDING", limits.webhookWaitingMax, Date.now() + 3_600_000);
    await tell(endpoint, ...Array.from({ length: 5 }, (_, n) => `over-${n}`));
    await vi.waitUntil(async () => (await count("status = 'PENDING'")) <= limits.webhookWaitingMax - 5, { timeout: 15_000 });
    expect(await count("failure LIKE 'more than 100000 messages waited%' AND message_id IN ('PENDING1', 'PENDING5')")).toBe(2);
    await runInDurableObject(
      objectOf(endpoint),
      (_, { storage }) => storage.sql.exec("DELETE FROM delivery WHERE status = 'PENDING'").rowsWritten,
    );
    await evictDurableObject(objectOf(endpoint));
    await tell(endpoint, "last");
    await vi.waitUntil(async () => (await count("status = 'PENDING'")) === 0, { timeout: 15_000 });
    // What has ended since is cut off with the next thousand.
    expect(await count("status <> 'PENDING'")).toBe(limits.webhookDeliveriesKept + 1);
    expect([await count("message_id = 'msg_over-4'"), await count("message_id = 'FAILED1'")]).toEqual([1, 0]);
    await liveOn(endpoint, (limits.webhookDeliveryDays + 1) * 86_400_000);
    expect(await count("TRUE")).toBe(0);
  });
});

describe("the platform's owner", () => {
  it("does all of it for any app", async () => {
    const [app, receiver] = [await makeApp(), new WebhookReceiver()];
    const own = `/api/v1/admin/apps/${app.appId}/webhook-endpoints`;
    const made = await call<{ endpoint: WebhookEndpoint }>("POST", own, {
      admin: true,
      body: { url: receiver.url, events: ["order.paid"] },
    });
    const { id } = made.body.data.endpoint;
    expect((await call<{ endpoint: WebhookEndpoint }>("GET", `${path}/${id}`, { server: app })).body.data.endpoint).toEqual(
      made.body.data.endpoint,
    );
    expect((await call("POST", `${own}/${id}/test`, { admin: true })).status).toBe(200);
    await receiver.receives(1);
    expect((await call<Page<WebhookDelivery>>("GET", `${own}/${id}/deliveries`, { admin: true })).body.data.items).toHaveLength(1);
    const elsewhere = `/api/v1/admin/apps/${(await makeApp()).appId}/webhook-endpoints`;
    expect((await call("GET", `${elsewhere}/${id}`, { admin: true })).body.error.code).toBe("WEBHOOK_ENDPOINT_NOT_FOUND");
    const nobody = "/api/v1/admin/apps/app_none/webhook-endpoints";
    expect((await call("GET", nobody, { admin: true })).body.error.code).toBe("APP_NOT_FOUND");
    expect((await call("DELETE", `${own}/${id}`, { admin: true })).status).toBe(200);
  });
});
