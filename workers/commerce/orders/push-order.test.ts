import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { OrderPush } from "../../../contracts/pushes.ts";
import { makeApp, makeUser, testCtx } from "../../../test/harness.ts";
import { soldOrder } from "../../../test/sold-orders.ts";
import { type OrderTold, pushOrder } from "./push-order.ts";

/** An environment in which the inboxes answer as told, and what they were pushed. */
function envWhere(push: () => Promise<void>) {
  const pushed: [string, unknown][] = [];
  const INBOX = {
    getByName: (userId: string) => ({
      push: (told: unknown) => {
        pushed.push([userId, told]);
        return push();
      },
    }),
  };
  return { pushed, env: { ...env, INBOX: INBOX as unknown as Env["INBOX"] } };
}

async function bought() {
  const app = await makeApp();
  const { userId } = await makeUser(app);
  const orderId = await soldOrder(app, userId);
  const event: OrderTold = { id: "fact_1", appId: app.appId, at: 1, type: "order.paid", orderId, userId, amount: 0, wasPaid: true };
  return { event, orderId, userId };
}

describe("a push about an order", () => {
  it("goes to the buyer with the order's label and what was paid or goes back, unless the buyer has just read it at the till", async () => {
    const { event, orderId, userId } = await bought();
    const { pushed, env } = envWhere(async () => {});
    await pushOrder(testCtx({ env }), [
      event,
      { ...event, id: "fact_2", type: "order.returned", amount: 650 },
      { ...event, id: "fact_3", type: "order.fulfilling" },
      { ...event, id: "fact_4", type: "order.cancelled", wasPaid: false, isKnown: true },
    ]);
    expect(pushed.map(([to]) => to)).toEqual([userId, userId, userId]);
    expect(pushed.map(([, push]) => OrderPush.parse(push)).map(({ type, data }) => [type, data])).toEqual([
      ["order.paid", { orderId, status: "PAID", amount: 1300, currency: "EUR" }],
      ["order.returned", { orderId, status: "PAID", amount: 650, currency: "EUR" }],
      ["order.fulfilling", { orderId, status: "PAID", currency: "EUR" }],
    ]);
  });

  it("that fails keeps no other from being told and brings the event again, and another tenant's order is nobody's news", async () => {
    const { event } = await bought();
    const { pushed, env } = envWhere(async () => {
      throw new Error("Network connection lost");
    });
    const others = [
      { ...event, appId: "app_other" },
      { ...event, orderId: "ord_unknown" },
    ];
    await expect(pushOrder(testCtx({ env }), [event, ...others, event])).rejects.toThrow("2 of 2 could not be told");
    expect(pushed).toHaveLength(2);
  });
});
