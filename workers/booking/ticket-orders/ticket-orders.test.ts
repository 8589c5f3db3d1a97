import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import type { Page } from "../../../contracts/envelope.ts";
import type { Payment } from "../../../contracts/payments.ts";
import type { BookedTickets, BookTickets, TicketOrder } from "../../../contracts/ticket-orders.ts";
import { expectBooksToAddUp } from "../../../test/books.ts";
import { buy, confirm, type House, openHouse, release, seatAt, seatsOf } from "../../../test/box-office.ts";
import { type Call, call, makeApp, makeUser, type TestUser, testTenantCtx } from "../../../test/harness.ts";
import { recordingDatabase } from "../../../test/query-plans.ts";
import { schemaDrift } from "../../../test/schema-drift.ts";
import { encodeCursor } from "../../platform/cursor.ts";
import { ticketOrderData } from "./personal-data.ts";
import { listTicketOrders } from "./read.ts";
import { showtimesToTry } from "./showtimes-to-try.ts";
import { ticketOrders } from "./tables.ts";

const book = (user: TestUser, eventId: string, wish: Partial<BookTickets> = { quantity: 2 }, headers: Record<string, string> = {}) =>
  call<BookedTickets>("POST", "/api/v1/tickets/book", { user, body: { eventId, ...wish }, headers });
const booked = async (...input: Parameters<typeof book>) => {
  const answer = await book(...input);
  expect([answer.status, answer.body.error]).toEqual([201, undefined]);
  return answer.body.data.order;
};
const refusal = async (...input: Parameters<typeof book>) => {
  const { status, body } = await book(...input);
  return [status, body.error.code, body.error.details];
};
const pay = (user: TestUser, orderId: string, token = "tok_ok") =>
  call<{ payment: Payment }>("POST", "/api/v1/payments/process", { user, body: { orderId, token } });
const orderOf = async (as: Call, id: string) =>
  (await call<{ order: TicketOrder }>("GET", `/api/v1/tickets/orders/${id}`, as)).body.data.order;
const list = async (as: Call, query = "") => (await call<Page<TicketOrder>>("GET", `/api/v1/tickets/orders${query}`, as)).body.data;
const cancel = (user: TestUser, id: string) =>
  call<{ order: TicketOrder }>("PUT", `/api/v1/tickets/orders/${id}`, { user, body: { status: "CANCELLED" } });
const paymentOf = async (user: TestUser, id: string) =>
  (await call<{ payment: Payment }>("GET", `/api/v1/payments/${id}`, { user })).body.data.payment;
const statusOf = async (user: TestUser, id: string) => (await orderOf({ user }, id)).status;
const until = (check: () => Promise<boolean>) => vi.waitUntil(check, { timeout: 15_000, interval: 150 });

/** The hold's time is over, as its object finds it when it comes back. */
async function runOut({ app, showtimeId }: House, token: string): Promise<void> {
  const stub = env.SEAT_MAP.getByName(`${app.appId}:${showtimeId}`);
  await runInDurableObject(stub, (_, state) => {
    state.storage.sql.exec("UPDATE reservation SET expires_at = ? WHERE token = ?", Date.now() - 1, token);
  });
  await evictDurableObject(stub);
}

async function opened(seats = 4, terms: Record<string, unknown> = {}) {
  const house = await openHouse(seats, terms);
  return { house, user: await makeUser(house.app) };
}

/** Another showtime of the same listing, some days after the first. */
async function nextShowOf({ app, listingId }: House, terms: Record<string, unknown> = {}): Promise<string> {
  const server = { server: app };
  const venue = await call<{ venue: { id: string } }>("POST", "/api/v1/venues", {
    ...server,
    body: { name: "Small Stage", city: "Graz", timeZone: "Europe/Vienna" },
  });
  const made = await call<{ showtime: { id: string } }>("POST", `/api/v1/events/${listingId}/showtimes`, {
    ...server,
    body: {
      venueId: venue.body.data.venue.id,
      startsAt: new Date(Date.now() + 25 * 86_400_000).toISOString(),
      currency: "EUR",
      tiers: [{ name: "Standing", price: 2000 }],
      capacity: 3,
      ...terms,
    },
  });
  expect(made.body.error).toBeUndefined();
  return made.body.data.showtime.id;
}

