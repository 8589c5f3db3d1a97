import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { buy, hold, openHouse, seatAt, seatsOf } from "../../test/box-office.ts";
import { call, makeUser } from "../../test/harness.ts";
import { seatMapOf } from "../catalog/seat-map-of.ts";

describe("the seats of a showtime", () => {
  it("come as pages, by status, as a layout that is cached by version, and as a bitmap of two bits a seat", async () => {
    const house = await openHouse(9);
    const user = await makeUser(house.app);
    await hold(user, [seatAt(house, 1)]);
    await buy(user, [seatAt(house, 8)]);
    const { app } = house;
    const free = await call<{ items: unknown[]; nextCursor: string }>(
      "GET",
      `/api/v1/seats?entityId=${house.showtimeId}&status=AVAILABLE&limit=4`,
      { app },
    );
    expect([free.body.data.items.length, free.body.data.nextCursor]).toEqual([4, "5"]);
    const map = await call<{ sections: { name: string; rows: { name: string; seats: { id: string }[] }[] }[] }>(
      "GET",
      `/api/v1/showtimes/${house.showtimeId}/seat-map`,
      { app },
    );
    expect(map.body.data.sections[0]?.rows[0]?.seats.map((seat) => seat.id)).toEqual(house.seats.map((seat) => seat.id));
    const etag = map.headers.get("etag") ?? "";
    for (const known of [etag, `W/${etag}`, `"sm-0", W/${etag}, "other"`]) {
      const again = await call("GET", `/api/v1/showtimes/${house.showtimeId}/seat-map`, { app, headers: { "if-none-match": known } });
      expect([known, again.status]).toEqual([known, 304]);
    }
    await call("POST", "/api/v1/seats", { server: app, body: { entityId: house.showtimeId, seats: [{ seatNumber: "B1", row: "B" }] } });
    expect((await call("GET", `/api/v1/showtimes/${house.showtimeId}/seat-map`, { app, headers: { "if-none-match": etag } })).status).toBe(
      200,
    );
    const result = await seatMapOf(env, app.appId, house.showtimeId).availability();
    if (!result.ok) throw new Error(result.code);
    expect([...result.bytes.slice(4, 8)]).toEqual([10, 0, 0, 0]);
    expect([...result.bytes.slice(8)]).toEqual([0b0000_0100, 0, 0b0000_0010]);
  });

  it("are added whole or not at all", async () => {
    const house = await openHouse(2);
    const add = (seats: unknown[]) => call("POST", "/api/v1/seats", { server: house.app, body: { entityId: house.showtimeId, seats } });
    const twice = await add([{ seatNumber: "N1" }, { seatNumber: "A1", row: "A", section: "Stalls" }]);
    expect([twice.status, twice.body.error.code]).toEqual([409, "SEAT_EXISTS"]);
    const unknownTier = await add([{ seatNumber: "N1", tier: "Royal" }]);
    expect([unknownTier.status, unknownTier.body.error.code]).toEqual([422, "VALIDATION_FAILED"]);
    expect(await seatsOf(house.app, house.showtimeId)).toHaveLength(2);
  });
});
