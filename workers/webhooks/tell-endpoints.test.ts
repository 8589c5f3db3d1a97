import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { Booking, Reservation } from "../../contracts/bookings.ts";
import type { MarqueeEvent } from "../../contracts/events.ts";
import { limits } from "../../contracts/limits.ts";
import { Order } from "../../contracts/orders.ts";
import { Payment } from "../../contracts/payments.ts";
import { WaitlistEntry } from "../../contracts/waitlist.ts";
import { WebhookEventType } from "../../contracts/webhooks.ts";
import { buy, hold, openHouse, pay, release, seatAt } from "../../test/box-office.ts";
import { scan, ticketOf } from "../../test/door.ts";
import { call, makeUser, testCtx } from "../../test/harness.ts";
import { recordingDatabase } from "../../test/query-plans.ts";
import { schemaDrift } from "../../test/schema-drift.ts";
import { buy as buyProduct, makeProduct } from "../../test/shop.ts";
import { verified } from "../../test/webhook-receiver.ts";
import { deliveriesOf, openEndpoint, type TestEndpoint } from "../../test/webhooks.ts";
import { encodeCursor } from "../platform/cursor.ts";
import { sendFacts } from "../platform/outbox.ts";
import { findWanted } from "./find-wanted.ts";
import { messageOf } from "./message-of.ts";
import { getEndpoint, listEndpoints } from "./read.ts";
import { webhookEndpoints, webhookSubscriptions } from "./tables.ts";
import { tellEndpoints } from "./tell-endpoints.ts";
import { tellingsOf } from "./tellings-of.ts";

const everything = [...WebhookEventType.options];
const booking = Booking.parse(Booking.meta()?.example);
const source = { showtimeId: booking.showtimeId, seq: 12 };
const confirmed = (appId: string, more: object = {}): MarqueeEvent => ({
  type: "booking.confirmed",
  id: `${booking.showtimeId}:12`,
  appId,
  at: Date.parse("2026-11-21T09:01:00Z"),
  source,
  booking,
  ...more,
});

/** Waits for a message of each of these types, and answers what standardwebhooks reads of them, by type. */
async function heard(endpoint: TestEndpoint, types: readonly string[]) {
  return vi.waitFor(
    async () => {
      const all = (await endpoint.receiver.received()).map((request) => verified(request, endpoint.secret));
      const byType = Map.groupBy(all, ({ type }) => type);
      const missing = types.filter((type) => !byType.has(type));
      if (missing.length > 0) throw new Error(`nothing came of ${missing}`);
      return byType;
    },
    { timeout: 15_000, interval: 100 },
  );
}

