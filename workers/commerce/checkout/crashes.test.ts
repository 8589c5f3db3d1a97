import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { Product } from "../../../contracts/products.ts";
import { expectBooksToAddUp } from "../../../test/books.ts";
import { type House, hold, openHouse, seatAt } from "../../../test/box-office.ts";
import { crashingEnv } from "../../../test/crashing-env.ts";
import { call, makeUser, type TestUser, testCtx, testTenantCtx } from "../../../test/harness.ts";
import { addToCart, makeProduct, makePromotion, stockOf } from "../../../test/shop.ts";
import { sweepPayments } from "../../payments/sweep-payments.ts";
import type { UserCtx } from "../../platform/context.ts";
import { openDatabase } from "../../platform/database.ts";
import { sweepOutbox } from "../../platform/outbox.ts";
import { cartOf } from "../cart/cart-of.ts";
import { checkOut } from "./check-out.ts";
import { sweepOrders } from "./settle-orders.ts";

interface Shop {
  house: House;
  other: House;
  product: Product;
}

/** Two seats of two showtimes, two bags of popcorn and a code: the whole of it, or without the seats, in the cart of somebody new. */
async function shopper({ house, other, product }: Shop, seat: number, withSeats = true): Promise<TestUser> {
  const user = await makeUser(house.app);
  await addToCart(user, { productId: product.id, quantity: 2 });
  for (const where of withSeats ? [house, other] : []) {
    const { reservationToken } = (await hold(user, [seatAt(where, seat)])).body.data;
    expect((await addToCart(user, { reservationToken })).status).toBe(201);
  }
  expect((await call("POST", "/api/v1/cart/promo", { user, body: { code: "TENTH" } })).status).toBe(200);
  return user;
}

/** Checks out as a process that dies after so many calls. Answers how many it made. */
async function checkOutAndDie(user: TestUser, callsMax = Number.POSITIVE_INFINITY): Promise<number> {
  const crashing = crashingEnv(env, callsMax);
  const ctx = {
    ...testTenantCtx(user.app, { env: crashing.env, db: openDatabase(crashing.env) }),
    actor: { kind: "user" as const, userId: user.userId, sessionId: "", role: "USER" as const },
  } satisfies UserCtx;
  await checkOut(ctx, { paymentMethod: { method: "card", token: "tok_ok" } }).catch(() => {});
  return crashing.calls();
}

/** What comes round every five minutes, three minutes on. */
async function sweep(): Promise<void> {
  const later = testCtx({ now: () => Date.now() + 180_000 });
  await sweepOutbox(later);
  await sweepPayments(later);
  await sweepOrders(later);
}

interface Standing {
  state: string;
  step: string;
  paymentStatus: string | null;
  bookings: number;
  held: number;
  taken: number;
  uses: number;
}

const standingOf = (user: TestUser) =>
  env.DB.prepare(
    `SELECT o.state, o.step, p.status AS paymentStatus,
       (SELECT count(*) FROM bookings AS b WHERE b.user_id = o.user_id AND b.status = 'CONFIRMED') AS bookings,
       (SELECT count(*) FROM order_lines AS l WHERE l.order_id = o.id AND l.stock_state = 'HELD') AS held,
       (SELECT count(*) FROM order_lines AS l WHERE l.order_id = o.id AND l.stock_state = 'TAKEN') AS taken,
       (SELECT count(*) FROM promotion_uses AS u WHERE u.order_id = o.id AND u.released = 0) AS uses
     FROM orders AS o LEFT JOIN payments AS p ON p.id = o.payment_id WHERE o.user_id = ?`,
  )
    .bind(user.userId)
    .all<Standing>();

/** Whoever got everything has paid for it; whoever did not has nothing and has paid nothing. */
function expectAllOrNothing(standing: Standing | undefined, where: string, seats: number): void {
  if (standing?.state === "CONFIRMED")
    expect(standing, where).toEqual({
      state: "CONFIRMED",
      step: "DONE",
      paymentStatus: "SUCCESS",
      bookings: seats,
      held: 0,
      taken: 1,
      uses: 1,
    });
  else if (standing !== undefined) {
    expect(standing, where).toMatchObject({ state: "CANCELLED", step: "DONE", bookings: 0, held: 0, taken: 0, uses: 0 });
    expect([null, "FAILED", "REFUNDED"], where).toContain(standing.paymentStatus);
  }
}

describe("a checkout of tickets for two showtimes, popcorn and a code, and one of popcorn alone", () => {
  it("that dies at any point is all there or not at all when the sweep has been", async () => {
    const house = await openHouse(150, { maxSeatsPerUser: 1000 });
    const other = await openHouse(150, { maxSeatsPerUser: 1000 }, house.app);
    const shop = { house, other, product: await makeProduct(house.app) };
    await makePromotion(house.app, { code: "TENTH", percent: 10 });
    let seat = 0;
    const buyers: { user: TestUser; where: string; seats: number }[] = [];
    for (const { withSeats, callsMin } of [
      { withSeats: true, callsMin: 15 },
      { withSeats: false, callsMin: 6 },
    ]) {
      const calls = await checkOutAndDie(await shopper(shop, seat++, withSeats));
      expect(calls).toBeGreaterThanOrEqual(callsMin);
      for (let made = 0; made <= calls; made++) {
        const user = await shopper(shop, seat++, withSeats);
        await checkOutAndDie(user, made);
        buyers.push({ user, where: `after call ${made} of ${calls}`, seats: withSeats ? 2 : 0 });
      }
    }
    await sweep();
    await sweep();
    const states: string[] = [];
    await expect
      .poll(
        async () => {
          states.length = 0;
          for (const { user, where, seats } of buyers) {
            const { results } = await standingOf(user);
            expect(results.length, where).toBeLessThan(2);
            expectAllOrNothing(results[0], where, seats);
            const { items, checkout } = await cartOf(env, user.app.appId, user).read();
            // Nobody wrote an order: the cart is kept for half a minute.
            if (results[0] !== undefined)
              expect([items.length, checkout], where).toEqual([results[0].state === "CONFIRMED" ? 0 : 1 + seats, null]);
            states.push(results[0]?.state ?? "NONE");
          }
          return true;
        },
        { timeout: 15_000, interval: 250 },
      )
      .toBe(true);
    // Some died before anything was written, some too early to be charged, and some so late that only the answer is missing.
    expect(new Set(states)).toEqual(new Set(["NONE", "CANCELLED", "CONFIRMED"]));
    const sold = 2 + states.filter((state) => state === "CONFIRMED").length;
    expect(await stockOf(shop.product)).toEqual({ stock: 1000 - 2 * sold, held: 0 });
    await expectBooksToAddUp(house.app);
  }, 120_000);
});
