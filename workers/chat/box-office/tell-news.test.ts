import { describe, expect, it } from "vitest";
import type { Booking } from "../../../contracts/bookings.ts";
import type { EventType, MarqueeEvent } from "../../../contracts/events.ts";
import { limits } from "../../../contracts/limits.ts";
import { buy, type House, openHouse, seatAt } from "../../../test/box-office.ts";
import { scan, ticketOf } from "../../../test/door.ts";
import { call, makeUser, testCtx } from "../../../test/harness.ts";
import { hasNews, newsIn, openRoom, roomOf } from "../../../test/showtime-rooms.ts";
import { tellNews } from "./tell-news.ts";
import { tellSeatsBack } from "./tell-seats-back.ts";

type EventOf<Type extends EventType> = Extract<MarqueeEvent, { type: Type }>;

const minuteMs = 60_000;
/** The middle of a stretch, so that no test begins in one and ends in the next. */
const noon = Date.parse("2026-11-21T12:00:00Z") + (limits.seatNewsMinutes * minuteMs) / 2;

const cancelledAt = (booking: Booking, at: number, cause: "BUYER" | "SHOWTIME_CANCELLED" = "BUYER"): EventOf<"booking.cancelled"> => ({
  id: `${booking.showtimeId}:${at}`,
  appId: booking.appId,
  at,
  source: { showtimeId: booking.showtimeId, seq: 1 },
  type: "booking.cancelled",
  booking,
  refunds: [],
  cause,
});

const entered = (house: House, first: boolean): EventOf<"ticket.checked_in"> => ({
  id: `${house.showtimeId}:7`,
  appId: house.app.appId,
  at: noon,
  source: { showtimeId: house.showtimeId, seq: 7 },
  type: "ticket.checked_in",
  first,
  tickets: [],
});

/** A house of so many seats with a room, of which one is sold. */
async function withRoom(seatCount: number) {
  const house = await openHouse(seatCount);
  const ada = await makeUser(house.app);
  await openRoom(house);
  return { house, ada, booking: await buy(ada, [seatAt(house, 0)]) };
}

describe("the room of a showtime is told by the platform", () => {
  it("of another time, of the doors and of the end, each once, in this order and with no name", async () => {
    const { house, ada, booking } = await withRoom(2);
    const startsAt = new Date(Date.now() + 30 * 86_400_000).toISOString();
    await call("PATCH", `/api/v1/showtimes/${house.showtimeId}`, { server: house.app, body: { startsAt } });
    await hasNews(house, 1);
    const { token } = await ticketOf(ada, booking.bookingId);
    expect((await scan({ server: house.app }, { ticket: token })).status).toBe(200);
    await hasNews(house, 2);
    await call("POST", `/api/v1/showtimes/${house.showtimeId}/cancel`, { server: house.app, body: { reason: "the lead is ill" } });
    await hasNews(house, 3);
    const news = await newsIn(house);
    expect(news.map(({ content }) => content)).toEqual([
      expect.stringContaining("There is a new time"),
      expect.stringContaining("The doors are open"),
      expect.stringContaining("has been cancelled.** The organizer says: the lead is ill. Everybody's money is on its way back"),
    ]);
    for (const { kind, content } of news) expect([kind, content]).toEqual(["SYSTEM", expect.not.stringContaining(ada.userId)]);
  });

  it("of another time, and is named for it, unless somebody has given it a name of its own", async () => {
    const { house } = await withRoom(2);
    const nameOf = async () => {
      const found = await roomOf(house).room({ by: { kind: "server" } });
      return found.ok ? found.room.name : found.code;
    };
    const move = (startsAt: string) => call("PATCH", `/api/v1/showtimes/${house.showtimeId}`, { server: house.app, body: { startsAt } });
    await move("2030-01-15T18:30:00.000Z");
    await expect.poll(nameOf, { timeout: 15_000 }).toBe("Hamlet, 15 January, 19:30");
    await roomOf(house).update({ by: { kind: "server" }, change: { name: "The Danes" } });
    await move("2030-01-16T18:30:00.000Z");
    await hasNews(house, 2);
    const event = { appId: house.app.appId, at: noon, type: "showtime.rescheduled", beforeMs: 0, startsAtMs: 1 } as const;
    await tellNews(testCtx(), [{ ...event, id: "sho:9", source: { showtimeId: house.showtimeId, seq: 9 } }]);
    expect(await nameOf()).toBe("The Danes");
  });

  it("once, however often an event comes and whoever brings it", async () => {
    const { house } = await withRoom(2);
    const { appId } = house.app;
    const source = { showtimeId: house.showtimeId, seq: 7 };
    const event = { id: `${house.showtimeId}:7`, appId, at: noon, source, type: "showtime.cancelled", reason: null } as const;
    await Promise.all(Array.from({ length: 20 }, () => tellNews(testCtx(), [event, event])));
    expect(await newsIn(house)).toHaveLength(1);
  });

  it("nothing where there is no room, or where its owner has archived it", async () => {
    const house = await openHouse(1);
    const event = { ...entered(house, true), id: "sho:7" };
    await tellNews(testCtx(), [event]);
    expect((await roomOf(house).room({ by: { kind: "server" } })).ok).toBe(false);
    await openRoom(house);
    await roomOf(house).update({ by: { kind: "server" }, change: { status: "ARCHIVED" } });
    await tellNews(testCtx(), [event]);
    expect(await newsIn(house)).toEqual([]);
  });

  it("of the first who comes in, also as an event of before the others were told of says it, and of nobody after them", async () => {
    const { house } = await withRoom(2);
    const source = { showtimeId: house.showtimeId, seq: 7 };
    await tellNews(testCtx(), [{ ...entered(house, false), id: "sho:8" }]);
    await tellNews(testCtx(), [{ id: "sho:7", appId: house.app.appId, at: noon, source, type: "doors.opened" }]);
    expect((await newsIn(house)).map(({ content }) => content)).toEqual([expect.stringContaining("The doors are open")]);
  });
});

