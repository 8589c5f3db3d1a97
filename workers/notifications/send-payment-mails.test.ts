import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { buy, type House, hold, openHouse, pay, seatAt } from "../../test/box-office.ts";
import { call, makeApp, makeUser, type TestUser } from "../../test/harness.ts";
import { latestMail, mailsTo } from "../../test/mailed-code.ts";
import { soldOrder } from "../../test/sold-orders.ts";
import { newId } from "../platform/ids.ts";
import { enqueueMails } from "./enqueue-mails.ts";
import { sendFailedPaymentMails } from "./send-failed-payment-mails.ts";
import { sendRefundMails } from "./send-refund-mails.ts";

const published = { ...env, PUBLIC_URL: "https://tickets.example.com" };
const patience = { timeout: 15_000, interval: 100 };

let house: House;
let ada: TestUser;
beforeAll(async () => {
  house = await openHouse(14, {}, await makeApp({ webApp: true }));
  ada = await makeUser(house.app, { name: "Ada" });
});

it("a buyer has one receipt for each payment: for the booking, and for what an exchange cost more", async () => {
  const { bookingId, paymentId } = await buy(ada, [seatAt(house, 12)]);
  await vi.waitUntil(async () => (await mailsTo(ada.email, "payment-receipt")) === 1, patience);
  const { text, subject } = await latestMail(ada.email, "payment-receipt");
  expect(subject).toBe(`Receipt: €42.00 for Hamlet (${bookingId})`);
  for (const said of [
    "Paid: €42.00",
    "Paid with: Your card",
    `For: Booking ${bookingId}`,
    `Payment: ${paymentId}`,
    "Grand Theatre, Vienna",
  ])
    expect(text.split("\n")).toContain(said);
  expect(text).toMatch(/Paid on: \w+ \d+ \w+ \d{4}, \d\d:\d\d, Central European/);
  const body = { seatIds: [seatAt(house, 0)], paymentMethod: { method: "card", token: "tok_ok" } };
  expect((await call("PATCH", `/api/v1/bookings/${bookingId}`, { user: ada, body })).status).toBe(200);
  await vi.waitUntil(async () => (await mailsTo(ada.email, "payment-receipt")) === 2, patience);
  expect((await latestMail(ada.email, "payment-receipt")).subject).toBe(`Receipt: €23.00 for Hamlet (${bookingId})`);
});

it("more mails than a queue takes in one batch are all set on their way", async () => {
  const recipient = `${crypto.randomUUID()}@example.com`;
  const payload = { name: "Ada", changedAt: "2026-11-21T09:00:00.000Z" };
  const mail = (n: number) => ({ key: `many:${recipient}:${n}`, kind: "password-changed" as const, appId: null, recipient, payload });
  const sizes: number[] = [];
  const EMAILS: Env["EMAILS"] = Object.assign(Object.create(env.EMAILS), {
    sendBatch: (messages: readonly unknown[]) => {
      sizes.push(messages.length);
    },
  });
  await enqueueMails(
    { ...env, EMAILS },
    Array.from({ length: 201 }, (_, n) => mail(n)),
  );
  expect(sizes).toEqual([100, 100, 1]);
  expect(await mailsTo(recipient, "password-changed")).toBe(201);
});

describe("a payment that fails", () => {
  const failed = async (user: TestUser, seat: number, afterSeconds: number): Promise<string> => {
    const held = await hold(user, [seatAt(house, seat)]);
    const { payment } = (await pay(user, held.body.data.reservationToken, "tok_pending")).body.data;
    await env.DB.prepare(
      "UPDATE payments SET status = 'FAILED', failure_code = 'insufficient_funds', created_at = updated_at - ?1 * 1000 WHERE id = ?2",
    )
      .bind(afterSeconds, payment.id)
      .run();
    return payment.id;
  };

  it("after its payer has gone is mailed, once, with the way back to the seats", async () => {
    const bob = await makeUser(house.app, { name: "Bob" });
    const paymentId = await failed(bob, 1, 300);
    for (const _ of [1, 2, 3]) await sendFailedPaymentMails(published, [{ paymentId }, { paymentId }]);
    expect(await mailsTo(bob.email, "payment-failed")).toBe(1);
    const { text, subject } = await latestMail(bob.email, "payment-failed");
    expect(subject).toBe("Your payment of €65.00 did not go through");
    for (const said of [
      "There was not enough money for it.",
      "You have not been charged.",
      `See the show: https://tickets.example.com/showtimes/${house.showtimeId}`,
    ])
      expect(text.split("\n")).toContain(said);
  });

  it("while its payer looks on is shown on the page, and not mailed", async () => {
    const carol = await makeUser(house.app);
    await sendFailedPaymentMails(env, [{ paymentId: await failed(carol, 2, 5) }, { paymentId: "pay_unknown" }]);
    expect(await mailsTo(carol.email, "payment-failed")).toBe(0);
  });
});

it("what an order's payer gets back is mailed with the reason and where the order is, once, and not to whoever is gone", async () => {
  const [dora, gone] = [await makeUser(house.app, { name: "Dora" }), await makeUser(house.app)];
  const refundOf = async (user: TestUser): Promise<string> => {
    const orderId = await soldOrder(house.app, user.userId);
    const [paymentId, refundId] = [newId("payment"), newId("refund")];
    await env.DB.batch([
      env.DB.prepare(
        `INSERT INTO payments (id, app_id, user_id, order_id, provider, method, amount, currency, status, confirms_itself, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, 'simulated', 'card', 1300, 'EUR', 'SUCCESS', 1, 0, 0)`,
      ).bind(paymentId, house.app.appId, user.userId, orderId),
      env.DB.prepare(
        `INSERT INTO refunds (id, payment_id, app_id, amount, reason, status, created_at, updated_at, order_id)
         VALUES (?1, ?2, ?3, 650, 'one bag was <empty>', 'SUCCEEDED', 0, 0, ?4)`,
      ).bind(refundId, paymentId, house.app.appId, orderId),
    ]);
    return refundId;
  };
  const refundId = await refundOf(dora);
  const lost = await refundOf(gone);
  await call("DELETE", `/api/v1/admin/users/${gone.userId}`, { admin: true });
  for (const _ of [1, 2, 3]) await sendRefundMails(published, [{ refundId }, { refundId: lost }, { refundId: "ref_unknown" }]);
  expect(await mailsTo(dora.email, "payment-refunded")).toBe(1);
  const { text, html } = await latestMail(dora.email, "payment-refunded");
  expect(text).toContain("Dora, €6.50 is on its way back to you.");
  expect(text).toContain("Reason: One bag was <empty>");
  expect(text).toMatch(/For: Order ord_\w+\n/);
  expect(text).toMatch(/See your order: https:\/\/tickets\.example\.com\/orders\/ord_/);
  expect(html).toContain("One bag was &lt;empty&gt;");
  expect(await env.DB.prepare("SELECT count(*) AS n FROM mails WHERE key = ?").bind(`payment-refunded:${lost}`).first("n")).toBe(0);
});
