import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import type { BlockedSeat } from "../../contracts/blocked-seats.ts";
import type { Page } from "../../contracts/envelope.ts";
import type { ShowtimeWithListing } from "../../contracts/showtimes.ts";
import { buy, hold, openHouse, release, seatAt, seatsOf } from "../../test/box-office.ts";
import { call, makeApp, makeUser, type TestApp } from "../../test/harness.ts";

const block = (server: TestApp, seatIds: string[], reason?: string) =>
  call<{ changed: number }>("POST", "/api/v1/seats/block", { server, body: { seatIds, ...(reason && { reason }) } });
const unblock = (server: TestApp, seatIds: string[]) =>
  call<{ changed: number }>("POST", "/api/v1/seats/unblock", { server, body: { seatIds } });

describe("a blocked seat", () => {
  it("is kept from sale, is not counted as left, and is on sale again when it is unblocked", async () => {
    const house = await openHouse(6);
    const user = await makeUser(house.app);
    const seats = [seatAt(house, 0), seatAt(house, 1)];
    expect((await block(house.app, seats, "the mixing desk")).body.data).toEqual({ changed: 2 });
    expect((await seatsOf(house.app, house.showtimeId)).map(({ status }) => status).slice(0, 3)).toEqual([
      "BLOCKED",
      "BLOCKED",
      "AVAILABLE",
    ]);
    expect(await hold(user, [seatAt(house, 0)])).toMatchObject({ status: 409, body: { error: { code: "SEAT_BLOCKED" } } });
    const best = { entityId: house.showtimeId, bestAvailable: { quantity: 5 } };
    expect((await call("POST", "/api/v1/reserve-seat", { user, body: best })).body.error.code).toBe("NOT_ENOUGH_SEATS");
    const left = async () => {
      const { body } = await call<{ showtime: ShowtimeWithListing }>("GET", `/api/v1/showtimes/${house.showtimeId}`, { app: house.app });
      return [body.data.showtime.seatsTotal, body.data.showtime.seatsLeft].join();
    };
    await vi.waitUntil(async () => (await left()) === "6,4", { timeout: 5000, interval: 20 });
    expect((await unblock(house.app, seats)).body.data).toEqual({ changed: 2 });
    expect((await hold(user, seats)).status).toBe(201);
  });

  it("stays so when it is blocked again, through an eviction too; and unblocking what is not blocked changes nothing", async () => {
    const house = await openHouse(3);
    await block(house.app, [seatAt(house, 0)]);
    await evictDurableObject(env.SEAT_MAP.getByName(`${house.app.appId}:${house.showtimeId}`));
    expect((await block(house.app, [seatAt(house, 0), seatAt(house, 1)])).body.data).toEqual({ changed: 1 });
    expect((await unblock(house.app, [seatAt(house, 1), seatAt(house, 2)])).body.data).toEqual({ changed: 1 });
    expect((await seatsOf(house.app, house.showtimeId)).map(({ status }) => status)).toEqual(["BLOCKED", "AVAILABLE", "AVAILABLE"]);
  });

  it("says why to whoever manages the showtime: who blocked it last, and when", async () => {
    const house = await openHouse(4);
    const path = `/api/v1/showtimes/${house.showtimeId}/blocked-seats`;
    const list = async (query = "") => (await call<Page<BlockedSeat>>("GET", `${path}${query}`, { server: house.app })).body.data;
    expect(await list()).toEqual({ items: [], nextCursor: null });
    await block(house.app, [seatAt(house, 0), seatAt(house, 2)], "the mixing desk");
    await unblock(house.app, [seatAt(house, 0)]);
    await block(house.app, [seatAt(house, 0), seatAt(house, 1)], "a broken hinge");
    await evictDurableObject(env.SEAT_MAP.getByName(`${house.app.appId}:${house.showtimeId}`));
    const { items, nextCursor } = await list("?limit=2");
    expect(items).toMatchObject([
      { id: seatAt(house, 0), reason: "a broken hinge", by: "server", blockedAt: expect.stringMatching(/Z$/) },
      { id: seatAt(house, 1), reason: "a broken hinge" },
    ]);
    expect((await list(`?limit=2&cursor=${nextCursor}`)).items).toMatchObject([{ id: seatAt(house, 2), reason: "the mixing desk" }]);
    const buyer = await call("GET", path, { user: await makeUser(house.app) });
    expect([buyer.status, buyer.body.error.code]).toEqual([403, "FORBIDDEN"]);
  });

  it("is taken from nobody: with a held or sold seat among them none is blocked", async () => {
    const house = await openHouse(4);
    const user = await makeUser(house.app);
    await buy(user, [seatAt(house, 0)]);
    const held = await hold(user, [seatAt(house, 1)]);
    const all = [0, 1, 2].map((index) => seatAt(house, index));
    expect((await block(house.app, all)).body.error.code).toBe("SEAT_ALREADY_BOOKED");
    expect((await block(house.app, all.slice(1))).body.error.code).toBe("SEAT_ALREADY_LOCKED");
    expect((await seatsOf(house.app, house.showtimeId))[2]?.status).toBe("AVAILABLE");
    await release(user, held.body.data.reservationToken);
    expect((await block(house.app, all.slice(1))).body.data.changed).toBe(2);
  });

  it("is blocked by the tenant's server or by whoever organizes the listing, and by nobody else", async () => {
    const app = await makeApp();
    const house = await openHouse(3, {}, app);
    const [organizer, visitor] = [await makeUser(app, { role: "ORGANIZER" }), await makeUser(app)];
    const body = { seatIds: [seatAt(house, 0)] };
    const code = async (user: typeof visitor) => (await call("POST", "/api/v1/seats/block", { user, body })).body.error.code;
    expect([await code(visitor), await code(organizer)]).toEqual(["FORBIDDEN", "FORBIDDEN"]);
    await env.DB.prepare("UPDATE listings SET owner_id = ? WHERE id = ?").bind(organizer.userId, house.listingId).run();
    expect((await call("POST", "/api/v1/seats/block", { user: organizer, body })).status).toBe(200);
    expect((await call("POST", "/api/v1/seats/unblock", { user: organizer, body })).status).toBe(200);
  });

  it("is of one showtime, and named once", async () => {
    const [house, other] = [await openHouse(2), await openHouse(2)];
    expect((await block(house.app, [seatAt(house, 0), seatAt(other, 0)])).body.error.code).toBe("SEAT_NOT_FOUND");
    expect((await block(house.app, [seatAt(house, 0), seatAt(house, 0)])).body.error.code).toBe("VALIDATION_FAILED");
    expect((await block(other.app, [seatAt(house, 0)])).status).toBe(404);
  });
});
