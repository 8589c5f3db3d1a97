import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { call, credentialsOf, makeApp, makeUser } from "../../../test/harness.ts";
import { soldOrder, somewhere } from "../../../test/sold-orders.ts";

it("an export has a person's orders with their lines and where they went, and nobody else's", async () => {
  const app = await makeApp();
  const [ada, bob] = [await makeUser(app), await makeUser(app)];
  const ids = [await soldOrder(app, ada.userId, { createdAt: 1000 }), await soldOrder(app, ada.userId, { createdAt: 2000 })];
  await soldOrder(app, bob.userId);
  const { body } = await call<never>("GET", "/api/v1/users/me/export", { headers: await credentialsOf({ user: ada }) });
  const { orders } = body as unknown as { orders: Record<string, unknown>[] };
  expect(orders.map(({ id }) => id)).toEqual(ids);
  expect(orders[0]).toMatchObject({
    appId: app.appId,
    total: 1300,
    shippingAddress: somewhere,
    lines: [{ name: "Popcorn, large", quantity: 2, amount: 1300 }],
  });
});

it("an erasure keeps what was sold for how much, and forgets to whom it was sent and what was written about it", async () => {
  const app = await makeApp();
  const ada = await makeUser(app);
  const id = await soldOrder(app, ada.userId);
  await env.DB.batch([
    env.DB.prepare("UPDATE orders SET tracking = '{\"number\":\"RR123\"}', end_reason = 'moved to Ada''s aunt' WHERE id = ?").bind(id),
    env.DB.prepare(
      "INSERT INTO order_timeline (order_id, key, at, type, actor, details) VALUES (?, 'cancelled', 1, 'cancelled', 'user', ?)",
    ).bind(id, JSON.stringify({ reason: "moved to Ada's aunt", amount: 1300, tracking: { number: "RR123" } })),
  ]);
  await call("DELETE", `/api/v1/admin/users/${ada.userId}`, { admin: true });
  const row = await env.DB.prepare("SELECT user_id, total, shipping_address, tracking, end_reason FROM orders WHERE id = ?")
    .bind(id)
    .first();
  expect(row).toEqual({ user_id: ada.userId, total: 1300, shipping_address: null, tracking: null, end_reason: null });
  const event = await env.DB.prepare("SELECT details FROM order_timeline WHERE order_id = ? AND key = 'cancelled'")
    .bind(id)
    .first<string>("details");
  expect(event).toBe('{"amount":1300}');
});
