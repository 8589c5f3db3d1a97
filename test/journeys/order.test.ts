import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { Page } from "../../contracts/envelope.ts";
import type { DeskOrder } from "../../contracts/order-desk.ts";
import { OrderPush } from "../../contracts/pushes.ts";
import { hold, openHouse, seatAt } from "../box-office.ts";
import { call, makeUser, type TestUser } from "../harness.ts";
import { latestMail, mailsTo } from "../mailed-code.ts";
import { addToCart, checkOut, makeProduct, orderOf, stockOf } from "../shop.ts";
import { somewhere } from "../sold-orders.ts";
import { stompAs } from "../stomp-sockets.ts";

const patience = { timeout: 15_000, interval: 100 };

/** What the app made that day, by the figures that the analytics are made of. */
const sales = async (appId: string) =>
  env.DB.prepare("SELECT sum(revenue) AS revenue, sum(refunds) AS refunds, sum(bookings) AS bookings FROM daily_sales WHERE app_id = ?")
    .bind(appId)
    .first<{ revenue: number; refunds: number; bookings: number }>();

const ofOrders = (bodies: readonly Record<string, unknown>[]) => {
  const pushes = bodies.filter(({ type }) => String(type).startsWith("order.")).map((body) => OrderPush.parse(body));
  return [...new Map(pushes.map((push) => [push.id, push])).values()].map(({ type, data }) => [type, data.status, data.amount ?? 0]);
};

async function moved(user: TestUser, id: string, body: object): Promise<void> {
  const answer = await call("PATCH", `/api/v1/orders/${id}/status`, { server: user.app, body });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
}

describe("an order of tickets and merchandise", () => {
  it("is told to its buyer at every step, on the socket and by mail, and to its seller at the desk, until something comes back", async () => {
    const house = await openHouse(2);
    const ada = await makeUser(house.app, { name: "Ada" });
    const stomp = await stompAs(ada);
    const pushed = await stomp.listen("/user/queue/notifications");

    const popcorn = await makeProduct(house.app, { stock: 10 });
    const { reservationToken } = (await hold(ada, [seatAt(house, 0)])).body.data;
    await addToCart(ada, { reservationToken });
    await addToCart(ada, { productId: popcorn.id, quantity: 2 });
    const bought = await call<{ order: DeskOrder }>("POST", "/api/v1/checkout", {
      user: ada,
      body: { paymentMethod: { method: "card", token: "tok_ok" }, shippingAddress: somewhere },
    });
    expect(bought.status).toBe(201);
    const { id } = bought.body.data.order;
    await expect.poll(() => ofOrders(pushed.bodies()), patience).toEqual([["order.paid", "PAID", 7800]]);
    await expect.poll(() => mailsTo(ada.email, "order-paid"), patience).toBe(1);
    await expect.poll(() => mailsTo(ada.email, "booking-confirmed"), patience).toBe(1);
    const confirmation = (await latestMail(ada.email, "order-paid")).text;
    expect(confirmation).toContain("2 × Popcorn, large: €13.00\n");
    expect(confirmation).toContain("1 × Hamlet: €65.00\n");
    await expect.poll(() => sales(house.app.appId), patience).toEqual({ revenue: 7800, refunds: 0, bookings: 1 });

    await moved(ada, id, { status: "FULFILLING" });
    await moved(ada, id, { status: "SHIPPED", tracking: { carrier: "Post", number: "RR123456785AT" } });
    await moved(ada, id, { status: "DELIVERED" });
    const line = (await orderOf(ada, id)).lines.find(({ kind }) => kind === "PRODUCT");
    const body = { lines: [{ lineId: line?.id, quantity: 1 }], reason: "Too salty" };
    expect((await call("POST", `/api/v1/orders/${id}/return`, { user: ada, body })).status).toBe(200);
    const told = (type: string, amount = 0) => expect.arrayContaining([type, amount]);
    const later = [told("order.fulfilling"), told("order.shipped"), told("order.delivered"), told("order.returned", 650)];
    await expect.poll(() => ofOrders(pushed.bodies()).slice(1), patience).toEqual(expect.arrayContaining(later));
    expect(ofOrders(pushed.bodies())).toHaveLength(5);
    await expect.poll(() => mailsTo(ada.email, "order-shipped"), patience).toBe(1);
    expect((await latestMail(ada.email, "order-shipped")).text).toContain("Tracking number: Post RR123456785AT");
    await expect.poll(() => mailsTo(ada.email, "order-returned"), patience).toBe(1);
    expect((await latestMail(ada.email, "order-returned")).text).toContain("1 × Popcorn, large\n");
    expect(await stockOf(popcorn)).toEqual({ stock: 9, held: 0 });
    expect(await sales(house.app.appId)).toEqual({ revenue: 7800, refunds: 650, bookings: 1 });

    const [atDesk] = (await call<Page<DeskOrder>>("GET", `/api/v1/orders/desk?q=${id}`, { server: house.app })).body.data.items;
    expect(atDesk).toMatchObject({
      id,
      status: "DELIVERED",
      refundedAmount: 650,
      buyer: { name: "Ada", email: ada.email },
      allowed: ["REFUNDED"],
    });
    expect(atDesk?.timeline.map(({ type }) => type)).toEqual(["placed", "paid", "fulfilling", "shipped", "delivered", "returned"]);
  });

  it("that is cancelled is told once with what goes back, and one that was never paid is no news by mail", async () => {
    const house = await openHouse(1);
    const popcorn = await makeProduct(house.app, { stock: 3 });
    const ada = await makeUser(house.app);
    await addToCart(ada, { productId: popcorn.id, quantity: 2 });
    expect((await checkOut(ada, "tok_declined")).status).toBe(402);
    const bought = await checkOut(ada);
    expect(bought.status).toBe(201);
    const { id } = bought.body.data.order;
    const cancelled = await call("POST", `/api/v1/orders/${id}/cancel`, { server: house.app, body: { reason: "Sold by mistake" } });
    expect(cancelled.status).toBe(200);
    await expect.poll(() => mailsTo(ada.email, "order-cancelled"), patience).toBe(1);
    const { text } = await latestMail(ada.email, "order-cancelled");
    expect(text).toContain("The reason given: Sold by mistake\n€13.00 goes back");
    expect(await sales(house.app.appId)).toMatchObject({ revenue: 1300, refunds: 1300 });
    const left = () => env.DB.prepare("SELECT count(*) AS n FROM outbox WHERE app_id = ?").bind(house.app.appId).first<number>("n");
    await expect.poll(left, patience).toBe(0);
    expect(await mailsTo(ada.email, "order-cancelled")).toBe(1);
  });
});
