import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { Booking } from "../../../contracts/bookings.ts";
import type { EventType, MarqueeEvent } from "../../../contracts/events.ts";
import { buy, type House, openHouse, seatAt } from "../../../test/box-office.ts";
import { bookingOf, exchange } from "../../../test/exchanges.ts";
import { call, makeUser, type TestUser, testCtx } from "../../../test/harness.ts";
import { hasMembers, hasNews, membersOf, openRoom, roomOf } from "../../../test/showtime-rooms.ts";
import { followTickets } from "./follow-tickets.ts";

type EventOf<Type extends EventType> = Extract<MarqueeEvent, { type: Type }>;

const everything = { cancellationPolicy: { fullRefundUntilHours: 1 } };
const cancel = (user: TestUser, { bookingId }: Booking, seatIds?: string[]) =>
  call("POST", `/api/v1/bookings/${bookingId}/cancel`, { user, body: seatIds === undefined ? {} : { seatIds } });

const factOf = ({ appId, showtimeId, createdAt }: Booking) => ({
  id: `${showtimeId}:1`,
  appId,
  at: Date.parse(createdAt),
  source: { showtimeId, seq: 1 },
});
const confirmed = (booking: Booking): EventOf<"booking.confirmed"> => ({ ...factOf(booking), type: "booking.confirmed", booking });
const cancelled = (booking: Booking): EventOf<"booking.cancelled"> => ({
  ...factOf(booking),
  type: "booking.cancelled",
  booking,
  refunds: [],
  cause: "BUYER",
});

/** A house with a room, in which Ada has one seat and is. */
async function withRoom() {
  const house = await openHouse(8, everything);
  const ada = await makeUser(house.app);
  await openRoom(house);
  const booking = await buy(ada, [seatAt(house, 0)]);
  await hasMembers(house, ada);
  return { house, ada, booking };
}

const newest = async (house: House) => {
  const found = await roomOf(house).history({ by: { kind: "server" }, type: "OLDER", limit: 1 });
  return found.ok ? found.history.data.at(-1) : undefined;
};

/** An environment in which a showtime's object answers first as it was a moment ago, and then as it is. */
function envWhereFirstAnswerIs(userIds: string[]): Env {
  let isFirst = true;
  const SEAT_MAP = {
    idFromName: (name: string) => env.SEAT_MAP.idFromName(name),
    get: (id: DurableObjectId) => ({
      ticketHolders: async (input: { among: string[] }) => {
        const answer = isFirst ? { ok: true, userIds } : env.SEAT_MAP.get(id).ticketHolders(input);
        isFirst = false;
        return answer;
      },
    }),
  };
  return { ...env, SEAT_MAP: SEAT_MAP as unknown as Env["SEAT_MAP"] };
}

