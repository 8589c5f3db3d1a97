import { env } from "cloudflare:workers";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Booking } from "../../../contracts/bookings.ts";
import type { Payment, RefundedPayment } from "../../../contracts/payments.ts";
import { confirm, type House, hold, openHouse, release, seatAt } from "../../../test/box-office.ts";
import { call, makeUser, type TestUser, testCtx } from "../../../test/harness.ts";
import { atStripe, deliver, deliverAll, deliveriesOf, intentsFor, payByStripe, paymentOf, signedAt } from "../../../test/stripe.ts";
import { providerNamed } from "../provider.ts";
import { sweepPayments } from "../sweep-payments.ts";

let house: House;
let user: TestUser;
let nextSeat = 0;
beforeAll(async () => {
  const price = 6500;
  house = await openHouse(30, { tiers: ["Premium", "Standard"].map((name) => ({ name, price })) });
  user = await makeUser(house.app);
});

// The sweep also asks after what other tests left behind, and a provider that refuses much of that is given a rest.
beforeEach(() => call("POST", "/actuator/circuitbreakers/payments", { admin: true, body: { updateState: "CLOSE" } }));

const held = async () => (await hold(user, [seatAt(house, nextSeat++)])).body.data.reservationToken;
async function paid(token = "pm_card_visa") {
  const reservationToken = await held();
  const answer = await payByStripe(user, reservationToken, token);
  expect(answer.status).toBe(201);
  const { payment } = answer.body.data;
  const [intent] = await intentsFor(payment.id);
  return { reservationToken, payment, intentId: intent?.id ?? "" };
}
async function booked() {
  const { reservationToken, payment, intentId } = await paid();
  const { booking } = (await confirm(user, reservationToken, payment.id)).body.data;
  return { payment, intentId, booking };
}
const redirectOf = ({ nextAction }: Payment): string => (nextAction?.type === "redirect" ? nextAction.url : "");
const answerBank = (page: string, deed: "agree" | "refuse") => fetch(`${page}/${deed}`, { method: "POST", redirect: "manual" });
const later = (minutes: number) => testCtx({ now: () => Date.now() + minutes * 60_000 });

describe("paying by Stripe", () => {
  it("charges at once, in one intent that names the payment, and webhooks before and after change nothing", async () => {
    const { reservationToken, payment, intentId } = await paid();
    expect(payment).toMatchObject({ status: "SUCCESS", provider: "stripe", amount: 6500, currency: "EUR" });
    expect((await atStripe("see", intentId)).intent).toMatchObject({ status: "succeeded", metadata: { reference: payment.id } });
    expect(await deliverAll(intentId, "payment_intent.succeeded", 2)).toEqual([200, 200]);
    expect((await payByStripe(user, reservationToken)).body.data.payment.id).toBe(payment.id);
    const bookedNow = await confirm(user, reservationToken, payment.id);
    expect([bookedNow.status, await deliverAll(intentId, "payment_intent.succeeded")]).toEqual([201, [200]]);
    expect((await paymentOf(user, payment.id)).events.map(({ type, reference }) => [type, reference])).toEqual([
      ["AUTHORISED", intentId],
      ["CAPTURED", intentId],
    ]);
    expect(await intentsFor(payment.id)).toHaveLength(1);
  });

  it("with a card that the bank declines, or that nobody knows, is 402 with the bank's reason, and another card may follow", async () => {
    const reservationToken = await held();
    for (const [token, failureCode] of [
      ["pm_card_chargeDeclined", "card_declined"],
      ["pm_card_chargeDeclinedInsufficientFunds", "insufficient_funds"],
      ["pm_nobodys", "card_unknown"],
    ] as const) {
      const { status, body } = await payByStripe(user, reservationToken, token);
      expect([status, body.error.code, body.error.details?.failureCode]).toEqual([402, "PAYMENT_DECLINED", failureCode]);
    }
    expect((await payByStripe(user, reservationToken, "tok_visa")).body.data.payment.status).toBe("SUCCESS");
  });

  it("of what Stripe does not charge says so, and nothing stays pending", async () => {
    const small = await openHouse(1, { tiers: [{ name: "Premium", price: 30 }] }, house.app);
    const { reservationToken } = (await hold(user, [seatAt(small, 0)])).body.data;
    const { status, body } = await payByStripe(user, reservationToken);
    expect([status, body.error.code]).toEqual([422, "VALIDATION_FAILED"]);
    const { results } = await env.DB.prepare("SELECT status, failure_code FROM payments WHERE reservation_token = ?")
      .bind(reservationToken)
      .all();
    expect(results).toEqual([{ status: "FAILED", failure_code: "not_chargeable" }]);
  });
});