describe("an order of tickets", () => {
  it("holds the best seats together, and says what they cost and until when", async () => {
    const { house, user } = await opened();
    const answer = await book(user, house.listingId, { quantity: 2, tier: "Premium" });
    const { order, reservationToken } = answer.body.data;
    expect(answer.status).toBe(201);
    expect(order).toMatchObject({
      id: expect.stringMatching(/^tor_/),
      status: "PENDING",
      userId: user.userId,
      eventId: house.listingId,
      showtimeId: house.showtimeId,
      reservationToken,
      amount: 13_000,
      currency: "EUR",
      bookingId: null,
    });
    expect(order.seats.map(({ price }) => price)).toEqual([6500, 6500]);
    expect(Date.parse(order.expiresAt)).toBeGreaterThan(Date.now() + 100_000);
    const locked = (await seatsOf(house.app, house.showtimeId)).filter(({ status }) => status === "LOCKED");
    expect(locked.map(({ id }) => id).sort()).toEqual(order.seats.map(({ id }) => id).sort());
    expect(await orderOf({ user }, order.id)).toEqual(order);
    expect(answer.headers.get("x-ledger-seq")).toMatch(/^\d+$/);
  });

  it("takes the seats that it names, and only those of its listing and showtime", async () => {
    const { house, user } = await opened();
    const other = await openHouse(2, {}, house.app);
    const order = await booked(user, house.listingId, { seatIds: [seatAt(house, 3), seatAt(house, 1)] });
    expect(order.seats.map(({ id }) => id).sort()).toEqual([seatAt(house, 1), seatAt(house, 3)]);
    const mixed = [seatAt(house, 0), seatAt(other, 0)];
    for (const [wish, expected] of [
      [{ seatIds: [seatAt(other, 0)] }, [404, "SEAT_NOT_FOUND"]],
      [{ seatIds: mixed }, [404, "SEAT_NOT_FOUND"]],
      [{ seatIds: ["none"] }, [404, "SEAT_NOT_FOUND"]],
      [{ seatIds: [seatAt(house, 0)], showtimeId: other.showtimeId }, [404, "SHOWTIME_NOT_FOUND"]],
      [{ seatIds: [seatAt(house, 1)] }, [409, "SEAT_ALREADY_LOCKED"]],
      [{ quantity: 1, showtimeId: other.showtimeId }, [404, "SHOWTIME_NOT_FOUND"]],
      [{ quantity: 1, tier: "Balcony" }, [409, "NOT_ENOUGH_SEATS"]],
      [{ quantity: 11 }, [409, "NOT_ENOUGH_SEATS"]],
      [{}, [422, "VALIDATION_FAILED"]],
      [{ quantity: 1, seatIds: [seatAt(house, 0)] }, [422, "VALIDATION_FAILED"]],
      [{ seatIds: [seatAt(house, 0)], tier: "Premium" }, [422, "VALIDATION_FAILED"]],
    ] as const) {
      expect([wish, (await refusal(user, house.listingId, wish as Partial<BookTickets>)).slice(0, 2)]).toEqual([wish, expected]);
    }
    const seat = { seatIds: [seatAt(other, 0)], showtimeId: house.showtimeId };
    expect((await refusal(user, house.listingId, seat))[1]).toBe("SEAT_NOT_FOUND");
  });

  it("of a listing that is unknown, a draft or another tenant's finds none", async () => {
    const { house, user } = await opened(1);
    const other = await openHouse(1);
    const draft = await call<{ event: { id: string } }>("POST", "/api/v1/events", { server: house.app, body: { title: "Draft" } });
    for (const id of ["evt_01K9Z3V6T8W2Y4A6C8E0G2J4M6", other.listingId, draft.body.data.event.id])
      expect((await refusal(user, id)).slice(0, 2)).toEqual([404, "LISTING_NOT_FOUND"]);
    const empty = await call<{ event: { id: string } }>("POST", "/api/v1/events", {
      server: house.app,
      body: { title: "Nothing yet", status: "PUBLISHED" },
    });
    expect(await refusal(user, empty.body.data.event.id)).toEqual([403, "SALE_NOT_OPEN", { reason: "CLOSED" }]);
  });

  it("without a showtime goes to the next one that has so many, and passes over those that are sold out or not on sale", async () => {
    const { house, user } = await opened(2);
    const third = await nextShowOf(house, { startsAt: new Date(Date.now() + 30 * 86_400_000).toISOString() });
    const second = await nextShowOf(house);
    await nextShowOf(house, {
      startsAt: new Date(Date.now() + 10 * 86_400_000).toISOString(),
      saleOpensAt: new Date(Date.now() + 86_400_000).toISOString(),
    });
    const [one, two, three] = [
      await booked(user, house.listingId),
      await booked(user, house.listingId),
      await booked(user, house.listingId),
    ];
    expect([one.showtimeId, two.showtimeId, three.showtimeId]).toEqual([house.showtimeId, second, third]);
    expect((await refusal(user, house.listingId, { quantity: 3 })).slice(0, 2)).toEqual([409, "NOT_ENOUGH_SEATS"]);
    expect((await refusal(user, house.listingId, { quantity: 3, showtimeId: third })).slice(0, 2)).toEqual([409, "NOT_ENOUGH_SEATS"]);
  });

  it("finds what is left beyond the five next showtimes", async () => {
    const { house, user } = await opened(1);
    const other = await makeUser(house.app);
    await buy(other, [seatAt(house, 0)]);
    for (let day = 1; day < 6; day++) {
      const full = await nextShowOf(house, { capacity: 1, startsAt: new Date(Date.now() + day * 86_400_000).toISOString() });
      await booked(other, house.listingId, { quantity: 1, showtimeId: full });
    }
    const last = await nextShowOf(house, { capacity: 1 });
    await until(async () => (await showtimesToTry(testTenantCtx(house.app), { eventId: house.listingId, quantity: 1 }))[0]?.id === last);
    expect((await booked(user, house.listingId, { quantity: 1 })).showtimeId).toBe(last);
  });

  it("takes places without numbers where there are any, and never a seat at another price in their stead", async () => {
    const { house, user } = await opened(2, { capacity: 3, capacityTier: "Standard" });
    const standing = await booked(user, house.listingId, { quantity: 3 });
    expect(standing.seats.map(({ section, row }) => [section, row])).toEqual(Array(3).fill(["General admission", null]));
    expect(standing.amount).toBe(3 * 4200);
    expect((await refusal(user, house.listingId, { quantity: 1 })).slice(0, 2)).toEqual([409, "NOT_ENOUGH_SEATS"]);
    const seated = await booked(user, house.listingId, { quantity: 1, tier: "Premium" });
    expect(seated.seats.map(({ section, price }) => [section, price])).toEqual([["Stalls", 6500]]);
  });

  it("needs the pass of a sale with a waiting room", async () => {
    const { house, user } = await opened(2, { waitingRoom: { admitPerSecond: 50 } });
    expect(await refusal(user, house.listingId)).toEqual([403, "ADMISSION_REQUIRED", { reason: "MISSING" }]);
    const place = await vi.waitUntil(
      async () => {
        const { data } = (await call<{ admission: string | null }>("POST", `/api/v1/waiting-room/${house.showtimeId}/join`, { user })).body;
        return data.admission === null ? null : data;
      },
      { timeout: 8000, interval: 100 },
    );
    const admission = { "x-admission": place?.admission ?? "" };
    const order = await booked(user, house.listingId, { quantity: 1 }, admission);
    expect(order.status).toBe("PENDING");
    expect(await refusal(user, house.listingId, { quantity: 1 }, admission)).toEqual([403, "ADMISSION_REQUIRED", { reason: "USED" }]);
  });

  it("that is asked for twice with one key is one order and one hold", async () => {
    const { house, user } = await opened(6);
    const headers = { "idempotency-key": crypto.randomUUID() };
    const [first, again] = [
      await booked(user, house.listingId, { quantity: 2 }, headers),
      await booked(user, house.listingId, { quantity: 2 }, headers),
    ];
    expect(again).toEqual(first);
    expect((await list({ user })).items).toHaveLength(1);
    expect((await seatsOf(house.app, house.showtimeId)).filter(({ status }) => status === "LOCKED")).toHaveLength(2);
  });
});

