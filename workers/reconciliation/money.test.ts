import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { expectBooksToAddUp } from "../../test/books.ts";
import { buy, type House, hold, openHouse, pay, seatAt } from "../../test/box-office.ts";
import { call, makeUser, type TestUser, testCtx } from "../../test/harness.ts";
import { buy as buyProduct, makeProduct } from "../../test/shop.ts";
import { newId } from "../platform/ids.ts";
import { compareBooksOf } from "./compare-books.ts";
import { compareBookings, comparePayments } from "./compare-payments.ts";
import { compareProvider } from "./compare-provider.ts";
import type { Finding, PartStep } from "./finding.ts";
import { settleOpenMoney } from "./open-money.ts";

const inMinutes = (minutes: number) => testCtx({ now: () => Date.now() + minutes * 60_000 });
/** Late enough that nothing is on its way any more, and then again that nothing is that was mended. */
const settling = inMinutes(20);
const later = inMinutes(40);
const begun = Date.now();

let house: House;
let user: TestUser;
let seat = 0;

beforeAll(async () => {
  house = await openHouse(20, { cancellationPolicy: { fullRefundUntilHours: 48, partialRefundUntilHours: 24, partialRefundPercent: 50 } });
  user = await makeUser(house.app);
});

const sale = () => buy(user, [seatAt(house, seat++)]);
const cancel = (bookingId: string) => call("POST", `/api/v1/bookings/${bookingId}/cancel`, { server: house.app, body: {} });

async function walked<Place>(part: (place: Place | null) => Promise<PartStep<Place>>): Promise<Finding[]> {
  const found: Finding[] = [];
  let place: Place | null = null;
  do {
    const step: PartStep<Place> = await part(place);
    found.push(...step.findings);
    place = step.next;
  } while (place !== null);
  return found;
}

/** What is found of this app's money, by kind and subject. */
async function found(): Promise<string[]> {
  const findings = [
    ...(await settleOpenMoney(settling)).findings,
    ...(await walked((place: Parameters<typeof compareBookings>[2]) => compareBookings(later, begun, place))),
    ...(await walked((place: string | null) => comparePayments(later, begun, place ?? newId("payment", begun - 1)))),
    ...(await compareBooksOf(later, [house.app.appId])),
    ...(await compareProvider(later)).findings,
  ];
  const mine = await Promise.all(
    findings.map(async ({ subject }) => {
      const statement =
        "SELECT 1 FROM payments WHERE id = ?1 AND app_id = ?2 UNION ALL SELECT 1 FROM refunds WHERE id = ?1 AND app_id = ?2 UNION ALL SELECT 1 FROM bookings WHERE id = ?1 AND app_id = ?2";
      return subject === house.app.appId || (await env.DB.prepare(statement).bind(subject, house.app.appId).first()) !== null;
    }),
  );
  return findings
    .filter((_, index) => mine[index])
    .map(({ kind, subject, healed }) => `${kind} ${subject} ${healed ? "healed" : "open"}`)
    .sort();
}

const run = (sql: string, ...values: unknown[]) =>
  env.DB.prepare(sql)
    .bind(...values)
    .run();
const refundOf = (paymentId: string | null) =>
  env.DB.prepare("SELECT id, amount FROM refunds WHERE payment_id = ?").bind(paymentId).first<{ id: string; amount: number }>();

