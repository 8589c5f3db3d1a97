import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { MarqueeEvent } from "../../contracts/events.ts";
import { type House, openHouse } from "../../test/box-office.ts";
import { call, makeApp, makeUser, type TestUser } from "../../test/harness.ts";
import { latestMail, mailsTo } from "../../test/mailed-code.ts";
import { soldOrder } from "../../test/sold-orders.ts";
import { sendOrderMails } from "./send-order-mails.ts";

type Told = Extract<MarqueeEvent, { wasPaid: boolean }>;

let house: House;
let ada: TestUser;
let orderId: string;
const published = { ...env, PUBLIC_URL: "https://tickets.example.com" };
const told = (type: Told["type"], parts: Partial<Told> = {}): Told => ({
  id: `fact_${crypto.randomUUID()}`,
  appId: house.app.appId,
  at: Date.now(),
  type,
  orderId,
  userId: ada.userId,
  amount: 0,
  wasPaid: true,
  ...parts,
});
const bookingId = `BK-${crypto.randomUUID()}`;

beforeAll(async () => {
  house = await openHouse(1, {}, await makeApp({ webApp: true }));
  ada = await makeUser(house.app, { name: "Ada" });
  orderId = await soldOrder(house.app, ada.userId, {
    lines: [
      { variantName: "salted", discount: 195 },
      { kind: "TICKETS", name: "Hamlet", quantity: 1, unitPrice: 6500, showtimeId: house.showtimeId, bookingId },
    ],
    promotionCode: "WINTER15",
  });
});

describe("a buyer is mailed, once a fact,", () => {
  it("what was ordered, with where the tickets are", async () => {
    const event = told("order.paid", { amount: 7605 });
    for (const _ of [1, 2, 3]) await sendOrderMails(published, [event, event]);
    expect(await mailsTo(ada.email, "order-paid")).toBe(1);
    const { text } = await latestMail(ada.email, "order-paid");
    for (const said of [
      "2 × Popcorn, large (salted): €13.00",
      "1 × Hamlet: €65.00",
      "Grand Theatre, Vienna",
      `Your tickets: https://tickets.example.com/bookings/${bookingId}`,
      "Discount (WINTER15): -€1.95",
      "Total: €76.05",
      "Ringstraße 1",
      `See your order: https://tickets.example.com/orders/${orderId}`,
    ])
      expect(text).toContain(said);
  });

  it("that the parcel is on its way, without the tickets", async () => {
    await env.DB.prepare("UPDATE orders SET tracking = ? WHERE id = ?")
      .bind(JSON.stringify({ carrier: "Post", number: "RR123" }), orderId)
      .run();
    await sendOrderMails(env, [told("order.fulfilling"), told("order.shipped"), told("order.delivered")]);
    const { text } = await latestMail(ada.email, "order-shipped");
    expect(text).toContain("Tracking number: Post RR123");
    expect(text).not.toMatch(/Hamlet|http/);
  });

  it("what came back so far and what goes back for it, each time", async () => {
    await env.DB.prepare("UPDATE order_lines SET returned_quantity = 1 WHERE order_id = ? AND kind = 'PRODUCT'").bind(orderId).run();
    await sendOrderMails(env, [told("order.returned", { amount: 553 })]);
    await sendOrderMails(env, [told("order.refunded", { amount: 100 })]);
    await sendOrderMails(env, [told("order.refunded", { amount: 200 })]);
    await sendOrderMails(env, [told("order.refunded", { amount: 300, ofRefunds: true })]);
    const { text } = await latestMail(ada.email, "order-returned");
    expect(text).toContain("1 × Popcorn, large (salted)\n");
    expect(text).toContain("Refund: €5.53");
    expect(await mailsTo(ada.email, "order-refunded")).toBe(2);
  });

  it("that an order is off that was paid, and nothing of one that never was", async () => {
    const bob = await makeUser(house.app);
    const placed = await soldOrder(house.app, bob.userId, { state: "CANCELLED" });
    await sendOrderMails(env, [told("order.cancelled", { orderId: placed, userId: bob.userId, wasPaid: false })]);
    expect(await mailsTo(bob.email, "order-cancelled")).toBe(0);
    await sendOrderMails(env, [told("order.cancelled", { orderId: placed, userId: bob.userId, amount: 1300 })]);
    expect((await latestMail(bob.email, "order-cancelled")).text).toContain("€13.00 goes back");
  });
});

it("nobody is mailed whose account is gone, nor of another tenant's order", async () => {
  const gone = await makeUser(house.app);
  const theirs = await soldOrder(house.app, gone.userId);
  const other = await makeApp();
  await sendOrderMails(env, [told("order.paid", { orderId: theirs, userId: gone.userId, appId: other.appId })]);
  expect(await mailsTo(gone.email, "order-paid")).toBe(0);
  await call("DELETE", `/api/v1/admin/users/${gone.userId}`, { admin: true });
  await sendOrderMails(env, [told("order.paid", { orderId: theirs, userId: gone.userId }), told("order.paid", { orderId: "ord_unknown" })]);
  const { results } = await env.DB.prepare("SELECT key FROM mails WHERE key LIKE ?")
    .bind(`%${theirs.slice(-12)}%`)
    .all();
  expect(results).toEqual([]);
});
