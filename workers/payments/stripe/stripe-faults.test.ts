import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { confirm, hold, openHouse, seatAt } from "../../../test/box-office.ts";
import { call, makeUser, testCtx } from "../../../test/harness.ts";
import { intentsFor, payByStripe, paymentOf } from "../../../test/stripe.ts";
import { sweepPayments } from "../sweep-payments.ts";

const update = (updateState: string) => call("POST", "/actuator/circuitbreakers/payments", { admin: true, body: { updateState } });
const configure = (properties: object) => call("PUT", "/api/v1/admin/config/marquee/local", { admin: true, body: { properties } });
beforeEach(() => update("CLOSE"));
afterEach(async () => {
  await configure({});
  await update("CLOSE");
});

async function buyers(count: number) {
  const house = await openHouse(count);
  return Promise.all(
    Array.from({ length: count }, async (_, n) => {
      const user = await makeUser(house.app);
      return { user, reservationToken: (await hold(user, [seatAt(house, n)])).body.data.reservationToken };
    }),
  );
}

describe("a Stripe that fails", () => {
  it("with 500 is not asked after five calls of which three failed, and nobody is charged", async () => {
    const all = await buyers(6);
    const cards = ["pm_card_visa", "pm_local_fails", "pm_card_chargeDeclined", "pm_local_fails", "pm_local_fails", "pm_card_visa"];
    const answers = [];
    for (const [n, { user, reservationToken }] of all.entries()) answers.push(await payByStripe(user, reservationToken, cards[n]));
    expect(answers.map(({ status }) => status)).toEqual([201, 502, 402, 502, 502, 503]);
    expect(await intentsFor(String(answers[1]?.body.error.details?.paymentId))).toEqual([]);
  });

  it("by never answering leaves the payment pending; the sweep finds the intent by its payment, and it is charged once", async () => {
    const [buyer] = await buyers(1);
    if (buyer === undefined) throw new Error("nobody came");
    const { user, reservationToken } = buyer;
    await configure({ "breaker.timeout-ms": 400 });
    const { status, body } = await payByStripe(user, reservationToken, "pm_local_hangs");
    const { payment } = body.data;
    expect([status, payment.status, payment.nextAction]).toEqual([201, "PENDING", expect.objectContaining({ type: "await_settlement" })]);
    await configure({});
    expect((await payByStripe(user, reservationToken)).body.data.payment.id).toBe(payment.id);
    await sweepPayments(testCtx({ now: () => Date.now() + 180_000 }));
    const [intent, ...others] = await intentsFor(payment.id);
    expect([intent?.amount, others]).toEqual([payment.amount, []]);
    expect((await paymentOf(user, payment.id)).status).toBe("SUCCESS");
    expect((await confirm(user, reservationToken, payment.id)).status).toBe(201);
  });

  it("to know a payment that it never heard of has it given up", async () => {
    const [buyer] = await buyers(1);
    if (buyer === undefined) throw new Error("nobody came");
    const { user, reservationToken } = buyer;
    const { payment } = (await payByStripe(user, reservationToken, "pm_card_threeDSecure2Required")).body.data;
    const other = testCtx();
    // As a crash between our row and the request leaves it.
    const { DB } = other.env;
    await DB.prepare("UPDATE payments SET charge_id = NULL, id = ? WHERE id = ?").bind(`${payment.id}X`, payment.id).run();
    await sweepPayments(testCtx({ now: () => Date.now() + 180_000 }));
    expect(await paymentOf(user, `${payment.id}X`)).toMatchObject({ status: "FAILED", failureCode: "never_charged" });
  });
});
