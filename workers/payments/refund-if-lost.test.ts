import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { hold, openHouse, pay, seatAt } from "../../test/box-office.ts";
import { makeUser, testCtx } from "../../test/harness.ts";
import { refundIfLost } from "./refund-if-lost.ts";
import { payments, type ReservationPayment } from "./tables.ts";

it("a payment that was claimed for a reservation which never was goes back whole, and not while its own still lives", async () => {
  const house = await openHouse(2);
  const user = await makeUser(house.app);
  const { reservationToken } = (await hold(user, [seatAt(house, 0)])).body.data;
  const { payment } = (await pay(user, reservationToken)).body.data;
  const ctx = testCtx();
  const row = async () => (await ctx.db.select().from(payments).where(eq(payments.id, payment.id)).get()) as ReservationPayment;
  await refundIfLost(ctx, await row());
  expect((await row()).status).toBe("SUCCESS");
  await env.DB.prepare("UPDATE payments SET used_by = ? WHERE id = ?").bind(`${reservationToken}X`, payment.id).run();
  await refundIfLost(ctx, await row());
  expect((await row()).status).toBe("REFUNDED");
  const { results } = await env.DB.prepare("SELECT amount, status FROM refunds WHERE payment_id = ?").bind(payment.id).all();
  expect(results).toEqual([{ amount: payment.amount, status: "SUCCEEDED" }]);
});
