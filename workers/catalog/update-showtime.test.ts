import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { Showtime } from "../../contracts/showtimes.ts";
import { buy, type House, hold, openHouse, seatAt, seatsOf } from "../../test/box-office.ts";
import { call, makeApp, makeUser, testTenantCtx } from "../../test/harness.ts";
import { tellTerms } from "./tell-showtimes.ts";
import { updateShowtime } from "./update-showtime.ts";

const change = ({ app, showtimeId }: Pick<House, "app" | "showtimeId">, body: object, headers: Record<string, string> = {}) =>
  call<{ showtime: Showtime }>("PATCH", `/api/v1/showtimes/${showtimeId}`, { server: app, body, headers });
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const tiers = (premium: number, standard: number) => [
  { name: "Premium", price: premium },
  { name: "Standard", price: standard },
];

describe("changing a showtime", () => {
  it("changes what is sent and leaves the rest, and says who did it", async () => {
    const house = await openHouse(2, { lonelySeats: "LENIENT", saleOpensAt: inDays(-1) });
    const requestId = crypto.randomUUID();
    const answer = await change(house, { maxSeatsPerUser: 1, holdSeconds: 60, saleOpensAt: null }, { "x-request-id": requestId });
    expect(answer.status).toBe(200);
    expect(answer.body.data.showtime).toMatchObject({
      maxSeatsPerUser: 1,
      holdSeconds: 60,
      saleOpensAt: null,
      lonelySeats: "LENIENT",
      tiers: tiers(6500, 4200),
    });
    const user = await makeUser(house.app);
    const held = await hold(user, [seatAt(house, 0)]);
    expect(Date.parse(held.body.data.expiresAt) - Date.now()).toBeLessThan(61_000);
    expect((await hold(user, [seatAt(house, 1)])).body.error.code).toBe("HOLD_LIMIT_REACHED");
    const row = await env.DB.prepare("SELECT actor, action, subject, before, after FROM audit_log WHERE request_id = ?")
      .bind(requestId)
      .first<Record<string, string>>();
    expect(row).toMatchObject({ actor: "server", action: "showtime.update", subject: house.showtimeId });
    expect([JSON.parse(row?.before ?? ""), JSON.parse(row?.after ?? "")]).toEqual([
      { maxSeatsPerUser: 10, holdSeconds: 120, saleOpensAt: expect.any(Number) },
      { maxSeatsPerUser: 1, holdSeconds: 60, saleOpensAt: null },
    ]);
  });

  it("with new prices counts for the next hold; what is held or bought keeps its own", async () => {
    const house = await openHouse(14);
    const user = await makeUser(house.app);
    const held = await hold(user, [seatAt(house, 0)]);
    const booking = await buy(user, [seatAt(house, 10)]);
    const { showtime } = (await change(house, { tiers: tiers(7000, 4500) })).body.data;
    expect([showtime.priceFrom, showtime.priceTo, showtime.tiers]).toEqual([4500, 7000, tiers(7000, 4500)]);
    const kept = await call<{ reservation: { price: number } }>("GET", `/api/v1/reservations/${held.body.data.reservationToken}`, { user });
    expect([kept.body.data.reservation.price, booking.amount]).toEqual([6500, 4200]);
    expect((await hold(user, [seatAt(house, 1)])).body.data.price).toBe(7000);
    expect((await seatsOf(house.app, house.showtimeId)).map(({ price }) => price).slice(9, 12)).toEqual([7000, 4500, 4500]);
  });

  it("with a new start moves the end of a sale that closed with it, and no other", async () => {
    const house = await openHouse(1);
    const startsAt = inDays(30);
    const moved = (await change(house, { startsAt })).body.data.showtime;
    expect([moved.startsAt, moved.saleClosesAt]).toEqual([startsAt, startsAt]);
    const saleClosesAt = inDays(5);
    await change(house, { saleClosesAt });
    const later = (await change(house, { startsAt: inDays(40) })).body.data.showtime;
    expect(later.saleClosesAt).toBe(saleClosesAt);
    const withStart = (await change(house, { saleClosesAt: null })).body.data.showtime;
    expect(withStart.saleClosesAt).toBe(withStart.startsAt);
  });

  it("opens, stops and prices the sale at once", async () => {
    const house = await openHouse(4);
    const user = await makeUser(house.app);
    await change(house, { saleOpensAt: inDays(1) });
    expect((await hold(user, [seatAt(house, 0)])).body.error.code).toBe("SALE_NOT_OPEN");
    await change(house, { saleOpensAt: null, pricingRules: [{ when: { hoursToStartAtMost: 8760 }, percent: 10 }] });
    expect((await hold(user, [seatAt(house, 0)])).body.data.price).toBe(7150);
    await change(house, { pricingRules: null });
    expect((await hold(user, [seatAt(house, 1)])).body.data.price).toBe(6500);
  });

  it("says what does not fit, and changes nothing", async () => {
    const house = await openHouse(1, { priceFloor: 1000 });
    const pathOf = async (body: object) => {
      const { status, body: answer } = await change(house, body);
      expect([status, answer.error.code]).toEqual([422, "VALIDATION_FAILED"]);
      return (answer.error.details?.issues as { path: string }[] | undefined)?.[0]?.path;
    };
    expect(await pathOf({ startsAt: inDays(-1) })).toBe("startsAt");
    expect(await pathOf({ saleOpensAt: inDays(25) })).toBe("saleOpensAt");
    expect(await pathOf({ saleClosesAt: inDays(1), saleOpensAt: inDays(2) })).toBe("saleOpensAt");
    expect(await pathOf({ tiers: [{ name: "Premium", price: 1 }] })).toBe("tiers");
    expect(await pathOf({ tiers: [...tiers(1, 1), { name: "Box", price: 1 }] })).toBe("tiers");
    expect(await pathOf({ priceCeiling: 500 })).toBe("priceFloor");
    expect(await pathOf({})).toBe("");
    expect(await pathOf({ currency: "USD" })).toBe("currency");
    expect((await change(house, { maxSeatsPerUser: 2 })).body.data.showtime).toMatchObject({
      tiers: tiers(6500, 4200),
      priceCeiling: null,
    });
  });

  it("is for whoever manages it", async () => {
    const house = await openHouse(1);
    const path = `/api/v1/showtimes/${house.showtimeId}`;
    const body = { holdSeconds: 60 };
    expect((await call("PATCH", path, { server: await makeApp(), body })).body.error.code).toBe("SHOWTIME_NOT_FOUND");
    const organizer = await makeUser(house.app, { role: "ORGANIZER" });
    expect((await call("PATCH", path, { user: organizer, body })).body.error.code).toBe("FORBIDDEN");
    await env.DB.prepare("UPDATE listings SET owner_id = ? WHERE id = ?").bind(organizer.userId, house.listingId).run();
    expect((await call("PATCH", path, { user: organizer, body })).status).toBe(200);
  });

  it("that its object did not hear of is completed by the same request", async () => {
    const house = await openHouse(2);
    const ctx = testTenantCtx(house.app, { actor: { kind: "server" }, tenant: { keyKind: "SECRET" } });
    const SEAT_MAP = {
      idFromName: (name: string) => env.SEAT_MAP.idFromName(name),
      get: () => ({ changeTerms: () => Promise.reject(new Error("away")) }),
    };
    const cutOff = { ...ctx, env: { ...env, SEAT_MAP: SEAT_MAP as unknown as Env["SEAT_MAP"] } };
    const input = { id: house.showtimeId, changes: { maxSeatsPerUser: 1 } };
    await expect(updateShowtime(cutOff, input)).rejects.toMatchObject({ code: "DEPENDENCY_UNAVAILABLE" });
    const user = await makeUser(house.app);
    expect((await change(house, { maxSeatsPerUser: 1 })).status).toBe(200);
    expect((await hold(user, [seatAt(house, 0), seatAt(house, 1)])).body.error.code).toBe("HOLD_LIMIT_REACHED");
  });

  it("ten times at once ends with the object and the catalogue of one mind", async () => {
    const house = await openHouse(12);
    const ctx = testTenantCtx(house.app, { actor: { kind: "server" }, tenant: { keyKind: "SECRET" } });
    const answers = await Promise.allSettled(
      Array.from({ length: 10 }, (_, turn) => updateShowtime(ctx, { id: house.showtimeId, changes: { maxSeatsPerUser: turn + 1 } })),
    );
    expect(answers.some(({ status }) => status === "fulfilled")).toBe(true);
    await tellTerms(ctx, house.showtimeId);
    const shown = await call<{ showtime: Showtime }>("GET", `/api/v1/showtimes/${house.showtimeId}`, { server: house.app });
    const { maxSeatsPerUser } = shown.body.data.showtime;
    const seatIds = Array.from({ length: maxSeatsPerUser + 1 }, (_, index) => seatAt(house, index));
    const user = await makeUser(house.app);
    expect((await hold(user, seatIds)).body.error.details?.maxSeatsPerUser).toBe(maxSeatsPerUser);
    expect((await hold(user, seatIds.slice(1))).status).toBe(201);
  });
});
