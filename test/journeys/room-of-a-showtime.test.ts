import { describe, expect, it } from "vitest";
import { BoxOfficePush } from "../../contracts/pushes.ts";
import type { ShowtimeWithListing } from "../../contracts/showtimes.ts";
import { buy, openHouse, seatAt } from "../box-office.ts";
import { scan, ticketOf } from "../door.ts";
import { exchange } from "../exchanges.ts";
import { call, makeUser } from "../harness.ts";
import { hasMembers, hasNews, newsIn, openRoom, roomOf } from "../showtime-rooms.ts";
import { stompAs } from "../stomp-sockets.ts";

/** What the audience of an evening lives through in its room. */

const everything = { cancellationPolicy: { fullRefundUntilHours: 1 } };

describe("the audience of an evening", () => {
  it("meets in its room, comes and goes with the tickets, and hears what concerns everybody", async () => {
    const house = await openHouse(4, everything);
    const matinee = await openHouse(4, everything, house.app);
    const [ada, bob, eve] = [await makeUser(house.app), await makeUser(house.app), await makeUser(house.app)];
    const adas = await buy(ada, [seatAt(house, 0)]);

    // Ada had her ticket before there was a room; Bob buys his afterwards.
    await openRoom(house);
    await openRoom(matinee);
    await hasMembers(house, ada);
    const bobs = await buy(bob, [seatAt(house, 1), seatAt(house, 2)]);
    await hasMembers(house, ada, bob);
    const { showtime } = (await call<{ showtime: ShowtimeWithListing }>("GET", `/api/v1/showtimes/${house.showtimeId}`, { user: bob })).body
      .data;
    expect(showtime.chatRoomId).toBe(`room_${house.showtimeId.slice(4)}`);
    const said = await roomOf(house).send({ by: { kind: "user", userId: bob.userId }, content: "Who else is in row A?", clientId: "1" });
    expect(said).toMatchObject({ ok: true, message: { kind: "TEXT", senderId: bob.userId } });

    // Eve has no ticket: she neither reads nor writes.
    const by = { kind: "user", userId: eve.userId } as const;
    expect(await roomOf(house).history({ by, type: "OLDER", limit: 10 })).toMatchObject({ ok: false, code: "NOT_A_MEMBER" });
    expect(await roomOf(house).send({ by, content: "Let me in", clientId: "1" })).toMatchObject({ ok: false, code: "NOT_A_MEMBER" });

    // Bob gives one of two back and stays; Ada goes to the matinee.
    await call("POST", `/api/v1/bookings/${bobs.bookingId}/cancel`, { user: bob, body: { seatIds: [seatAt(house, 1)] } });
    await hasNews(house, 1);
    expect((await exchange(ada, adas.bookingId, { showtimeId: matinee.showtimeId, seatIds: [seatAt(matinee, 0)] })).status).toBe(200);
    await hasMembers(matinee, ada);
    await hasMembers(house, bob);

    await scan({ server: house.app }, { ticket: (await ticketOf(bob, bobs.bookingId)).token });
    await call("POST", `/api/v1/showtimes/${house.showtimeId}/cancel`, { server: house.app, body: { reason: "the lead is ill" } });
    await expect
      .poll(async () => (await newsIn(house)).map(({ content }) => content), { timeout: 15_000 })
      .toEqual(expect.arrayContaining([expect.stringContaining("doors are open"), expect.stringContaining("the lead is ill")]));
    await hasMembers(house, bob);
    expect(JSON.stringify(await newsIn(house))).not.toMatch(/usr_/);
  });

  it("hears at one socket what becomes of its own bookings and what is said to all, each once by its id", async () => {
    const house = await openHouse(2, everything);
    const ada = await makeUser(house.app);
    await openRoom(house);
    const stomp = await stompAs(ada);
    const pushed = await stomp.listen("/user/queue/notifications");
    const kept = () => new Map(pushed.bodies().map((body) => [body.id, BoxOfficePush.parse(body)]));
    const hasPushes = (count: number) => expect.poll(() => kept().size, { timeout: 15_000 }).toBe(count);

    const { bookingId, amount } = await buy(ada, [seatAt(house, 0), seatAt(house, 1)]);
    await hasPushes(1);
    await hasMembers(house, ada);
    const news = await stomp.listen(`/topic/chatroom.room_${house.showtimeId.slice(4)}`);
    await call("POST", `/api/v1/bookings/${bookingId}/cancel`, { user: ada, body: { seatIds: [seatAt(house, 0)] } });
    await hasPushes(2);
    await expect.poll(() => news.bodies().map(({ kind }) => kind), { timeout: 15_000 }).toContain("SYSTEM");
    await call("POST", `/api/v1/showtimes/${house.showtimeId}/cancel`, { server: house.app });
    await hasPushes(3);
    const { showtimeId } = house;
    expect([...kept().values()].map(({ type, data }) => [type, data])).toEqual([
      ["booking.confirmed", { bookingId, showtimeId, seats: 2, amount, currency: "EUR", fromBookingId: null }],
      ["booking.cancelled", { bookingId, showtimeId, seats: 1, cause: "BUYER", refund: { amount: amount / 2, currency: "EUR" } }],
      [
        "booking.cancelled",
        { bookingId, showtimeId, seats: 0, cause: "SHOWTIME_CANCELLED", refund: { amount: amount / 2, currency: "EUR" } },
      ],
    ]);
  });
});
