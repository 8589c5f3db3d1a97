import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { limits } from "../../contracts/limits.ts";
import { confirm, type House, hold, openHouse, pay, seatAt, seatsOf } from "../../test/box-office.ts";
import { makeUser } from "../../test/harness.ts";
import type { Showtime } from "./showtime.ts";

const objectOf = (house: House) => env.SEAT_MAP.getByName(`${house.app.appId}:${house.showtimeId}`);
const inStorage = <Value>(house: House, read: (sql: SqlStorage) => Value) =>
  runInDurableObject(objectOf(house), (_, state) => read(state.storage.sql));

describe("a commit that fails", () => {
  it("answers nobody with success, leaves nothing behind, and the object goes on", async () => {
    const house = await openHouse(6);
    const users = await Promise.all(Array.from({ length: 4 }, () => makeUser(house.app)));
    await inStorage(house, (sql) => sql.exec("CREATE TRIGGER full BEFORE INSERT ON log BEGIN SELECT RAISE (ABORT, 'disk full'); END"));
    const answers = await Promise.all(users.map((user, n) => hold(user, [seatAt(house, n)])));
    expect(answers.map(({ status, body }) => [status, body.error.code])).toEqual(users.map(() => [503, "DEPENDENCY_UNAVAILABLE"]));
    await inStorage(house, (sql) => sql.exec("DROP TRIGGER full"));
    expect((await seatsOf(house.app, house.showtimeId)).every((seat) => seat.status === "AVAILABLE")).toBe(true);
    expect((await hold(await makeUser(house.app), [seatAt(house, 0)])).status).toBe(201);
  });
});

describe("an answer that cannot be given", () => {
  it("undoes what was decided for it: memory never holds what nobody writes", async () => {
    const house = await openHouse(2);
    const seatIds = [seatAt(house, 0)];
    const broken = runInDurableObject(objectOf(house), async (object) => {
      const show: Showtime = Reflect.get(object, "show");
      await show.submit({ type: "hold", userId: "usr_1", token: "rsv_lost", seatIds }, null, () => {
        throw new Error("no answer");
      });
    });
    await expect(broken).rejects.toThrow();
    expect((await seatsOf(house.app, house.showtimeId))[0]?.status).toBe("AVAILABLE");
    expect((await hold(await makeUser(house.app), seatIds)).status).toBe(201);
  });
});

describe("a showtime that is asked for more than it can commit", () => {
  it("turns away at once what goes beyond its queue, and keeps its word to the others", async () => {
    const house = await openHouse(2);
    const answers = await runInDurableObject(objectOf(house), (object) =>
      Promise.all(
        Array.from({ length: limits.pendingCommandsMax + 50 }, (_, n) => object.hold({ userId: `usr_${n}`, seatIds: [seatAt(house, 0)] })),
      ),
    );
    const codes = Map.groupBy(answers, (answer) => (answer.ok ? "held" : answer.code));
    expect(codes.get("held")).toHaveLength(1);
    expect(codes.get("OVERLOADED")).toHaveLength(50);
    expect(codes.get("OVERLOADED")?.[0]).toMatchObject({ details: { retryAfterSeconds: 1 } });
    expect((await seatsOf(house.app, house.showtimeId))[0]?.status).toBe("LOCKED");
  });
});

describe("the log of a showtime", () => {
  it("is dense, and what an eviction brings back is what was answered", async () => {
    const house = await openHouse(12);
    const users = await Promise.all(Array.from({ length: 12 }, () => makeUser(house.app)));
    const answers = await Promise.all(users.map((user, n) => hold(user, [seatAt(house, n % 8), seatAt(house, 8 + (n % 4))])));
    await evictDurableObject(objectOf(house));
    const granted = answers.filter((answer) => answer.status === 201);
    const locked = (await seatsOf(house.app, house.showtimeId)).filter((seat) => seat.status === "LOCKED").map((seat) => seat.id);
    expect(granted.flatMap((answer) => answer.body.data.seats.map((seat) => seat.id)).sort()).toEqual(locked.sort());
    const seqs = await inStorage(house, (sql) =>
      sql
        .exec<{ seq: number }>("SELECT seq FROM log ORDER BY seq")
        .toArray()
        .map(({ seq }) => seq),
    );
    expect(seqs).toEqual(seqs.map((_, n) => n + 1));
    expect(granted.every((answer) => seqs.includes(Number(answer.headers.get("x-ledger-seq"))))).toBe(true);
  });

  it("groups commands that come together into few commits", async () => {
    const house = await openHouse(60);
    const users = await Promise.all(Array.from({ length: 60 }, () => makeUser(house.app)));
    const stub = objectOf(house);
    await Promise.all(users.map((user, n) => stub.hold({ userId: user.userId, seatIds: [seatAt(house, n)] })));
    const { holds, versions } = await inStorage(house, (sql) =>
      sql
        .exec<{ holds: number; versions: number }>(
          "SELECT count(*) AS holds, count(DISTINCT version) AS versions FROM log WHERE op = 'HOLD'",
        )
        .one(),
    );
    expect(holds).toBe(60);
    expect(versions).toBeLessThan(30);
  });
});

describe("an event in the outbox", () => {
  it("is sent again until its consumer has said that it recorded it", async () => {
    const house = await openHouse(2);
    const user = await makeUser(house.app);
    const { reservationToken } = (await hold(user, [seatAt(house, 0)])).body.data;
    const { payment } = (await pay(user, reservationToken)).body.data;
    await confirm(user, reservationToken, payment.id);
    await vi.waitUntil(
      async () => (await inStorage(house, (sql) => sql.exec<{ n: number }>("SELECT count(*) AS n FROM outbox").one().n)) === 0,
      { timeout: 8000 },
    );
    // As if the queue had lost the message: the row is there again and due.
    const event = JSON.stringify({
      id: `${house.showtimeId}:99`,
      type: "booking.confirmed",
      appId: house.app.appId,
      at: Date.now(),
      source: { showtimeId: house.showtimeId, seq: 99 },
    });
    const mail = () =>
      env.DB.prepare("SELECT count(*) AS n FROM mails WHERE recipient = ? AND kind = 'booking-confirmed'")
        .bind(user.email)
        .first<number>("n");
    expect(await mail()).toBe(1);
    const booking = await env.DB.prepare("SELECT id FROM bookings WHERE user_id = ?").bind(user.userId).first<string>("id");
    await inStorage(house, (sql) =>
      sql.exec(
        "INSERT INTO outbox (seq, event, due_at) SELECT 99, json_set(?, '$.booking', json(?)), 0",
        event,
        JSON.stringify(bookingEvent(house, user.userId, booking ?? "", reservationToken)),
      ),
    );
    await evictDurableObject(objectOf(house));
    await seatsOf(house.app, house.showtimeId);
    await vi.waitUntil(
      async () => (await inStorage(house, (sql) => sql.exec<{ n: number }>("SELECT count(*) AS n FROM outbox").one().n)) === 0,
      { timeout: 8000 },
    );
    expect(await mail()).toBe(1);
  });
});

const bookingEvent = (house: House, userId: string, bookingId: string, reservationToken: string) => ({
  bookingId,
  status: "CONFIRMED",
  userId,
  appId: house.app.appId,
  showtimeId: house.showtimeId,
  reservationToken,
  seats: [],
  amount: 6500,
  currency: "EUR",
  paymentId: null,
  paymentStatus: "SUCCESS",
  bookingDate: new Date().toISOString(),
  createdAt: new Date().toISOString(),
  updatedAt: new Date().toISOString(),
});
