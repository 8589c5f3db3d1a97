import { describe, expect, it } from "vitest";
import type { HeldSeats } from "../../contracts/seats.ts";
import type { Showtime } from "../../contracts/showtimes.ts";
import { hold, openHouse, seatAt } from "../../test/box-office.ts";
import { call, makeUser } from "../../test/harness.ts";

const numbers = (held: HeldSeats): string[] => held.seats.map(({ seatNumber }) => seatNumber);

describe("a hold of the best available seats", () => {
  it("takes so many together, of the tier that was asked for, at their price", async () => {
    const house = await openHouse(20);
    const user = await makeUser(house.app);
    const body = { entityId: house.showtimeId, bestAvailable: { quantity: 2, tier: "Premium", adjacent: true } };
    const answer = await call<HeldSeats>("POST", "/api/v1/reserve-seat", { user, body });
    expect(answer.status).toBe(201);
    expect([numbers(answer.body.data), answer.body.data.price]).toEqual([["A9", "A10"], 13_000]);
  });

  it("is told when there are not so many, and what the showtime is not", async () => {
    const house = await openHouse(4);
    const user = await makeUser(house.app);
    const ask = (entityId: string, bestAvailable: object) =>
      call("POST", "/api/v1/reserve-seat", { user, body: { entityId, bestAvailable } });
    expect(await ask(house.showtimeId, { quantity: 5 })).toMatchObject({ status: 409, body: { error: { code: "NOT_ENOUGH_SEATS" } } });
    const none = { status: 404, body: { error: { code: "SHOWTIME_NOT_FOUND" } } };
    expect(await ask("sho_01K9Z3V6T8W2Y4A6C8E0G2J4M6", { quantity: 1 })).toMatchObject(none);
    const refused = { status: 422, body: { error: { code: "VALIDATION_FAILED" } } };
    for (const wish of [{ quantity: 0 }, { quantity: 1.5 }, { quantity: 101 }, {}, { quantity: 1, price: 1 }])
      expect(await ask(house.showtimeId, wish)).toMatchObject(refused);
  });

  it("names no seats besides, and the showtime always", async () => {
    const house = await openHouse(4);
    const user = await makeUser(house.app);
    const bestAvailable = { quantity: 1 };
    for (const body of [{}, { bestAvailable }, { entityId: house.showtimeId }, { bestAvailable, seatId: seatAt(house, 0) }])
      expect(await call("POST", "/api/v1/reserve-seat", { user, body })).toMatchObject({ status: 422 });
  });

  it("gives a hundred people who ask at once different seats", async () => {
    const house = await openHouse(200, { maxSeatsPerUser: 4 });
    const users = await Promise.all(Array.from({ length: 100 }, () => makeUser(house.app)));
    const body = { entityId: house.showtimeId, bestAvailable: { quantity: 2 } };
    const answers = await Promise.all(users.map((user) => call<HeldSeats>("POST", "/api/v1/reserve-seat", { user, body })));
    expect(answers.map(({ status }) => status)).toEqual(users.map(() => 201));
    expect(new Set(answers.flatMap(({ body }) => numbers(body.data))).size).toBe(200);
  });
});

describe("a showtime that spares lonely seats", () => {
  it("refuses what leaves one alone, says which and what to take instead, and takes that", async () => {
    const house = await openHouse(6, { lonelySeats: "LENIENT" });
    const user = await makeUser(house.app);
    const refused = await hold(user, [seatAt(house, 1)]);
    expect(refused).toMatchObject({ status: 409, body: { error: { code: "LONELY_SEAT", details: { seats: [seatAt(house, 0)] } } } });
    const instead: string[] = JSON.parse(JSON.stringify(refused.body.error.details?.instead));
    expect((await call("POST", "/api/v1/reserve-seat", { user, body: { seatIds: instead } })).status).toBe(201);
  });

  it("says so of itself, and one that was not asked to does not care", async () => {
    const strict = await openHouse(6, { lonelySeats: "STRICT" });
    const found = await call<{ showtime: Showtime }>("GET", `/api/v1/showtimes/${strict.showtimeId}`, { app: strict.app });
    expect(found.body.data.showtime.lonelySeats).toBe("STRICT");
    const house = await openHouse(6);
    expect((await hold(await makeUser(house.app), [seatAt(house, 1)])).status).toBe(201);
  });
});