describe("an order that is paid", () => {
  it("is booked by itself, with the payment's success", async () => {
    const { house, user } = await opened();
    const order = await booked(user, house.listingId);
    const paid = await pay(user, order.id);
    expect([paid.status, paid.body.data.payment.status, paid.body.data.payment.amount]).toEqual([201, "SUCCESS", order.amount]);
    const now = await orderOf({ user }, order.id);
    expect(now).toMatchObject({ status: "PAID", bookingId: expect.stringMatching(/^BK-/) });
    expect(paid.body.data.payment.bookingId).toBe(now.bookingId);
    expect((await list({ user }, "?status=PAID")).items).toEqual([now]);
    const again = await pay(user, order.id);
    expect([again.status, again.body.error.code]).toEqual([409, "RESERVATION_CONFIRMED"]);
    expect((await expectBooksToAddUp(house.app)).bookings).toBe(order.amount);
  });

  it.each(["tok_slow", "tok_pending"])("with %s is booked when the provider tells of the success", async (token) => {
    const { house, user } = await opened();
    const order = await booked(user, house.listingId);
    const paying = await pay(user, order.id, token);
    expect(paying.body.data.payment).toMatchObject({ status: "PENDING", nextAction: { type: "await_settlement" } });
    expect(await statusOf(user, order.id)).toBe("PENDING");
    await until(async () => (await statusOf(user, order.id)) === "PAID");
    expect((await expectBooksToAddUp(house.app)).bookings).toBe(order.amount);
  });

  it("with a slow card, and given back meanwhile, is refunded", async () => {
    const { house, user } = await opened();
    const order = await booked(user, house.listingId);
    const { payment } = (await pay(user, order.id, "tok_slow")).body.data;
    expect([payment.orderId, (await paymentOf(user, payment.id)).orderId]).toEqual([order.id, order.id]);
    await release(user, order.reservationToken);
    await until(async () => (await paymentOf(user, payment.id)).status === "REFUNDED");
    expect(await statusOf(user, order.id)).toBe("CANCELLED");
    const books = await expectBooksToAddUp(house.app);
    expect([books.captured, books.refunded, books.bookings]).toEqual([order.amount, order.amount, 0]);
  });

  it("with a card so slow that its time ran out is refunded, and stays EXPIRED", async () => {
    const { house, user } = await opened();
    const order = await booked(user, house.listingId);
    const { payment } = (await pay(user, order.id, "tok_pending")).body.data;
    await runOut(house, order.reservationToken);
    expect(await statusOf(user, order.id)).toBe("EXPIRED");
    await until(async () => (await paymentOf(user, payment.id)).status === "REFUNDED");
    expect((await orderOf({ user }, order.id)).bookingId).toBeNull();
    const books = await expectBooksToAddUp(house.app);
    expect([books.captured, books.refunded, books.bookings]).toEqual([order.amount, order.amount, 0]);
  });

  it("after its time ran out takes no money, and cannot be cancelled", async () => {
    const { house, user } = await opened();
    const order = await booked(user, house.listingId);
    await runOut(house, order.reservationToken);
    const late = await pay(user, order.id);
    expect([late.status, late.body.error.code]).toEqual([410, "RESERVATION_EXPIRED"]);
    expect((await cancel(user, order.id)).body.error).toMatchObject({ code: "ILLEGAL_TRANSITION", details: { status: "EXPIRED" } });
    await until(async () => (await list({ user }, "?status=EXPIRED")).items.some(({ id }) => id === order.id));
    expect((await expectBooksToAddUp(house.app)).captured).toBe(0);
  });

  it("with a card that is declined can be paid with another", async () => {
    const { house, user } = await opened();
    const order = await booked(user, house.listingId);
    expect((await pay(user, order.id, "tok_declined")).body.error.code).toBe("PAYMENT_DECLINED");
    expect(await statusOf(user, order.id)).toBe("PENDING");
    expect((await pay(user, order.id)).status).toBe(201);
    expect(await statusOf(user, order.id)).toBe("PAID");
    await expectBooksToAddUp(house.app);
  });

  it("with nothing, because it costs nothing, is confirmed by its reservation", async () => {
    const { house, user } = await opened(2, {
      tiers: [
        { name: "Premium", price: 0 },
        { name: "Standard", price: 0 },
      ],
    });
    const order = await booked(user, house.listingId);
    expect(order.amount).toBe(0);
    expect((await pay(user, order.id)).body.error.code).toBe("VALIDATION_FAILED");
    expect((await confirm(user, order.reservationToken)).status).toBe(201);
    expect(await statusOf(user, order.id)).toBe("PAID");
  });

  it("is paid by nobody but whose it is", async () => {
    const { house, user } = await opened();
    const order = await booked(user, house.listingId);
    expect((await pay(await makeUser(house.app), order.id)).body.error.code).toBe("ORDER_NOT_FOUND");
  });
});

