import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, it, vi } from "vitest";
import { hold, openHouse, seatAt } from "../../test/box-office.ts";
import { makeUser } from "../../test/harness.ts";
import { ledgerOf, objectOf } from "../../test/simulation/real-object.ts";
import { newId } from "../../workers/platform/ids.ts";

it("an order's bookings remember, over an eviction, what was off, whose payment paid and what went back; D1 has the refunds and leaves the payment to its order, and the buyer is told", async () => {
  const house = await openHouse(14);
  const user = await makeUser(house.app);
  const ledger = ledgerOf(house);
  const [order, paymentId] = [newId("order"), newId("payment")];
  const { userId } = user;
  const tokens = await Promise.all(
    [[0, 12], [13]].map(
      async (seats) =>
        (
          await hold(
            user,
            seats.map((index) => seatAt(house, index)),
          )
        ).body.data.reservationToken,
    ),
  );
  const [one = "", two = ""] = tokens;
  await env.DB.prepare(
    `INSERT INTO payments (id, app_id, user_id, order_id, provider, method, amount, currency, status, created_at, updated_at)
     VALUES (?, ?, ?, ?, 'simulated', 'card', 13900, 'EUR', 'SUCCESS', 1, 1)`,
  )
    .bind(paymentId, house.app.appId, userId, order)
    .run();
  const part = (amount: number, of = order) => ({ id: paymentId, amount, currency: "EUR", order: of });
  const discount = { amount: 1000, code: "SPRING" };
  const first = await ledger.confirm({ userId, token: one, payment: part(9700), discount });
  const second = await ledger.confirm({ userId, token: two, payment: part(4200) });
  if (!first.ok || !second.ok) throw new Error("the order was not booked");
  expect(first.booking.seats.map(({ price }) => price)).toEqual([5893, 3807]);
  const goodwill = { bookingId: first.booking.bookingId, paymentId, amount: 700, reason: "the bar was closed", refundId: newId("refund") };
  const refunded = await ledger.refundBooking(goodwill);
  expect(refunded).toMatchObject({ ok: true, booking: { amount: 9700, refundedAmount: 700 }, refunds: [{ amount: 700, paymentId }] });

  await evictDurableObject(objectOf(house));
  expect(await ledger.confirm({ userId, token: one, payment: part(9700), discount })).toMatchObject({
    ok: true,
    created: false,
    booking: { bookingId: first.booking.bookingId, refundedAmount: 700 },
  });
  expect(await ledger.refundBooking(goodwill)).toMatchObject({ ok: true, refunds: [{ amount: 700 }], booking: { refundedAmount: 700 } });
  const third = (await hold(user, [seatAt(house, 11)])).body.data.reservationToken;
  expect(await ledger.confirm({ userId, token: third, payment: part(4200, newId("order")) })).toMatchObject({
    code: "PAYMENT_ALREADY_USED",
  });

  const undo = (token: string) => ledger.undoOrder({ userId, token, refundId: `ref_${token}`, order });
  const undone = await undo(one);
  expect(undone).toMatchObject({
    ok: true,
    booking: { status: "CANCELLED", refundedAmount: 9700 },
    refunds: [{ amount: 9000, paymentId }],
  });
  await evictDurableObject(objectOf(house));
  expect(await undo(one)).toMatchObject({ ok: true, refunds: undone.ok && undone.refunds });
  expect(await undo(third)).toMatchObject({ ok: true, booking: null, refunds: [] });
  expect(await ledger.confirm({ userId, token: third, payment: part(4200) })).toMatchObject({ code: "RESERVATION_EXPIRED" });

  const refunds = () =>
    env.DB.prepare("SELECT amount, booking_id AS booking FROM refunds WHERE payment_id = ? ORDER BY amount").bind(paymentId).all();
  const of = { booking: first.booking.bookingId };
  await vi.waitFor(
    async () =>
      expect((await refunds()).results).toEqual([
        { amount: 700, ...of },
        { amount: 9000, ...of },
      ]),
    { timeout: 15_000, interval: 100 },
  );
  const mails = () =>
    env.DB.prepare("SELECT kind FROM mails WHERE recipient = ? AND kind LIKE 'booking-%' ORDER BY kind")
      .bind(user.email)
      .all<{ kind: string }>();
  const kinds = ["booking-cancelled", "booking-confirmed", "booking-confirmed", "booking-refunded"];
  await vi.waitFor(async () => expect((await mails()).results.map(({ kind }) => kind)).toEqual(kinds), { timeout: 15_000, interval: 100 });
  const payment = await env.DB.prepare("SELECT status, booking_id AS booking FROM payments WHERE id = ?").bind(paymentId).first();
  expect(payment).toEqual({ status: "SUCCESS", booking: null });
});
