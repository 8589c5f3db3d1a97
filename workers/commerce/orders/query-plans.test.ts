import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { Order } from "../../../contracts/orders.ts";
import type { Product } from "../../../contracts/products.ts";
import { makeApp, makeUser, type TestUser, testTenantCtx } from "../../../test/harness.ts";
import { recordingDatabase } from "../../../test/query-plans.ts";
import { schemaDrift } from "../../../test/schema-drift.ts";
import { addToCart, buy, makeProduct } from "../../../test/shop.ts";
import { processPayment } from "../../payments/process-payment.ts";
import type { TenantCtx, UserCtx } from "../../platform/context.ts";
import { encodeCursor } from "../../platform/cursor.ts";
import { acknowledgeFacts, sweepOutbox } from "../../platform/outbox.ts";
import { checkOut } from "../checkout/check-out.ts";
import { settleOrder } from "../checkout/settle-order.ts";
import { sweepOrders } from "../checkout/settle-orders.ts";
import { showsOf } from "../shows-of.ts";
import { cancelOrder } from "./cancel-order.ts";
import { getOrder, listOrders } from "./read.ts";
import { returnOrder } from "./return-order.ts";
import { soldOrder } from "./sold-order.ts";
import { orderLines, orders, orderTimeline } from "./tables.ts";
import { tellRefunds } from "./tell-refunds.ts";
import { updateOrderStatus } from "./update-status.ts";

const page = { limit: 20, cursor: encodeCursor(1, "x") };
const asUser = (ctx: TenantCtx, { userId }: TestUser): UserCtx => ({
  ...ctx,
  actor: { kind: "user", userId, sessionId: "ses_1", role: "USER" },
});
const asServer = (ctx: TenantCtx): TenantCtx => ({ ...ctx, actor: { kind: "server" } });

let buyer: TestUser;
let product: Product;
let order: Order;
beforeAll(async () => {
  buyer = await makeUser(await makeApp());
  product = await makeProduct(buyer.app);
  order = await buy(buyer, product);
});

const statements: Record<string, (ctx: TenantCtx) => Promise<unknown>> = {
  "a user's orders": (ctx) => listOrders(asUser(ctx, buyer), page),
  "an app's orders": (ctx) => listOrders(asServer(ctx), page),
  "an app's orders that are to be sent": (ctx) => listOrders(asServer(ctx), { ...page, status: "PAID" }),
  "an order": (ctx) => getOrder(asUser(ctx, buyer), order.id),
  "an order that somebody sells": (ctx) => soldOrder(asUser(ctx, buyer), order.id).catch(() => null),
  "a checkout": async (ctx) => {
    await addToCart(buyer, { productId: product.id, quantity: 1 });
    const { order: made, payment } = await checkOut(asUser(ctx, buyer), { paymentMethod: { method: "card", token: "tok_ok" } });
    expect([made.status, payment?.status]).toEqual(["PAID", "SUCCESS"]);
    await processPayment(asUser(ctx, buyer), { orderId: made.id, method: "card", token: "tok_ok" });
  },
  "an order's way": async (ctx) => {
    for (const status of ["FULFILLING", "SHIPPED", "DELIVERED"] as const) await updateOrderStatus(asServer(ctx), { id: order.id, status });
    await returnOrder(asServer(ctx), { id: order.id });
  },
  "a cancelled order": async (ctx) => cancelOrder(asServer(ctx), { id: (await buy(buyer, await makeProduct(buyer.app))).id }),
  "an order that is settled": (ctx) => settleOrder(ctx, order.id),
  "refunds that are told": (ctx) => tellRefunds(ctx, [{ refundId: "ref_1" }]),
  "the sweep of orders": (ctx) => sweepOrders(ctx),
  "the sweep of facts": (ctx) => sweepOutbox(ctx),
  "facts that are recorded": (ctx) => acknowledgeFacts(ctx, ["fact_1"]),
  "the shows of a cart": (ctx) => showsOf(ctx, ["sho_1"]),
};

describe("no statement about orders reads a whole table", () => {
  for (const [name, run] of Object.entries(statements)) {
    it(name, async () => {
      const { db, plans } = recordingDatabase();
      await run(testTenantCtx(buyer.app, { db, env: { ...env, DB: db.$client } }));
      const steps = await plans();
      expect(steps.length).toBeGreaterThan(0);
      expect(
        steps.filter(
          (step) =>
            /^SCAN (?!json_each VIRTUAL|CONSTANT ROW)/.test(step) &&
            !/USING (COVERING )?INDEX orders_unfinished|USING (COVERING )?INDEX outbox_unsent/.test(step),
        ),
      ).toEqual([]);
    });
  }
});

it("the tables are as the migrations made them", async () => {
  expect(await schemaDrift(orders, orderLines, orderTimeline)).toEqual([]);
});
