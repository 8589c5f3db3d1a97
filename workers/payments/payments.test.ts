import { createExecutionContext, createMessageBatch, evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { Webhook } from "standardwebhooks";
import { describe, expect, it, vi } from "vitest";
import type { Payment } from "../../contracts/payments.ts";
import { confirm, type House, hold, openHouse, pay, release, seatAt } from "../../test/box-office.ts";
import { call, makeUser, type TestUser, testCtx, testTenantCtx } from "../../test/harness.ts";
import type { UserCtx } from "../platform/context.ts";
import { consume } from "../subscriptions.ts";
import { newPayment, startPayment } from "./charge-payment.ts";
import { sweepPayments } from "./sweep-payments.ts";
import { writePayments } from "./write-payments.ts";

const objectOf = (house: House) => env.SEAT_MAP.getByName(`${house.app.appId}:${house.showtimeId}`);
const paymentOf = async (user: TestUser, id: string) =>
  (await call<{ payment: Payment }>("GET", `/api/v1/payments/${id}`, { user })).body.data.payment;
const refundedAtProvider = (paymentId: string) =>
  env.DB.prepare("SELECT refunded FROM simulated_charges WHERE reference = ?").bind(paymentId).first<number>("refunded");

async function started(seconds = 120) {
  const house = await openHouse(4, { holdSeconds: seconds });
  const user = await makeUser(house.app);
  const { reservationToken } = (await hold(user, [seatAt(house, 0)])).body.data;
  return { house, user, reservationToken };
}

/** Ends a hold as its time would: the row's expiry is moved into the past and the object starts anew from its storage. */
async function lapse(house: House, token: string): Promise<void> {
  const stub = objectOf(house);
  await runInDurableObject(stub, (_, state) => {
    state.storage.sql.exec("UPDATE reservation SET expires_at = ? WHERE token = ?", Date.now() - 1, token);
  });
  await evictDurableObject(stub);
}

function webhook(
  payment: { id: string; amount: number },
  changes: { secret?: string; at?: Date; amount?: number; type?: string; body?: (body: string) => string } = {},
) {
  const at = changes.at ?? new Date();
  const type = changes.type ?? "charge.succeeded";
  const data = { chargeId: `sim_${payment.id}`, reference: payment.id, amount: changes.amount ?? payment.amount, currency: "EUR" };
  const body = JSON.stringify({ type, timestamp: at.toISOString(), data });
  const signature = new Webhook(changes.secret ?? env.PAYMENTS_WEBHOOK_SECRET).sign("msg_1", at, body);
  return call("POST", "/api/v1/webhooks/payments/simulated", {
    body: changes.body?.(body) ?? body,
    headers: { "webhook-id": "msg_1", "webhook-timestamp": String(Math.floor(at.getTime() / 1000)), "webhook-signature": signature },
  });
}

describe("paying for a reservation", () => {
  it("with a declined card is 402, and another card may follow", async () => {
    const { user, reservationToken } = await started();
    for (const [token, failureCode] of [
      ["tok_declined", "card_declined"],
      ["tok_insufficient_funds", "insufficient_funds"],
      ["tok_made_up", "card_unknown"],
    ] as const) {
      const declined = await pay(user, reservationToken, token);
      expect([declined.status, declined.body.error.code, declined.body.error.details?.failureCode]).toEqual([
        402,
        "PAYMENT_DECLINED",
        failureCode,
      ]);
    }
    expect((await pay(user, reservationToken)).status).toBe(201);
    const history = await call<{ items: Payment[] }>("GET", "/api/v1/payments/history?status=FAILED", { user });
    expect(history.body.data.items).toHaveLength(3);
  });

  it("when the provider breaks is 502 and charges nothing", async () => {
    const { user, reservationToken } = await started();
    const broken = await pay(user, reservationToken, "tok_error");
    expect([broken.status, broken.body.error.code]).toEqual([502, "PAYMENT_PROVIDER_ERROR"]);
    expect(await refundedAtProvider(String(broken.body.error.details?.paymentId))).toBeNull();
  });

  it("twice charges once: the second answer is the first payment", async () => {
    const { user, reservationToken } = await started();
    const [one, two] = await Promise.all([pay(user, reservationToken), pay(user, reservationToken)]);
    expect(one.body.data.payment.id).toBe(two.body.data.payment.id);
    expect([one.status, two.status].sort()).toEqual([200, 201]);
    const charges = await env.DB.prepare("SELECT count(*) AS n FROM simulated_charges WHERE reference = ?")
      .bind(one.body.data.payment.id)
      .first("n");
    expect(charges).toBe(1);
  });

  it("with a slow card is PENDING until the provider's webhook says otherwise", async () => {
    const { user, reservationToken } = await started();
    const pending = await pay(user, reservationToken, "tok_slow");
    const { payment } = pending.body.data;
    expect([pending.status, payment.status, payment.nextAction]).toEqual([
      201,
      "PENDING",
      { type: "await_settlement", settlesInSeconds: 2 },
    ]);
    expect((await confirm(user, reservationToken, payment.id)).body.error.code).toBe("PAYMENT_NOT_SUCCESSFUL");
    await vi.waitUntil(async () => (await paymentOf(user, payment.id)).status === "SUCCESS", { timeout: 10_000, interval: 200 });
    expect((await confirm(user, reservationToken, payment.id)).status).toBe(201);
  });
});

describe("confirming", () => {
  it("again with the same pair answers the same booking, ten times in parallel too", async () => {
    const { user, reservationToken } = await started();
    const { payment } = (await pay(user, reservationToken)).body.data;
    const answers = await Promise.all(Array.from({ length: 10 }, () => confirm(user, reservationToken, payment.id)));
    expect(new Set(answers.map((answer) => answer.body.data.bookingId)).size).toBe(1);
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(9);
    expect((await confirm(user, reservationToken)).body.error.code).toBe("RESERVATION_CONFIRMED");
    expect((await release(user, reservationToken)).body.error.code).toBe("RESERVATION_CONFIRMED");
  });

  it("of many at one moment is each by itself: whoever names another's payment, one twice or none that is, keeps nobody from theirs", async () => {
    const house = await openHouse(40);
    const buyers = await Promise.all(
      Array.from({ length: 8 }, async (_, seat) => {
        const user = await makeUser(house.app);
        return { user, reservationToken: (await hold(user, [seatAt(house, 2 + seat)])).body.data.reservationToken };
      }),
    );
    const thief = await makeUser(house.app);
    const [one, two, three] = await Promise.all(
      [20, 21, 22].map(async (seat) => (await hold(thief, [seatAt(house, seat)])).body.data.reservationToken),
    );
    const paid = await Promise.all(
      buyers.flatMap(({ user, reservationToken }) => [pay(user, reservationToken), pay(user, reservationToken)]),
    );
    expect(paid.map(({ status }) => status).sort()).toEqual(Array.from({ length: 16 }, (_, n) => (n < 8 ? 200 : 201)));
    const paymentOfBuyer = (place: number) => paid[2 * place]?.body.data.payment.id ?? "";
    const [own, answers] = await Promise.all([
      pay(thief, one ?? "").then(({ body }) => Promise.all([one, two].map((token) => confirm(thief, token ?? "", body.data.payment.id)))),
      Promise.all([
        ...buyers.map(({ user, reservationToken }, place) => confirm(user, reservationToken, paymentOfBuyer(place))),
        confirm(thief, three ?? "", paymentOfBuyer(0)),
        confirm(thief, three ?? "", "pay_none"),
      ]),
    ]);
    expect(own.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(answers.map(({ status }) => status)).toEqual([...buyers.map(() => 201), 404, 404]);
    const charged = "SELECT count(*) AS n FROM simulated_charges AS c JOIN payments AS p ON p.id = c.reference WHERE p.app_id = ?";
    expect(await env.DB.prepare(charged).bind(house.app.appId).first("n")).toBe(9);
  });

  it("charges a payment that the showtime wrote down although its word of it was lost", async () => {
    const { house, user, reservationToken } = await started();
    const { showtimeId, app } = house;
    const ctx: UserCtx = { ...testTenantCtx(app), actor: { kind: "user", userId: user.userId, sessionId: "ses_1", role: "USER" } };
    const charging = { amount: 4200, currency: "EUR", method: "card", confirmsItself: false };
    const row = { ...newPayment(ctx, { reservationToken, showtimeId }, charging), reservationToken, showtimeId };
    const { id, userId, provider, method, amount, currency, confirmsItself, createdAt: at } = row;
    const draft = { id, userId, token: reservationToken, provider, method, amount, currency, confirmsItself, at };
    expect(await writePayments(env.DB, { appId: app.appId, showtimeId }, [draft])).toEqual([true]);
    const made = await startPayment(ctx, row, { token: "tok_ok", written: false });
    expect(made).toMatchObject({ created: true, payment: { id, status: "SUCCESS" } });
  });

  it("takes no payment that is unknown, not successful, used, of somebody else or of another price", async () => {
    const house = await openHouse();
    const [ada, bob] = [await makeUser(house.app), await makeUser(house.app)];
    const premium = (await hold(ada, [seatAt(house, 0)])).body.data.reservationToken;
    const second = (await hold(ada, [seatAt(house, 1)])).body.data.reservationToken;
    const standard = (await hold(ada, [seatAt(house, 12)])).body.data.reservationToken;
    const codeOf = async (user: TestUser, token: string, payment?: string) => (await confirm(user, token, payment)).body.error?.code;
    expect(await codeOf(ada, premium)).toBe("PAYMENT_NOT_SUCCESSFUL");
    expect(await codeOf(ada, premium, "pay_none")).toBe("PAYMENT_NOT_FOUND");
    const { payment } = (await pay(ada, premium)).body.data;
    const bobs = (await hold(bob, [seatAt(house, 2)])).body.data.reservationToken;
    expect(await codeOf(bob, bobs, payment.id)).toBe("PAYMENT_NOT_FOUND");
    expect(await codeOf(ada, standard, payment.id)).toBe("PAYMENT_AMOUNT_MISMATCH");
    expect(await codeOf(ada, premium, payment.id)).toBeUndefined();
    expect(await codeOf(ada, second, payment.id)).toBe("PAYMENT_ALREADY_USED");
  });

  it("too late is 410, and the payment goes back by itself, once", async () => {
    const { house, user, reservationToken } = await started();
    const { payment } = (await pay(user, reservationToken)).body.data;
    await lapse(house, reservationToken);
    const late = await confirm(user, reservationToken, payment.id);
    expect([late.status, late.body.error.code]).toEqual([410, "RESERVATION_EXPIRED"]);
    const again = await confirm(user, reservationToken, payment.id);
    expect([again.status, again.body.error.details?.refundId]).toEqual([410, late.body.error.details?.refundId]);
    expect(await paymentOf(user, payment.id)).toMatchObject({
      status: "REFUNDED",
      refundedAmount: 6500,
      refundId: late.body.error.details?.refundId,
    });
    expect(await refundedAtProvider(payment.id)).toBe(6500);
  });
});

describe("a payment whose hold was lost", () => {
  it("is refunded although nobody ever comes back", async () => {
    const { house, user, reservationToken } = await started();
    const { payment } = (await pay(user, reservationToken)).body.data;
    await lapse(house, reservationToken);
    await runDurableObjectAlarm(objectOf(house));
    await vi.waitUntil(async () => (await paymentOf(user, payment.id)).status === "REFUNDED", { timeout: 8000, interval: 200 });
    await vi.waitUntil(async () => (await refundedAtProvider(payment.id)) === 6500, { timeout: 3000, interval: 50 });
  });

  it("is refunded when it succeeds only after the seats are gone", async () => {
    const { house, user, reservationToken } = await started();
    const { payment } = (await pay(user, reservationToken, "tok_pending")).body.data;
    await lapse(house, reservationToken);
    await env.DB.prepare("UPDATE simulated_charges SET status = 'succeeded' WHERE reference = ?").bind(payment.id).run();
    expect((await webhook(payment)).status).toBe(200);
    expect((await paymentOf(user, payment.id)).status).toBe("REFUNDED");
  });

  it("is found by the sweep if every message about it was lost", async () => {
    const { user, reservationToken } = await started();
    const { payment } = (await pay(user, reservationToken)).body.data;
    await release(user, reservationToken);
    await sweepPayments(testCtx({ now: () => Date.now() + 600_000 }));
    expect((await paymentOf(user, payment.id)).status).toBe("REFUNDED");
  });

  it("is not refunded by the sweep while it is still held, or once it is booked", async () => {
    const held = await started();
    const waiting = (await pay(held.user, held.reservationToken)).body.data.payment;
    const sold = await started();
    const paid = (await pay(sold.user, sold.reservationToken)).body.data.payment;
    await confirm(sold.user, sold.reservationToken, paid.id);
    await sweepPayments(testCtx({ now: () => Date.now() + 600_000 }));
    expect((await paymentOf(held.user, waiting.id)).status).toBe("SUCCESS");
    expect(await paymentOf(sold.user, paid.id)).toMatchObject({ status: "SUCCESS", bookingId: expect.stringMatching(/^BK-/) });
  });
});

describe("a webhook of the provider", () => {
  it("is refused with a wrong, old or moved signature, and with other money", async () => {
    const { user, reservationToken } = await started();
    const { payment } = (await pay(user, reservationToken, "tok_pending")).body.data;
    const codeOf = async (answer: ReturnType<typeof webhook>) => (await answer).body.error?.code;
    expect(await codeOf(webhook(payment, { secret: `whsec_${btoa("another secret of the same length")}` }))).toBe("SIGNATURE_INVALID");
    expect(await codeOf(webhook(payment, { at: new Date(Date.now() - 10 * 60_000) }))).toBe("SIGNATURE_INVALID");
    expect(await codeOf(webhook(payment, { body: (body) => body.replace('"amount":6500', '"amount": 6500') }))).toBe("SIGNATURE_INVALID");
    expect(await codeOf(webhook(payment, { amount: 1 }))).toBe("PAYMENT_AMOUNT_MISMATCH");
    expect(await codeOf(webhook({ ...payment, id: "pay_unknown" }))).toBe("PAYMENT_NOT_FOUND");
    expect((await call("POST", "/api/v1/webhooks/payments/nobody", { body: { type: "x" } })).body.error.code).toBe("PROVIDER_NOT_FOUND");
    expect((await paymentOf(user, payment.id)).status).toBe("PENDING");
  });

  it("delivered fifty times settles once, and a failure after the success changes nothing", async () => {
    const { user, reservationToken } = await started();
    const { payment } = (await pay(user, reservationToken, "tok_pending")).body.data;
    await Promise.all(Array.from({ length: 50 }, () => webhook(payment)));
    await webhook(payment, { type: "charge.failed" });
    expect((await paymentOf(user, payment.id)).status).toBe("SUCCESS");
    expect((await confirm(user, reservationToken, payment.id)).status).toBe(201);
  });

  it("for a charge whose payment was given up gives the money back, once, and leaves the payment that took its place alone", async () => {
    const { user, reservationToken } = await started();
    const { payment: given } = (await pay(user, reservationToken, "tok_pending")).body.data;
    // As the sweep leaves a payment of which the provider, asked, knew nothing.
    await env.DB.prepare("UPDATE payments SET status = 'FAILED', failure_code = 'never_charged', charge_id = NULL WHERE id = ?")
      .bind(given.id)
      .run();
    const second = (await pay(user, reservationToken)).body.data.payment;
    for (const _ of [1, 2, 3]) expect((await webhook(given)).status).toBe(200);
    const refunded = () =>
      env.DB.prepare("SELECT count(*) AS n, sum(amount) AS amount FROM refunds WHERE payment_id = ?").bind(given.id).first();
    expect(await refunded()).toEqual({ n: 1, amount: given.amount });
    expect((await paymentOf(user, given.id)).status).toBe("REFUNDED");
    expect((await confirm(user, reservationToken, second.id)).status).toBe(201);
  });
});

describe("an event that the queue delivers twice", () => {
  it("makes one booking row, one mail and one receipt, and the outbox forgets it", async () => {
    const { house, user, reservationToken } = await started();
    const { payment } = (await pay(user, reservationToken)).body.data;
    const { booking } = (await confirm(user, reservationToken, payment.id)).body.data;
    const body = {
      id: `${house.showtimeId}:4`,
      appId: house.app.appId,
      at: Date.now(),
      type: "booking.confirmed",
      source: { showtimeId: house.showtimeId, seq: 4 },
      booking,
    };
    for (const id of ["1", "2"]) {
      const batch = createMessageBatch("events", [{ id, timestamp: new Date(), attempts: 1, body }]);
      await consume(batch, env, createExecutionContext());
    }
    const mails = await env.DB.prepare("SELECT group_concat(kind) AS kinds FROM (SELECT kind FROM mails WHERE recipient = ? ORDER BY kind)")
      .bind(user.email)
      .first("kinds");
    expect(mails).toBe("booking-confirmed,payment-receipt");
    await vi.waitUntil(
      () =>
        runInDurableObject(
          objectOf(house),
          (_, state) => state.storage.sql.exec<{ n: number }>("SELECT count(*) AS n FROM outbox").one().n === 0,
        ),
      { timeout: 6000, interval: 200 },
    );
  });
});