describe("the members of a showtime's room", () => {
  it("come with their booking and go with the last of their tickets", async () => {
    const { house, ada, booking } = await withRoom();
    const bob = await makeUser(house.app);
    const [first, second] = [await buy(bob, [seatAt(house, 1), seatAt(house, 2)]), await buy(bob, [seatAt(house, 3)])];
    await hasMembers(house, ada, bob);
    await cancel(bob, first, [seatAt(house, 1)]);
    await cancel(bob, second);
    await cancel(ada, booking);
    await hasMembers(house, bob);
    await cancel(bob, first);
    await hasMembers(house);
    await buy(ada, [seatAt(house, 0)]);
    await hasMembers(house, ada);
  });

  it("move with a booking that is exchanged for another showtime's, from the one room to the other", async () => {
    const { house, ada, booking } = await withRoom();
    const other = await openHouse(3, everything, house.app);
    await openRoom(other);
    expect((await exchange(ada, booking.bookingId, { showtimeId: other.showtimeId, seatIds: [seatAt(other, 0)] })).status).toBe(200);
    await hasMembers(other, ada);
    await hasMembers(house);
  });

  it("follow the tickets as they are, whatever events come late, twice or in the wrong order", async () => {
    const { house, ada, booking } = await withRoom();
    const ctx = testCtx();
    // An old cancellation of a booking that stands: her other ticket is what counts.
    await followTickets(ctx, [cancelled(booking), cancelled(booking), confirmed(booking)]);
    expect(await membersOf(house)).toEqual([ada.userId]);
    await cancel(ada, booking);
    await hasMembers(house);
    const now = await bookingOf(house, booking);
    expect(now.status).toBe("CANCELLED");
    await followTickets(ctx, [confirmed(booking)]);
    await followTickets(ctx, [cancelled(now), confirmed(booking)]);
    expect(await membersOf(house)).toEqual([]);
  });

  it("are those with a ticket in the end, also where a consumer was told just before a ticket was given back", async () => {
    const { house, ada, booking } = await withRoom();
    await cancel(ada, booking);
    await hasMembers(house);
    const { id: before } = (await newest(house)) ?? { id: "" };
    await followTickets(testCtx({ env: envWhereFirstAnswerIs([ada.userId]) }), [{ ...confirmed(booking), at: Date.now() + 60_000 }]);
    expect(await membersOf(house)).toEqual([]);
    // She was let in by the old answer, and taken out by the new one.
    expect(await newest(house)).toMatchObject({ kind: "LEAVE", id: expect.not.stringMatching(`^${before}$`) });
  });

  it("who left by themselves are left in peace, however often their booking is told again, and come back with a new one", async () => {
    const { house, ada, booking } = await withRoom();
    await roomOf(house).leave({ userId: ada.userId });
    await followTickets(testCtx(), [confirmed(booking)]);
    await openRoom(house);
    expect(await membersOf(house)).toEqual([]);
    await buy(ada, [seatAt(house, 4)]);
    await hasMembers(house, ada);
  });

  it("who were banned stay out with all their tickets, and their booking stands", async () => {
    const { house, ada } = await withRoom();
    const banned = await roomOf(house).updateMember({ by: { kind: "server" }, userId: ada.userId, banned: true });
    expect(banned.ok).toBe(true);
    const booking = await buy(ada, [seatAt(house, 5)]);
    await followTickets(testCtx(), [confirmed(booking)]);
    expect(await membersOf(house)).toEqual([]);
  });

  it("who run the room stay without a ticket", async () => {
    const { house, ada, booking } = await withRoom();
    const raised = await roomOf(house).updateMember({ by: { kind: "server" }, userId: ada.userId, role: "MODERATOR" });
    expect(raised.ok).toBe(true);
    await cancel(ada, booking);
    await followTickets(testCtx(), [cancelled(await bookingOf(house, booking))]);
    expect(await membersOf(house)).toEqual([ada.userId]);
  });

  it("stay when the whole showtime is cancelled, to read what becomes of their money", async () => {
    const { house, ada, booking } = await withRoom();
    await call("POST", `/api/v1/showtimes/${house.showtimeId}/cancel`, { server: house.app, body: { reason: "the lead is ill" } });
    await hasNews(house, 1);
    await expect.poll(async () => (await bookingOf(house, booking)).status, { timeout: 15_000 }).toBe("CANCELLED");
    await followTickets(testCtx(), [confirmed(booking), cancelled(await bookingOf(house, booking))]);
    expect(await membersOf(house)).toEqual([ada.userId]);
  });

  it("come into a room whose making was cut off behind its row: the event makes it", async () => {
    const house = await openHouse(2);
    const ada = await makeUser(house.app);
    await env.DB.prepare("INSERT INTO box_office_rooms (showtime_id, app_id, created_at) VALUES (?, ?, ?)")
      .bind(house.showtimeId, house.app.appId, Date.now())
      .run();
    await buy(ada, [seatAt(house, 0)]);
    await hasMembers(house, ada);
  });

  it("are nobody where the showtime has no room, and none is made by an event", async () => {
    const house = await openHouse(2);
    const booking = await buy(await makeUser(house.app), [seatAt(house, 0)]);
    await followTickets(testCtx(), [confirmed(booking)]);
    expect(await membersOf(house)).toBeNull();
  });
});