describe("a bank that asks its customer", () => {
  it("gets them, sends them back to the page they came from, and books once its webhook came, twice", async () => {
    const { reservationToken, payment, intentId } = await paid("pm_card_threeDSecure2Required");
    expect([payment.status, payment.capturedAmount]).toEqual(["PENDING", 0]);
    expect(await (await fetch(redirectOf(payment))).text()).toContain("It is me");
    const back = new URL((await answerBank(redirectOf(payment), "agree")).headers.get("location") ?? "");
    expect([back.pathname, back.searchParams.get("redirect_status")]).toEqual([`/pay/${reservationToken}`, "succeeded"]);
    expect((await confirm(user, reservationToken, payment.id)).body.error.code).toBe("PAYMENT_NOT_SUCCESSFUL");
    expect(await deliverAll(intentId, "payment_intent.succeeded", 2)).toEqual([200, 200]);
    expect((await confirm(user, reservationToken, payment.id)).status).toBe(201);
    expect((await paymentOf(user, payment.id)).events.map(({ type }) => type)).toEqual(["AUTHORISED", "CAPTURED"]);
  });

  it("and is told that it is not them makes way for another card", async () => {
    const { reservationToken, payment, intentId } = await paid("pm_card_threeDSecure2Required");
    await answerBank(redirectOf(payment), "refuse");
    await deliverAll(intentId, "payment_intent.payment_failed");
    expect(await paymentOf(user, payment.id)).toMatchObject({ status: "FAILED", failureCode: "payment_intent_authentication_failure" });
    expect((await payByStripe(user, reservationToken)).status).toBe(201);
  });

  it("and is agreed with only after the seats are gone has the money given back, once", async () => {
    const { reservationToken, payment, intentId } = await paid("pm_card_threeDSecure2Required");
    await release(user, reservationToken);
    await answerBank(redirectOf(payment), "agree");
    expect(await deliverAll(intentId, "payment_intent.succeeded", 3)).toEqual([200, 200, 200]);
    const { status, refundId, refundedAmount } = await paymentOf(user, payment.id);
    expect([status, refundedAmount]).toEqual(["REFUNDED", 6500]);
    expect((await atStripe("see", intentId)).refunds).toEqual([expect.objectContaining({ amount: 6500, metadata: { refundId } })]);
    expect(await deliverAll(intentId, "charge.refunded")).toEqual([200]);
  });

  it("and never gets an answer is not waited for longer than half an hour", async () => {
    const { payment, intentId } = await paid("pm_card_threeDSecure2Required");
    await sweepPayments(later(10));
    expect((await paymentOf(user, payment.id)).status).toBe("PENDING");
    await sweepPayments(later(40));
    expect(await paymentOf(user, payment.id)).toMatchObject({ status: "FAILED", failureCode: "abandoned" });
    expect((await atStripe("see", intentId)).intent.status).toBe("canceled");
  });
});

describe("a webhook of Stripe's", () => {
  it("is refused with another secret, another text or an old signature, and with other money", async () => {
    const { payment, intentId } = await paid("pm_usBankAccount_processing");
    expect(payment.nextAction).toMatchObject({ type: "await_settlement" });
    await atStripe("arrive", intentId);
    const [delivery] = await deliveriesOf(intentId, "payment_intent.succeeded");
    const { body = "", signature = "" } = delivery ?? {};
    const codeOf = async (tried: { body: string; signature: string }) => (await deliver(tried)).body.error?.code;
    expect(await codeOf({ body: body.replace("6500", "6501"), signature })).toBe("SIGNATURE_INVALID");
    expect(await codeOf({ body, signature: "" })).toBe("SIGNATURE_INVALID");
    expect(await codeOf(await signedAt(body, Date.now(), "whsec_of_somebody_else"))).toBe("SIGNATURE_INVALID");
    expect(await codeOf(await signedAt(body, Date.now() - 301_000))).toBe("SIGNATURE_INVALID");
    expect(await codeOf(await signedAt(body.replace('"amount": 6500', '"amount": 1'), Date.now()))).toBe("PAYMENT_AMOUNT_MISMATCH");
    expect(await codeOf(await signedAt(body.replace(payment.id, "pay_unknown"), Date.now()))).toBe("PAYMENT_NOT_FOUND");
    for (const [type, data] of [
      ["payment_intent.succeeded", null],
      ["payment_intent.succeeded", { object: { id: 5, metadata: null } }],
      ["charge.refunded", { object: {} }],
      ["charge.dispute.created", { object: { id: "dp_1" } }],
    ])
      expect(await codeOf(await signedAt(JSON.stringify({ id: "evt_1", object: "event", type, data }), Date.now()))).toBe(
        "VALIDATION_FAILED",
      );
    expect((await paymentOf(user, payment.id)).status).toBe("PENDING");
    expect(await codeOf({ body, signature })).toBeUndefined();
    expect((await paymentOf(user, payment.id)).status).toBe("SUCCESS");
  });

  it("that is about somebody else's money on the same account, or about nothing of ours, is received and left alone", async () => {
    const about = (type: string, object: object) => JSON.stringify({ id: "evt_1", object: "event", type, data: { object } });
    const foreign = about("payment_intent.succeeded", { id: "pi_other", metadata: {}, amount: 1, currency: "eur" });
    for (const body of [
      foreign,
      about("customer.created", { id: "cus_1" }),
      about("charge.dispute.created", { id: "du_1", payment_intent: "pi_other", amount: 1, currency: "eur", status: "needs_response" }),
    ])
      expect((await deliver(await signedAt(body, Date.now()))).status).toBe(200);
  });

  it("opens to nobody where no secret is set", async () => {
    const options = { body: { type: "x" }, env: { STRIPE_WEBHOOK_SECRET: "" }, headers: { "stripe-signature": "t=1,v1=00" } };
    expect((await call("POST", "/api/v1/webhooks/payments/stripe", options)).body.error.code).toBe("PROVIDER_NOT_FOUND");
  });
});

