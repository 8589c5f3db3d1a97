import { env } from "cloudflare:workers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Payment, RefundedPayment } from "../../contracts/payments.ts";
import { hold, openHouse, pay, seatAt } from "../../test/box-office.ts";
import { call, makeApp, makeUser, type TestApp, type TestUser, testCtx, testTenantCtx } from "../../test/harness.ts";
import type { UserCtx } from "../platform/context.ts";
import { newId } from "../platform/ids.ts";
import { chargePayment, insertPayment, newPayment } from "./charge-payment.ts";
import { claimPayment } from "./claim-payment.ts";
import { paymentData } from "./personal-data.ts";
import { refundOrderPayment } from "./refund-order-payment.ts";
import { sweepPayments } from "./sweep-payments.ts";
import type { PaymentRow } from "./tables.ts";

let app: TestApp;
let user: TestUser;
beforeAll(async () => {
  app = await makeApp();
  user = await makeUser(app);
});
// The sweep also asks after what other tests left behind, and a provider that refuses much of that is given a rest.
beforeEach(() => call("POST", "/actuator/circuitbreakers/payments", { admin: true, body: { updateState: "CLOSE" } }));
const asUser = (): UserCtx => ({
  ...testTenantCtx(app),
  actor: { kind: "user", userId: user.userId, sessionId: "ses_1", role: "USER" },
});

/** An order of two things for 5000 together, as its placing leaves it in D1, but for the step: no checkout is to take it up. */
async function placed(): Promise<string> {
  const [id, product] = [newId("order"), newId("product")];
  await env.DB.batch([
    env.DB.prepare(
      "INSERT INTO products (id, app_id, name, price, currency, status, created_at, updated_at) VALUES (?, ?, 'Mug', 2500, 'EUR', 'ACTIVE', 0, 0)",
    ).bind(product, app.appId),
    env.DB.prepare("INSERT INTO product_variants (id, product_id, app_id, position, name, stock) VALUES (?, ?, ?, 0, '', 9)").bind(
      `var_${id}`,
      product,
      app.appId,
    ),
    env.DB.prepare(
      `INSERT INTO orders (id, app_id, user_id, state, fulfilment, step, subtotal, discount, total, currency, expires_at, created_at, updated_at)
       VALUES (?, ?, ?, 'PLACED', 'UNFULFILLED', 'DONE', 5000, 500, 4500, 'EUR', 0, 0, 0)`,
    ).bind(id, app.appId, user.userId),
    env.DB.prepare(
      `INSERT INTO order_lines (id, order_id, app_id, position, kind, variant_id, name, quantity, unit_price, amount, discount, stock_state)
       VALUES (?, ?, ?, 0, 'PRODUCT', ?, 'Mug', 2, 2500, 5000, 500, 'HELD')`,
    ).bind(newId("orderLine"), id, app.appId, `var_${id}`),
  ]);
  return id;
}
/** The order's payment is written with the order, and then charged. */
async function charge(orderId: string, token = "tok_ok"): Promise<{ payment: PaymentRow }> {
  const row = newPayment(asUser(), { orderId }, { amount: 4500, currency: "EUR", method: "card", confirmsItself: false });
  const owned = env.DB.prepare("UPDATE orders SET payment_id = ? WHERE id = ?").bind(row.id, orderId);
  await env.DB.batch([insertPayment(asUser(), row), owned]);
  return { payment: await chargePayment(asUser(), row, token) };
}
/** As the checkout's last batch does. */
const confirmed = (orderId: string, paymentId: string) =>
  env.DB.batch([
    env.DB.prepare("UPDATE payments SET used_by = ?1 WHERE id = ?2").bind(orderId, paymentId),
    env.DB.prepare("UPDATE orders SET state = 'CONFIRMED', step = 'DONE' WHERE id = ?").bind(orderId),
  ]);
const orderRow = (id: string) =>
  env.DB.prepare("SELECT payment_id AS paymentId, refunded_amount AS refunded, status FROM orders WHERE id = ?")
    .bind(id)
    .first<{ paymentId: string; refunded: number; status: string }>();
const atProvider = (paymentId: string) =>
  env.DB.prepare("SELECT refunded FROM simulated_charges WHERE reference = ?").bind(paymentId).first<number>("refunded");
const factsOf = async (paymentId: string) =>
  (
    await env.DB.prepare("SELECT type FROM outbox WHERE json_extract(body, '$.paymentId') = ? ORDER BY created_at")
      .bind(paymentId)
      .all<{ type: string }>()
  ).results.map(({ type }) => type);
const giveBack = (paymentId: string, body: object) =>
  call<RefundedPayment>("POST", `/api/v1/payments/${paymentId}/refund`, { server: app, body });

/** The facts stay where they are and can be looked at. */
const queueThatIsAway = new Proxy(env.EVENTS, { get: () => () => Promise.reject(new Error("the queue is away")) });
afterAll(async () => {
  await env.DB.prepare("DELETE FROM outbox WHERE app_id = ?").bind(app.appId).run();
});

