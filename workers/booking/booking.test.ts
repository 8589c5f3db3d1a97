import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import type { BookingWithShow, Reservation } from "../../contracts/bookings.ts";
import { buy, confirm, hold, openHouse, pay, release, seatAt, seatsOf } from "../../test/box-office.ts";
import { call, makeUser } from "../../test/harness.ts";

const objectOf = (house: { app: { appId: string }; showtimeId: string }) =>
  env.SEAT_MAP.getByName(`${house.app.appId}:${house.showtimeId}`);
const mailsTo = async (email: string) => {
  const page = await call<{ items: { kind: string; text: string }[] }>("GET", `/mailbox?to=${encodeURIComponent(email)}`, {
    headers: { accept: "application/json" },
  });
  return page.body.data.items.filter(({ kind }) => kind === "booking-confirmed");
};

describe("selling two seats", () => {
  it("goes from the hold over the payment to a booking that the buyer, the tenant and the mailbox know", async () => {
    const house = await openHouse();
    const user = await makeUser(house.app);
    const held = await hold(user, [seatAt(house, 0), seatAt(house, 11)]);
    expect(held.status).toBe(201);
    expect(held.body.data).toMatchObject({
      price: 10_700,
      currency: "EUR",
      seats: [
        { seatNumber: "A1", price: 6500 },
        { seatNumber: "A12", price: 4200 },
      ],
    });
    expect(held.headers.get("ratelimit-policy")).toBe('"reservation";q=100;w=5');

    const paid = await pay(user, held.body.data.reservationToken);
    expect([paid.status, paid.body.data.payment.status]).toEqual([201, "SUCCESS"]);
    expect(paid.body.data.expiresAt > held.body.data.expiresAt).toBe(true);

    const booked = await confirm(user, held.body.data.reservationToken, paid.body.data.payment.id);
    expect(booked.status).toBe(201);
    expect(booked.body.data.bookingId).toMatch(/^BK-\d{8}-[0-9A-Z]{10}$/);
    expect(booked.body.data.booking).toMatchObject({
      status: "CONFIRMED",
      amount: 10_700,
      paymentStatus: "SUCCESS",
      appId: house.app.appId,
    });

    const mine = await call<{ items: BookingWithShow[] }>("GET", "/api/v1/bookings", { user });
    expect(mine.body.data.items).toMatchObject([{ bookingId: booked.body.data.bookingId, show: { title: "Hamlet", city: "Vienna" } }]);
    const all = await call<{ items: BookingWithShow[] }>("GET", "/api/v1/bookings?status=CONFIRMED", { server: house.app });
    expect(all.body.data.items).toHaveLength(1);
    const seats = await seatsOf(house.app, house.showtimeId);
    expect([seats[0]?.status, seats[1]?.status, seats[11]?.status]).toEqual(["BOOKED", "AVAILABLE", "BOOKED"]);

    const mails = await vi.waitUntil(async () => ((await mailsTo(user.email)).length > 0 ? mailsTo(user.email) : null), {
      timeout: 8000,
      interval: 100,
    });
    expect(mails).toHaveLength(1);
    expect(mails[0]?.text).toContain(booked.body.data.bookingId);
  });

  it("of a showtime without a price needs no payment", async () => {
    const house = await openHouse(2, { tiers: [{ name: "Premium", price: 0 }] });
    const user = await makeUser(house.app);
    const held = await hold(user, [seatAt(house, 0)]);
    expect((await pay(user, held.body.data.reservationToken)).body.error.code).toBe("VALIDATION_FAILED");
    expect((await confirm(user, held.body.data.reservationToken)).status).toBe(201);
  });
});