describe("money that goes back by Stripe", () => {
  it("because we ask goes once, under our refund's id", async () => {
    const { payment, intentId } = await booked();
    const answer = await call<RefundedPayment>("POST", `/api/v1/payments/${payment.id}/refund`, {
      server: house.app,
      body: { amount: 1500 },
    });
    const { refund } = answer.body.data;
    expect(refund).toMatchObject({ amount: 1500, status: "SUCCEEDED" });
    expect(await deliverAll(intentId, "charge.refunded", 2)).toEqual([200, 200]);
    expect((await atStripe("see", intentId)).refunds).toEqual([
      expect.objectContaining({ amount: 1500, metadata: { refundId: refund.id } }),
    ]);
    expect((await paymentOf(user, payment.id)).refundedAmount).toBe(1500);
  });

  it("is paid once although we crashed after Stripe's answer and it has forgotten our key since", async () => {
    const { payment, intentId, booking } = await booked();
    const refundId = `ref_${payment.id}`;
    await env.DB.prepare(
      "INSERT INTO refunds (id, payment_id, app_id, booking_id, amount, reason, status, created_at, updated_at) VALUES (?, ?, ?, ?, 700, 'test', 'PENDING', 0, 0)",
    )
      .bind(refundId, payment.id, house.app.appId, booking.bookingId)
      .run();
    await providerNamed("stripe").refund(testCtx(), { refundId, chargeId: intentId, amount: 700, currency: "EUR" });
    await atStripe("forget", intentId);
    await sweepPayments(testCtx());
    expect((await atStripe("see", intentId)).refunds).toEqual([expect.objectContaining({ amount: 700, metadata: { refundId } })]);
    expect(await env.DB.prepare("SELECT status FROM refunds WHERE id = ?").bind(refundId).first("status")).toBe("SUCCEEDED");
  });

  it("because somebody gave it back in Stripe's dashboard is in our books too, and is not given back twice", async () => {
    const { payment, intentId, booking } = await booked();
    await atStripe("refund", intentId, "?amount=2000");
    expect(await deliverAll(intentId, "charge.refunded", 2)).toEqual([200, 200]);
    expect(await paymentOf(user, payment.id)).toMatchObject({ status: "SUCCESS", refundedAmount: 2000 });
    expect((await atStripe("see", intentId)).refunded).toBe(2000);
    await call("POST", `/api/v1/payments/${payment.id}/refund`, { server: house.app, body: {} });
    const after = await call<{ booking: Booking }>("GET", `/api/v1/bookings/${booking.bookingId}`, { user });
    expect(after.body.data.booking).toMatchObject({ status: "CANCELLED", refundedAmount: 6500 });
    expect(await paymentOf(user, payment.id)).toMatchObject({ status: "REFUNDED", refundedAmount: 6500 });
    expect((await atStripe("see", intentId)).refunded).toBe(6500);
  });

  it("because the payer asked their bank is shown until it is won", async () => {
    const { payment, intentId } = await booked();
    await atStripe("dispute", intentId);
    await deliverAll(intentId, "charge.dispute.created", 2);
    expect((await paymentOf(user, payment.id)).disputed).toBe(true);
    const list = await call<{ items: Payment[] }>("GET", "/api/v1/payments/history", { user });
    expect(list.body.data.items.filter(({ disputed }) => disputed).map(({ id }) => id)).toEqual([payment.id]);
    await atStripe("won", intentId);
    await deliverAll(intentId, "charge.dispute.closed", 2);
    const { disputed, events } = await paymentOf(user, payment.id);
    expect([disputed, events.slice(2).map(({ type, amount }) => [type, amount])]).toEqual([
      false,
      [
        ["DISPUTED", 6500],
        ["DISPUTE_WON", 6500],
      ],
    ]);
  });
});