describe("the payment of an order", () => {
  it("is one at a time, and tells its order what became of it", async () => {
    const orderId = await placed();
    await expect(charge(orderId, "tok_declined")).rejects.toMatchObject({ code: "PAYMENT_DECLINED" });
    const [failed] = (await call<{ items: Payment[] }>("GET", "/api/v1/payments/history?status=FAILED", { user })).body.data.items;
    expect(failed).toMatchObject({ orderId, reservationToken: null });
    expect(await factsOf(failed?.id ?? "")).toEqual(["payment.failed"]);
    const another = await placed();
    const { payment } = await charge(another);
    await expect(charge(another)).rejects.toThrow("UNIQUE constraint failed: payments.order_id");
    expect(await orderRow(another)).toMatchObject({ paymentId: payment.id, status: "PENDING" });
    expect(await factsOf(payment.id)).toEqual(["payment.succeeded"]);
  });

  it("confirms no reservation", async () => {
    const { payment } = await charge(await placed());
    const claim = { appId: app.appId, userId: user.userId, paymentId: payment.id, token: "rsv_1" };
    expect(await claimPayment(testCtx(), claim)).toEqual({ code: "PAYMENT_ALREADY_USED" });
  });

  it("that nobody took is told of again by the sweep, and left alone once the order has it", async () => {
    const orderId = await placed();
    const { payment } = await charge(orderId);
    await env.DB.prepare("DELETE FROM outbox WHERE json_extract(body, '$.paymentId') = ?").bind(payment.id).run();
    const later = testCtx({ now: () => Date.now() + 180_000, env: { ...env, EVENTS: queueThatIsAway } });
    for (const _ of [1, 2]) await sweepPayments(later);
    expect(await factsOf(payment.id)).toEqual(["payment.succeeded"]);
    await confirmed(orderId, payment.id);
    await env.DB.prepare("DELETE FROM outbox WHERE json_extract(body, '$.paymentId') = ?").bind(payment.id).run();
    await sweepPayments(later);
    expect(await factsOf(payment.id)).toEqual([]);
  });
});

describe("money of an order that goes back", () => {
  it("is everything, once, when the order came to nothing, and nothing of an order that went through", async () => {
    const [orderId, other] = [await placed(), await placed()];
    const [{ payment }, kept] = [await charge(orderId), await charge(other)];
    const back = () => refundOrderPayment(testCtx(), { paymentId: payment.id, orderId, reason: "out of stock", refundId: newId("refund") });
    const refunds = await Promise.all([back(), back(), back()]);
    expect(new Set(refunds.map((refund) => refund?.id)).size).toBe(1);
    expect(refunds[0]).toMatchObject({ amount: 4500, status: expect.stringMatching(/SUCCEEDED|PENDING/) });
    expect([await atProvider(payment.id), await orderRow(orderId)]).toEqual([
      4500,
      expect.objectContaining({ refunded: 4500, status: "PENDING" }),
    ]);
    await confirmed(other, kept.payment.id);
    expect(
      await refundOrderPayment(testCtx(), { paymentId: kept.payment.id, orderId: other, reason: "x", refundId: newId("refund") }),
    ).toBeNull();
    expect(await atProvider(kept.payment.id)).toBe(0);
  });

  it("is a part of its products, once by its id and never more than they cost", async () => {
    const orderId = await placed();
    const { payment } = await charge(orderId);
    const part = { paymentId: payment.id, orderId, reason: "returned", refundId: newId("refund"), amount: 2250 };
    expect(await refundOrderPayment(testCtx(), part)).toBeNull();
    await confirmed(orderId, payment.id);
    const [one, two] = [await refundOrderPayment(testCtx(), part), await refundOrderPayment(testCtx(), part)];
    expect([one, two]).toEqual([one, { id: part.refundId, amount: 2250, status: "SUCCEEDED" }]);
    expect(await refundOrderPayment(testCtx(), { ...part, refundId: newId("refund"), amount: 2251 })).toBeNull();
    expect((await giveBack(payment.id, { amount: 2251 })).body.error).toMatchObject({
      code: "REFUND_TOO_LARGE",
      details: { remaining: 2250 },
    });
    expect((await giveBack(payment.id, {})).body.data).toMatchObject({
      refund: { amount: 2250 },
      payment: { status: "REFUNDED", orderId },
    });
    expect(await orderRow(orderId)).toMatchObject({ refunded: 4500, status: "REFUNDED" });
    expect(await atProvider(payment.id)).toBe(4500);
  });

  it("is nobody's to ask for while the order is under way", async () => {
    const { payment } = await charge(await placed());
    expect((await giveBack(payment.id, {})).body.error).toMatchObject({ code: "NOT_CANCELLABLE", details: { reason: "ORDER_UNDER_WAY" } });
  });

  it("is in the export of whoever paid, beside what they paid for seats", async () => {
    const house = await openHouse(2, {}, app);
    const seats = await pay(user, (await hold(user, [seatAt(house, 0)])).body.data.reservationToken);
    const all = await paymentData.sections[0]?.read(testCtx(), { userId: user.userId, email: user.email, username: "" }, null, 100);
    expect(all?.items).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ id: seats.body.data.payment.id, orderId: null }),
        expect.objectContaining({ orderId: expect.stringMatching(/^ord_/), refundedAmount: 4500, status: "REFUNDED" }),
      ]),
    );
  });
});