describe("an order that is cancelled", () => {
  it("gives its seats back while it is not paid", async () => {
    const { house, user } = await opened(2);
    const order = await booked(user, house.listingId);
    const cancelled = await cancel(user, order.id);
    expect([cancelled.status, cancelled.body.data.order]).toEqual([200, { ...order, status: "CANCELLED" }]);
    expect((await seatsOf(house.app, house.showtimeId)).map(({ status }) => status)).toEqual(["AVAILABLE", "AVAILABLE"]);
    const again = await cancel(user, order.id);
    expect([again.status, again.body.error]).toEqual([
      409,
      expect.objectContaining({ code: "ILLEGAL_TRANSITION", details: { status: "CANCELLED" } }),
    ]);
    expect((await pay(user, order.id)).body.error.code).toBe("RESERVATION_EXPIRED");
    await until(async () => (await list({ user }, "?status=CANCELLED")).items.length === 1);
  });

  it("after it was paid is refunded by the showtime's policy", async () => {
    const { house, user } = await opened(2, { cancellationPolicy: { fullRefundUntilHours: 1 } });
    const order = await booked(user, house.listingId);
    await pay(user, order.id);
    const cancelled = await cancel(user, order.id);
    expect([cancelled.status, cancelled.body.data.order.status]).toEqual([200, "CANCELLED"]);
    const { bookingId } = cancelled.body.data.order;
    expect((await call<{ booking: object }>("GET", `/api/v1/bookings/${bookingId}`, { user })).body.data.booking).toMatchObject({
      status: "CANCELLED",
      refundedAmount: order.amount,
    });
    expect((await cancel(user, order.id)).body.error.code).toBe("ILLEGAL_TRANSITION");
    const books = await expectBooksToAddUp(house.app);
    expect([books.captured, books.refunded]).toEqual([order.amount, order.amount]);
  });

  it("is cancelled by whose it is, and becomes nothing else", async () => {
    const { house, user } = await opened();
    const order = await booked(user, house.listingId);
    expect((await cancel(await makeUser(house.app), order.id)).body.error.code).toBe("ORDER_NOT_FOUND");
    expect((await cancel(user, "tor_none")).body.error.code).toBe("ORDER_NOT_FOUND");
    const paid = await call("PUT", `/api/v1/tickets/orders/${order.id}`, { user, body: { status: "PAID" } });
    expect(paid.body.error.code).toBe("VALIDATION_FAILED");
    expect(await statusOf(user, order.id)).toBe("PENDING");
  });
});

