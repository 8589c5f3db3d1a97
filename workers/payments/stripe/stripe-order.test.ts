import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { CheckedOut } from "../../../contracts/orders.ts";
import { type House, hold, openHouse, release, seatAt } from "../../../test/box-office.ts";
import { call, makeUser, type TestUser } from "../../../test/harness.ts";
import { addToCart, makeProduct, orderOf, stockOf } from "../../../test/shop.ts";
import { atStripe, byStripe, deliverAll, intentsFor, paymentOf } from "../../../test/stripe.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse(10);
});
beforeEach(() => call("POST", "/actuator/circuitbreakers/payments", { admin: true, body: { updateState: "CLOSE" } }));

/** Somebody with a seat and two things in the cart, who orders them by Stripe. */
async function ordered(seat: number, token: string) {
  const user = await makeUser(house.app);
  const product = await makeProduct(house.app, { stock: 5 });
  const { reservationToken, price } = (await hold(user, [seatAt(house, seat)])).body.data;
  await addToCart(user, { reservationToken });
  await addToCart(user, { productId: product.id, quantity: 2 });
  const { status, body } = await call<CheckedOut>("POST", "/api/v1/checkout", {
    user,
    env: byStripe,
    body: { paymentMethod: { method: "card", token } },
  });
  const payment = body.data?.payment;
  const [intent] = payment ? await intentsFor(payment.id) : [];
  return { user, product, reservationToken, total: price + 1300, status, order: body.data?.order, payment, intentId: intent?.id ?? "" };
}
const agree = (url: string) => fetch(`${url}/agree`, { method: "POST", redirect: "manual" });
const arrived = (user: TestUser, id: string, status: string) =>
  vi.waitFor(async () => expect((await orderOf(user, id)).status).toBe(status), { timeout: 15_000, interval: 200 });

describe("an order that is paid by Stripe", () => {
  it("is complete at once", async () => {
    const { status, order, payment, total, product } = await ordered(0, "pm_card_visa");
    expect([status, order?.status, payment]).toEqual([
      201,
      "PAID",
      expect.objectContaining({ status: "SUCCESS", provider: "stripe", amount: total }),
    ]);
    expect(await stockOf(product)).toEqual({ stock: 3, held: 0 });
  });

  it("waits for what the bank asks, and completes itself by the webhook, delivered twice", async () => {
    const { user, order, payment, intentId, product } = await ordered(1, "pm_card_threeDSecure2Required");
    const { nextAction } = payment ?? {};
    expect([order?.status, nextAction?.type]).toEqual(["PENDING", "redirect"]);
    const back = await agree(nextAction?.type === "redirect" ? nextAction.url : "");
    expect(new URL(back.headers.get("location") ?? "").pathname).toBe(`/orders/${order?.id}`);
    expect(await deliverAll(intentId, "payment_intent.succeeded", 2)).toEqual([200, 200]);
    await arrived(user, order?.id ?? "", "PAID");
    expect(await stockOf(product)).toEqual({ stock: 3, held: 0 });
    expect((await atStripe("see", intentId)).refunded).toBe(0);
  });

  it("and that the bank's customer refuses gives everything up again, without anyone asking", async () => {
    const { user, order, payment, intentId, product } = await ordered(3, "pm_card_threeDSecure2Required");
    const url = payment?.nextAction?.type === "redirect" ? payment.nextAction.url : "";
    await fetch(`${url}/refuse`, { method: "POST", redirect: "manual" });
    await deliverAll(intentId, "payment_intent.payment_failed", 2);
    await arrived(user, order?.id ?? "", "CANCELLED");
    expect(await stockOf(product)).toEqual({ stock: 5, held: 0 });
  });

  it("and whose seats are lost before the bank agrees comes to nothing, and everything goes back, once", async () => {
    const { user, order, payment, intentId, product, reservationToken, total } = await ordered(2, "pm_card_threeDSecure2Required");
    await release(user, reservationToken);
    await agree(payment?.nextAction?.type === "redirect" ? payment.nextAction.url : "");
    await deliverAll(intentId, "payment_intent.succeeded", 2);
    await arrived(user, order?.id ?? "", "CANCELLED");
    await vi.waitFor(async () => expect((await atStripe("see", intentId)).refunded).toBe(total), { timeout: 15_000, interval: 200 });
    expect(await paymentOf(user, payment?.id ?? "")).toMatchObject({ status: "REFUNDED", refundedAmount: total });
    expect((await atStripe("see", intentId)).refunds).toHaveLength(1);
    expect(await stockOf(product)).toEqual({ stock: 5, held: 0 });
  });
});