describe("what happens at the box office", () => {
  it("is told of a reservation at once, without anything else that happens, and without the sweep", async () => {
    const house = await openHouse(1);
    const endpoint = await openEndpoint(house.app, everything);
    const user = await makeUser(house.app);
    const held = await hold(user, [seatAt(house, 0)]);
    await heard(endpoint, ["reservation.created"]);
    await release(user, held.body.data.reservationToken);
    await heard(endpoint, ["reservation.released"]);
  });

  it("is told to an endpoint that asked, in the shapes of the API, and of nobody else's", async () => {
    const house = await openHouse(4);
    const [all, one, stranger] = await Promise.all([
      openEndpoint(house.app, everything),
      openEndpoint(house.app, ["reservation.released"]),
      openEndpoint(undefined, everything),
    ]);
    const user = await makeUser(house.app);
    const held = await hold(user, [seatAt(house, 2)]);
    await release(user, held.body.data.reservationToken);
    const declined = await hold(user, [seatAt(house, 3)]);
    await pay(user, declined.body.data.reservationToken, "tok_declined");
    const booked = await buy(user, [seatAt(house, 0), seatAt(house, 1)]);
    const ticket = await ticketOf(user, booked.bookingId);
    await scan({ server: house.app }, { ticket: ticket.id, gate: "North" });
    await call("POST", `/api/v1/payments/${booked.paymentId}/refund`, { server: house.app, body: { amount: 100 } });
    await call("PATCH", `/api/v1/showtimes/${house.showtimeId}`, {
      server: house.app,
      body: { startsAt: new Date(Date.now() + 30 * 86_400_000).toISOString() },
    });
    await call("POST", `/api/v1/showtimes/${house.showtimeId}/cancel`, { server: house.app, body: { reason: "the lead is ill" } });
    await buy(user, [seatAt(await openHouse(1, {}, house.app), 0)]);
    const lapsed = (await hold(user, [seatAt(await openHouse(1, {}, house.app), 0)])).body.data.reservationToken;
    const expire = env.DB.prepare("UPDATE reservations SET status = 'EXPIRED' WHERE token = ?").bind(lapsed);
    await vi.waitUntil(async () => (await expire.run()).meta.changes > 0, { timeout: 15_000 });
    await sendFacts(testCtx());
    const types = [
      "reservation.created",
      "reservation.expired",
      "showtime.sold_out",
      "reservation.released",
      "payment.failed",
      "payment.succeeded",
      "payment.refunded",
      "booking.confirmed",
      "booking.updated",
      "booking.cancelled",
      "ticket.checked_in",
      "showtime.rescheduled",
      "showtime.cancelled",
    ];
    const told = await heard(all, types);
    const [created] = told.get("reservation.created") ?? [];
    expect(Reservation.parse(created?.data.reservation)).toMatchObject({ status: "ACTIVE", userId: user.userId });
    const [released] = told.get("reservation.released") ?? [];
    expect(Reservation.parse(released?.data.reservation)).toMatchObject({
      status: "RELEASED",
      reservationToken: held.body.data.reservationToken,
    });
    const [paid] = told.get("payment.succeeded") ?? [];
    expect(Payment.parse(paid?.data.payment)).toMatchObject({ id: booked.paymentId, capturedAmount: booked.amount });
    expect(Payment.parse(told.get("payment.failed")?.[0]?.data.payment).status).toBe("FAILED");
    const refunds = told.get("payment.refunded")?.map(({ data }) => data.refund);
    expect(refunds).toContainEqual(expect.objectContaining({ amount: 100, status: "SUCCEEDED" }));
    expect(Booking.parse(told.get("booking.confirmed")?.[0]?.data.booking)).toMatchObject({
      bookingId: booked.bookingId,
      status: "CONFIRMED",
    });
    expect(told.get("booking.cancelled")?.[0]?.data).toMatchObject({ cause: "SHOWTIME_CANCELLED", booking: { status: "CANCELLED" } });
    expect(told.get("ticket.checked_in")?.map(({ data }) => data)).toEqual([
      expect.objectContaining({
        ticket: expect.objectContaining({ id: ticket.id, status: "USED", seat: expect.objectContaining({ id: ticket.seat.id }) }),
        entry: { at: expect.any(String), gate: "North" },
      }),
    ]);
    expect(JSON.stringify([...told.values()])).not.toContain(ticket.token);
    expect(told.get("showtime.cancelled")?.[0]?.data).toMatchObject({
      showtimeId: house.showtimeId,
      show: { title: "Hamlet" },
      reason: "the lead is ill",
    });
    expect(Reservation.parse(told.get("reservation.expired")?.[0]?.data.reservation)).toMatchObject({
      status: "EXPIRED",
      reservationToken: lapsed,
    });
    expect(told.get("showtime.sold_out")).toHaveLength(1);
    const alone = (await one.receiver.receives(1)).map((request) => verified(request, one.secret).type);
    expect(new Set(alone)).toEqual(new Set(["reservation.released"]));
    expect(await stranger.receiver.received()).toEqual([]);
  });

  it("is told of orders with their lines", async () => {
    const endpoint = await openEndpoint(undefined, ["order.paid", "order.shipped", "payment.succeeded"]);
    const { app } = endpoint;
    const order = await buyProduct(await makeUser(app), await makeProduct(app));
    for (const status of ["FULFILLING", "SHIPPED"])
      await call("PATCH", `/api/v1/orders/${order.id}/status`, { server: app, body: { status } });
    const told = await heard(endpoint, ["order.paid", "order.shipped", "payment.succeeded"]);
    const shipped = Order.parse(told.get("order.shipped")?.[0]?.data.order);
    expect([shipped.id, shipped.lines.length, shipped.fulfilment]).toEqual([order.id, 1, "SHIPPED"]);
    expect(shipped.timeline.length).toBeGreaterThan(1);
    expect(Payment.parse(told.get("payment.succeeded")?.[0]?.data.payment).orderId).toBe(order.id);
  });
});