describe("seats that come back", () => {
  it("are told together, once in a stretch of minutes, with how many are free now", async () => {
    const { house, booking } = await withRoom(4);
    const ctx = testCtx();
    await tellSeatsBack(ctx, [cancelledAt(booking, noon), cancelledAt(booking, noon + 1)]);
    await tellSeatsBack(ctx, [cancelledAt(booking, noon + minuteMs)]);
    expect((await newsIn(house)).map(({ content }) => content)).toEqual(["Seats have come back: **3 are free** now."]);
    await buy(await makeUser(house.app), [seatAt(house, 1), seatAt(house, 2)]);
    await tellSeatsBack(ctx, [cancelledAt(booking, noon + limits.seatNewsMinutes * minuteMs)]);
    expect((await newsIn(house)).map(({ content }) => content).at(-1)).toBe("A seat has come back: **one is free** now.");
  });

  it("are no news where many are free, where the waitlist took them, or where the showtime is off", async () => {
    const wide = await withRoom(limits.seatNewsFreeMax + 2);
    await tellSeatsBack(testCtx(), [cancelledAt(wide.booking, noon)]);
    const full = await withRoom(1);
    await tellSeatsBack(testCtx(), [cancelledAt(full.booking, noon)]);
    const off = await withRoom(3);
    await tellSeatsBack(testCtx(), [cancelledAt(off.booking, noon, "SHOWTIME_CANCELLED")]);
    expect([await newsIn(wide.house), await newsIn(full.house), await newsIn(off.house)]).toEqual([[], [], []]);
  });

  it("of a real cancellation reach the room by the queue", async () => {
    const house = await openHouse(2, { cancellationPolicy: { fullRefundUntilHours: 1 } });
    const ada = await makeUser(house.app);
    await openRoom(house);
    const booking = await buy(ada, [seatAt(house, 0), seatAt(house, 1)]);
    await call("POST", `/api/v1/bookings/${booking.bookingId}/cancel`, { user: ada, body: { seatIds: [seatAt(house, 0)] } });
    await hasNews(house, 1);
    expect((await newsIn(house)).map(({ content }) => content)).toEqual(["A seat has come back: **one is free** now."]);
  });
});