describe("the list of orders", () => {
  it("is one's own, newest first, page by page, and the app's for its server", async () => {
    const { house, user } = await opened(6);
    const other = await makeUser(house.app);
    const theirs = await booked(other, house.listingId, { quantity: 1 });
    const [first, second] = [await booked(user, house.listingId, { quantity: 1 }), await booked(user, house.listingId, { quantity: 1 })];
    expect((await list({ user })).items).toEqual([second, first]);
    const page = await list({ user }, "?limit=1");
    expect(page.items).toEqual([second]);
    expect(await list({ user }, `?limit=1&cursor=${page.nextCursor}`)).toEqual({ items: [first], nextCursor: null });
    expect((await list({ server: house.app }, "?status=PENDING")).items).toEqual([second, first, theirs]);
    expect(await orderOf({ server: house.app }, theirs.id)).toEqual(theirs);
    expect((await list({ server: await makeApp() })).items).toEqual([]);
    const foreign = await call("GET", `/api/v1/tickets/orders/${theirs.id}`, { user });
    expect([foreign.status, foreign.body.error.code]).toEqual([404, "ORDER_NOT_FOUND"]);
  });

  it("is in the export of whose they are, and is never read whole", async () => {
    const { house, user } = await opened();
    const order = await booked(user, house.listingId);
    const { db, plans } = recordingDatabase();
    const ctx = testTenantCtx(house.app, { db });
    const person = { userId: user.userId, email: user.email, username: "" };
    const [section] = ticketOrderData.sections;
    expect(await section?.read(ctx, person, null, 10)).toEqual({ items: [{ appId: house.app.appId, ...order }], next: null });
    expect(await section?.read(ctx, person, encodeCursor(Date.now() + 1000, "x"), 10)).toEqual({ items: [], next: null });
    const page = { limit: 20, cursor: encodeCursor(1, "x") };
    await listTicketOrders(ctx, { ...page, status: "PENDING" });
    await listTicketOrders({ ...ctx, actor: { kind: "user", userId: user.userId, sessionId: "ses_1", role: "USER" } }, page);
    for (const wish of [{ quantity: 1 }, { quantity: 1, showtimeId: house.showtimeId }])
      await showtimesToTry(ctx, { eventId: house.listingId, ...wish });
    const steps = await plans();
    expect(steps.filter((step) => step.startsWith("SEARCH")).length).toBeGreaterThanOrEqual(12);
    expect(steps.filter((step) => step.startsWith("SCAN"))).toEqual([]);
  });

  it("has a table as drizzle sees it", async () => {
    expect(await schemaDrift(ticketOrders)).toEqual([]);
  });
});