describe("an event", () => {
  it("that comes again is told once, by a message's id that follows from it", async () => {
    const endpoint = await openEndpoint(undefined, ["booking.confirmed", "showtime.sold_out"]);
    const event = confirmed(endpoint.app.appId, { soldOut: true });
    await Promise.all([tellEndpoints(testCtx(), [event, event]), tellEndpoints(testCtx(), [event])]);
    await tellEndpoints(testCtx(), [event]);
    const id = `msg_${booking.showtimeId}-12`;
    expect((await deliveriesOf(endpoint)).map(({ messageId, type }) => [messageId, type])).toEqual([
      [`${id}-sold_out`, "showtime.sold_out"],
      [id, "booking.confirmed"],
    ]);
  });

  it("asks the database once where no endpoint wants it, and nothing where it is no webhook", async () => {
    const { db, plans } = recordingDatabase();
    await tellEndpoints(testCtx({ db }), [confirmed("app_none"), confirmed("app_none")]);
    const steps = await plans();
    expect(steps.filter((step) => /^SEARCH s USING PRIMARY KEY/.test(step))).toHaveLength(1);
    const other = recordingDatabase();
    await tellEndpoints(testCtx({ db: other.db }), [{ type: "doors.opened", id: "x", appId: "app_none", at: 0, source }]);
    expect(await other.plans()).toEqual([]);
  });

  it("makes a message of its own for every ticket, and tells of lapsed holds as expired ones", () => {
    const fact = { id: "sho_1:7", appId: "app_1", at: 0 };
    const ticket = { ticketId: "tkt_1", bookingId: "BK-1", userId: "usr_1", seatId: "sea_1", gate: null, at: 0 };
    const tickets = [ticket, { ...ticket, ticketId: "tkt_2" }];
    const entered = tellingsOf({ ...fact, type: "ticket.checked_in", source, first: true, tickets });
    expect(entered.map(({ messageId }) => messageId)).toEqual(["msg_sho_1-7-tkt_1", "msg_sho_1-7-tkt_2"]);
    const { reservationToken, showtimeId, userId, seats, price, currency } = Reservation.parse(Reservation.meta()?.example);
    const reservation = { reservationToken, showtimeId, userId, seats, price, currency, expiresAtMs: 1, createdAtMs: 0 };
    expect(tellingsOf({ ...fact, type: "reservation.lapsed", reservation }).map(({ type }) => type)).toEqual(["reservation.expired"]);
    const entry = WaitlistEntry.parse(WaitlistEntry.meta()?.example);
    const offered = Reservation.parse(Reservation.meta()?.example);
    const [offer] = tellingsOf({ ...fact, type: "waitlist.offered", source, entry, reservation: offered });
    expect(offer?.data({} as never)).toEqual({ entry, reservation: offered });
  });

  it("that is larger than a body may be is told by its ids alone", () => {
    const seats = Array.from({ length: 100 }, () => ({ ...booking.seats[0], section: "ä".repeat(100) }));
    const told = {
      messageId: "msg_1",
      type: "booking.confirmed",
      at: 0,
      data: { booking: { ...booking, seats } },
      ids: { bookingId: "BK-1" },
    };
    const { body } = messageOf(told);
    expect(JSON.parse(body)).toEqual({
      type: "booking.confirmed",
      timestamp: "1970-01-01T00:00:00.000Z",
      data: { bookingId: "BK-1", truncated: true },
    });
    expect(messageOf({ ...told, data: { booking } }).body.length).toBeLessThan(limits.webhookBodyBytesMax);
  });
});

describe("no statement about webhooks reads a whole table", () => {
  it.each<[string, (ctx: ReturnType<typeof testCtx>) => Promise<unknown>]>([
    ["a page of endpoints", (ctx) => listEndpoints(ctx, { appId: "app_1", limit: 20, cursor: encodeCursor("", "whe_1") })],
    ["an endpoint", (ctx) => getEndpoint(ctx, { appId: "app_1", id: "whe_1" }).catch(() => null)],
    [
      "what messages say",
      (ctx) =>
        findWanted(ctx, "app_1", [
          { payment: "pay_1", refund: "ref_1", order: "ord_1", show: "sho_1", booking: "BK-1", reservation: "rsv_1" },
        ]),
    ],
  ])("%s", async (_, run) => {
    const { db, plans } = recordingDatabase();
    await run(testCtx({ db }));
    const steps = await plans();
    expect(steps.some((step) => step.startsWith("SEARCH"))).toBe(true);
    expect(steps.filter((step) => /^SCAN (?!json_each VIRTUAL)/.test(step))).toEqual([]);
  });

  it("and the drizzle tables are those of the migrations", async () => {
    expect(await schemaDrift(webhookEndpoints, webhookSubscriptions)).toEqual([]);
  });
});