describe("reserving a seat", () => {
  it("that somebody holds tells in how many seconds it may be free", async () => {
    const house = await openHouse();
    const [ada, bob] = [await makeUser(house.app), await makeUser(house.app)];
    await hold(ada, [seatAt(house, 0)]);
    const refused = await call("POST", "/api/v1/reserve-seat", { user: bob, body: { seatId: seatAt(house, 0) } });
    expect(refused.status).toBe(409);
    expect(refused.body.error).toMatchObject({ code: "SEAT_ALREADY_LOCKED", details: { seats: [seatAt(house, 0)] } });
    expect(refused.body.error.details?.expiresIn).toBeGreaterThan(110);
  });

  it("500 times in parallel gives it to one and tells the others 409 or 429", async () => {
    const house = await openHouse();
    const users = await Promise.all(Array.from({ length: 10 }, () => makeUser(house.app)));
    const answers = await Promise.all(Array.from({ length: 500 }, (_, n) => hold(users[n % 10] as (typeof users)[0], [seatAt(house, 3)])));
    const count = (status: number) => answers.filter((answer) => answer.status === status).length;
    expect(count(201)).toBe(1);
    expect(count(409)).toBeGreaterThan(0);
    expect(count(201) + count(409) + count(429)).toBe(500);
  });

  it("by 50 users in overlapping sets of four leaves each seat with one owner and each set whole", async () => {
    const house = await openHouse(100);
    const users = await Promise.all(Array.from({ length: 50 }, () => makeUser(house.app)));
    const answers = await Promise.all(
      users.map((user, n) =>
        hold(
          user,
          [0, 1, 2, 3].map((k) => seatAt(house, (n * 3 + k * 7) % 100)),
        ),
      ),
    );
    const held = answers.filter((answer) => answer.status === 201);
    const taken = held.flatMap((answer) => answer.body.data.seats.map((seat) => seat.id));
    expect(new Set(taken).size).toBe(taken.length);
    expect(taken.length).toBe(held.length * 4);
    const locked = (await seatsOf(house.app, house.showtimeId)).filter((seat) => seat.status === "LOCKED");
    expect(locked.map((seat) => seat.id).sort()).toEqual(taken.sort());
  });

  it("over and over is 429 with the seconds to wait and the state of the bucket, and somebody else is not held up", async () => {
    const house = await openHouse();
    const [eager, calm] = [await makeUser(house.app), await makeUser(house.app)];
    const answers = await Promise.all(Array.from({ length: 150 }, () => hold(eager, [seatAt(house, 0)])));
    const limited = answers.find((answer) => answer.status === 429);
    expect(limited?.body.error.code).toBe("RATE_LIMITED");
    expect(Number(limited?.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
    expect(limited?.headers.get("ratelimit")).toBe('"reservation";r=0;t=1');
    expect((await hold(calm, [seatAt(house, 1)])).status).toBe(201);
  });

  it("refuses an unknown seat, seats of two showtimes, a sold seat, and more seats than one person may have", async () => {
    const house = await openHouse(20, { maxSeatsPerUser: 3 });
    const other = await openHouse(2, {}, house.app);
    const user = await makeUser(house.app);
    const codeOf = async (seatIds: string[]) => (await hold(user, seatIds)).body.error?.code;
    expect(await codeOf([`${seatAt(house, 0).slice(0, -1)}zz`])).toBe("SEAT_NOT_FOUND");
    expect(await codeOf(["nonsense"])).toBe("SEAT_NOT_FOUND");
    expect(await codeOf([seatAt(house, 0), seatAt(other, 0)])).toBe("SEAT_NOT_FOUND");
    expect(await codeOf([0, 1, 2, 3].map((n) => seatAt(house, n)))).toBe("HOLD_LIMIT_REACHED");
    await buy(user, [seatAt(house, 5)]);
    expect(await codeOf([seatAt(house, 5)])).toBe("SEAT_ALREADY_BOOKED");
  });

  it("of a listing that is not published is refused, and sells once it is, even if its object missed the news", async () => {
    const house = await openHouse();
    const user = await makeUser(house.app);
    await call("PATCH", `/api/v1/events/${house.listingId}`, { server: house.app, body: { status: "DRAFT" } });
    expect((await hold(user, [seatAt(house, 0)])).body.error.code).toBe("SALE_NOT_OPEN");
    await env.DB.prepare("UPDATE listings SET status = 'PUBLISHED' WHERE id = ?").bind(house.listingId).run();
    expect((await hold(user, [seatAt(house, 0)])).status).toBe(201);
  });

  it("outside the time of the sale is refused", async () => {
    const house = await openHouse(2, { saleOpensAt: new Date(Date.now() + 3_600_000).toISOString() });
    const refused = await hold(await makeUser(house.app), [seatAt(house, 0)]);
    expect([refused.status, refused.body.error.code]).toEqual([403, "SALE_NOT_OPEN"]);
  });
});

describe("an Idempotency-Key on a hold", () => {
  it("gives the first answer again, also after an eviction, and refuses another body", async () => {
    const house = await openHouse();
    const user = await makeUser(house.app);
    const headers = { "idempotency-key": crypto.randomUUID() };
    const [first, twin] = await Promise.all([hold(user, [seatAt(house, 0)], headers), hold(user, [seatAt(house, 0)], headers)]);
    expect([first.status, twin.status]).toEqual([201, 201]);
    expect(twin.body.data).toEqual(first.body.data);
    await evictDurableObject(objectOf(house));
    const again = await hold(user, [seatAt(house, 0)], headers);
    expect([again.status, again.headers.get("idempotent-replayed"), again.body.data]).toEqual([201, "true", first.body.data]);
    const other = await hold(user, [seatAt(house, 1)], headers);
    expect([other.status, other.body.error.code]).toEqual([422, "IDEMPOTENCY_KEY_REUSED"]);
    const malformed = await hold(user, [seatAt(house, 1)], { "idempotency-key": "with space" });
    expect([malformed.status, malformed.body.error.code]).toEqual([400, "IDEMPOTENCY_KEY_INVALID"]);
  });
});

describe("a reservation", () => {
  it("is its owner's alone: to read, to release and to confirm", async () => {
    const house = await openHouse();
    const [ada, bob] = [await makeUser(house.app), await makeUser(house.app)];
    const { reservationToken } = (await hold(ada, [seatAt(house, 0)])).body.data;
    expect((await call("GET", `/api/v1/reservations/${reservationToken}`, { user: bob })).body.error.code).toBe("RESERVATION_NOT_YOURS");
    expect((await release(bob, reservationToken)).body.error.code).toBe("RESERVATION_NOT_YOURS");
    expect((await confirm(bob, reservationToken)).body.error.code).toBe("RESERVATION_NOT_YOURS");
    expect((await release(ada, `${reservationToken.slice(0, -1)}_`)).body.error.code).toBe("RESERVATION_NOT_FOUND");
    const mine = await call<{ reservation: Reservation }>("GET", `/api/v1/reservations/${reservationToken}`, { user: ada });
    expect(mine.body.data.reservation).toMatchObject({ status: "ACTIVE", price: 6500 });
  });

  it("is in the list of its owner at once, and released there when it is given back", async () => {
    const house = await openHouse();
    const user = await makeUser(house.app);
    const { reservationToken } = (await hold(user, [seatAt(house, 0)])).body.data;
    const listed = (status: string) =>
      call<{ items: Reservation[] }>("GET", `/api/v1/reservations?status=${status}&entityId=${house.showtimeId}`, { user });
    expect((await listed("ACTIVE")).body.data.items).toMatchObject([{ reservationToken }]);
    const released = await release(user, reservationToken);
    expect(released.body.data.reservation.status).toBe("RELEASED");
    await vi.waitUntil(async () => (await listed("RELEASED")).body.data.items.length === 1, { timeout: 3000 });
    expect((await seatsOf(house.app, house.showtimeId))[0]?.status).toBe("AVAILABLE");
  });

  it("left alone is free again within two seconds of its expiry, by itself, and its token answers 410", async () => {
    const house = await openHouse(4, { holdSeconds: 5 });
    const user = await makeUser(house.app);
    const held = (await hold(user, [seatAt(house, 0)])).body.data;
    const status = () =>
      runInDurableObject(
        objectOf(house),
        (_, state) => state.storage.sql.exec<{ status: number }>("SELECT status FROM seat WHERE idx = 0").one().status,
      );
    expect(await status()).toBe(1);
    await vi.waitUntil(async () => (await status()) === 0, { timeout: Date.parse(held.expiresAt) - Date.now() + 2000, interval: 100 });
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(held.expiresAt));
    for (const refused of [
      await release(user, held.reservationToken),
      await confirm(user, held.reservationToken),
      await pay(user, held.reservationToken),
    ]) {
      expect([refused.status, refused.body.error.code]).toEqual([410, "RESERVATION_EXPIRED"]);
    }
  });

  it("survives an eviction between hold and confirm, and an alarm that fires early, twice and for nothing", async () => {
    const house = await openHouse();
    const user = await makeUser(house.app);
    const { reservationToken } = (await hold(user, [seatAt(house, 0)])).body.data;
    const { payment } = (await pay(user, reservationToken)).body.data;
    await runDurableObjectAlarm(objectOf(house));
    await evictDurableObject(objectOf(house));
    await runDurableObjectAlarm(objectOf(house));
    await runDurableObjectAlarm(objectOf(house));
    const booked = await confirm(user, reservationToken, payment.id);
    expect(booked.status).toBe(201);
  });
});

describe("when D1 fails while a booking is confirmed", () => {
  it("the booking stands and is answered, and arrives in D1 when that is back", async () => {
    const house = await openHouse();
    const user = await makeUser(house.app);
    const { reservationToken } = (await hold(user, [seatAt(house, 0)])).body.data;
    const { payment } = (await pay(user, reservationToken)).body.data;
    await env.DB.exec("ALTER TABLE bookings RENAME TO bookings_away");
    const booked = await confirm(user, reservationToken, payment.id);
    await env.DB.exec("ALTER TABLE bookings_away RENAME TO bookings");
    expect(booked.status).toBe(201);
    await vi.waitUntil(
      async () => {
        await runDurableObjectAlarm(objectOf(house));
        return (await call("GET", `/api/v1/bookings/${booked.body.data.bookingId}`, { user })).status === 200;
      },
      { timeout: 8000, interval: 200 },
    );
  });
});