describe("an app's money", () => {
  it("adds up where it was taken, given back, and spent on tickets and products", async () => {
    await sale();
    await cancel((await sale()).bookingId);
    await buyProduct(user, await makeProduct(house.app), 2);
    await expectBooksToAddUp(house.app);
    expect(await found()).toEqual([]);
  });

  it("is of use again where nobody knew any more what a payment was for", async () => {
    const { paymentId, bookingId } = await sale();
    await run("UPDATE payments SET booking_id = NULL WHERE id = ?", paymentId);
    expect(await found()).toEqual([`PAYMENT_UNUSED ${paymentId} healed`]);
    expect(await env.DB.prepare("SELECT booking_id FROM payments WHERE id = ?").bind(paymentId).first("booking_id")).toBe(bookingId);
    expect(await found()).toEqual([]);
  });

  it("goes back where the hold that it paid for is over, and stays where it is still held", async () => {
    const lost = (await hold(user, [seatAt(house, seat++)])).body.data.reservationToken;
    const { id } = (await pay(user, lost)).body.data.payment;
    // The hold lives on: in twenty minutes of this test's clock it does not, and its object has another one.
    await run("UPDATE reservations SET expires_at = ? WHERE token = ?", Date.now() + 3_600_000, lost);
    expect(await found()).toEqual([]);
    await run("UPDATE reservations SET expires_at = 0 WHERE token = ?", lost);
    expect(await found()).toEqual([`PAYMENT_UNUSED ${id} open`]);
    await call("POST", "/api/v1/release-seat", { user, body: { reservationToken: lost } });
    expect(await found()).toEqual([`PAYMENT_UNUSED ${id} healed`]);
    expect(await refundOf(id)).toMatchObject({ amount: 6500 });
    expect(await found()).toEqual([]);
  });

  it("is paid out where a refund was stuck, and somebody is told where it cannot be", async () => {
    const { paymentId, bookingId } = await sale();
    await cancel(bookingId);
    const refund = await refundOf(paymentId);
    await expectBooksToAddUp(house.app);
    const hour = Date.now() - 7_200_000;
    await run("UPDATE refunds SET status = 'PENDING', created_at = ? WHERE id = ?", hour, refund?.id);
    expect(await found()).toEqual([`REFUND_STUCK ${refund?.id} healed`]);
    const { charge_id: chargeId } =
      (await env.DB.prepare("SELECT charge_id FROM payments WHERE id = ?").bind(paymentId).first<{ charge_id: string }>()) ?? {};
    await run("UPDATE payments SET charge_id = NULL WHERE id = ?", paymentId);
    await run("UPDATE refunds SET status = 'PENDING' WHERE id = ?", refund?.id);
    expect(await found()).toEqual([`REFUND_STUCK ${refund?.id} open`]);
    await run("UPDATE payments SET charge_id = ? WHERE id = ?", chargeId, paymentId);
    expect(await found()).toEqual([`REFUND_STUCK ${refund?.id} healed`]);
    expect(await found()).toEqual([]);
  });

  it("does not add up where a refund was spoilt, or a booking was never paid", async () => {
    const { paymentId, bookingId } = await sale();
    await cancel(bookingId);
    await expectBooksToAddUp(house.app);
    await run("UPDATE refunds SET amount = amount - 100 WHERE payment_id = ?", paymentId);
    expect(await found()).toEqual([`BOOKS_DIFFER ${house.app.appId} open`, `PAYMENT_DIFFERS ${paymentId} open`]);
    await run("UPDATE refunds SET amount = amount + 100 WHERE payment_id = ?", paymentId);
    const unpaid = await sale();
    await run("UPDATE bookings SET payments = '[]' WHERE id = ?", unpaid.bookingId);
    expect(await found()).toEqual([`BOOKING_UNPAID ${unpaid.bookingId} open`, `PAYMENT_DIFFERS ${unpaid.paymentId} open`]);
    await run(
      "UPDATE bookings SET payments = json_array(json_object('paymentId', payment_id, 'amount', amount, 'refundedAmount', 0)) WHERE id = ?",
      unpaid.bookingId,
    );
    expect(await found()).toEqual([]);
  });

  it("is what the provider says: what was charged after all goes back, and another amount is for people to see to", async () => {
    const { paymentId } = await sale();
    await run("UPDATE simulated_charges SET amount = amount + 1 WHERE reference = ?", paymentId);
    expect(await found()).toEqual([`PROVIDER_DIFFERS ${paymentId} open`]);
    await run("UPDATE simulated_charges SET amount = amount - 1 WHERE reference = ?", paymentId);
    const given = (await hold(user, [seatAt(house, seat++)])).body.data.reservationToken;
    const { id } = (await pay(user, given, "tok_declined")).body.data?.payment ?? {};
    const failed = id ?? (await env.DB.prepare("SELECT id FROM payments WHERE reservation_token = ?").bind(given).first<string>("id"));
    await run("UPDATE payments SET charge_id = NULL, failure_code = 'never_charged' WHERE id = ?", failed);
    await run("UPDATE simulated_charges SET status = 'succeeded', failure_code = NULL WHERE reference = ?", failed);
    expect(await found()).toEqual([`PROVIDER_DIFFERS ${failed} healed`]);
    expect(await found()).toEqual([]);
    await expectBooksToAddUp(house.app);
  });
});
