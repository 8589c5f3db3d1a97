import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { makeApp, testTenantCtx } from "../../test/harness.ts";
import { recordingDatabase } from "../../test/query-plans.ts";
import { schemaDrift } from "../../test/schema-drift.ts";
import type { TenantCtx } from "../platform/context.ts";
import { bookingsOfPayment } from "./bookings-of-payment.ts";
import { giveBack } from "./give-back.ts";
import { refundByHand } from "./refund-by-hand.ts";
import { refundOrderPayment } from "./refund-order-payment.ts";
import { refundPaidTwice } from "./refund-paid-twice.ts";
import { type PaymentRow, paymentEvents } from "./tables.ts";
import { takeNews } from "./take-news.ts";

const refused = () => null;
const ofOrder = { id: "pay_1", orderId: "ord_1", usedBy: "ord_1", reservationToken: null, bookingId: null, amount: 5 } as PaymentRow;
const refund = { paymentId: "pay_1", orderId: "ord_1", reason: "test", refundId: "ref_1" };

const statements: Record<string, (ctx: TenantCtx) => Promise<unknown>> = {
  "all of an order's payment back": (ctx) => refundOrderPayment(ctx, refund),
  "a part of an order's payment back": (ctx) => refundOrderPayment(ctx, { ...refund, amount: 1 }),
  "the bookings of a payment": (ctx) => bookingsOfPayment(ctx, { ...ofOrder, appId: ctx.tenant.appId }),
  "what is left of an order's payment": (ctx) =>
    giveBack(ctx, { ...ofOrder, appId: ctx.tenant.appId }, { amount: null, reason: "test", refundId: "ref_1" }).catch(refused),
  "a refund by hand": (ctx) => refundByHand(ctx, { id: "pay_1" }).catch(refused),
  "what was paid twice": (ctx) => refundPaidTwice(ctx, [{ orderId: "ord_1" }]),
  "the payment of a charge": (ctx) =>
    takeNews(ctx, "stripe", { type: "disputed", chargeId: "pi_1", disputeId: "du_1", stage: "DISPUTED", amount: 1 }),
};

describe("no statement about the payments of orders, and refunds of them, reads a whole table", () => {
  for (const [name, run] of Object.entries(statements)) {
    it(name, async () => {
      const app = await makeApp();
      const { db, plans } = recordingDatabase();
      await run(testTenantCtx(app, { db, env: { ...env, DB: db.$client } }));
      const steps = await plans();
      expect(steps.length).toBeGreaterThan(0);
      expect(steps.filter((step) => /^SCAN (?!json_each VIRTUAL|CONSTANT ROW|told$|paid$|value VIRTUAL)|\(app_id=\?\)/.test(step))).toEqual(
        [],
      );
    });
  }

  it("and drizzle sees the history as it is", async () => {
    expect(await schemaDrift(paymentEvents)).toEqual([]);
  });
});
