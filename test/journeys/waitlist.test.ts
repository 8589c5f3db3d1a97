import { describe, expect, it, vi } from "vitest";
import type { Booking } from "../../contracts/bookings.ts";
import type { Page } from "../../contracts/envelope.ts";
import { limits } from "../../contracts/limits.ts";
import type { WaitlistEntry } from "../../contracts/waitlist.ts";
import { expectBooksToAddUp } from "../books.ts";
import { buy, confirm, type House, hold, openHouse, pay, release, seatAt } from "../box-office.ts";
import { scan, ticketOf } from "../door.ts";
import { exchange, ids, statusesOf } from "../exchanges.ts";
import { call, makeUser, type TestUser } from "../harness.ts";

/** What somebody lives through who comes too late for the sale. */

const join = async (user: TestUser, { showtimeId }: House, wish: object): Promise<WaitlistEntry> => {
  const answer = await call<{ entry: WaitlistEntry }>("POST", "/api/v1/waitlist", { user, body: { entityId: showtimeId, ...wish } });
  expect(answer.status).toBe(201);
  return answer.body.data.entry;
};
const entryOf = async (user: TestUser, { id }: WaitlistEntry): Promise<WaitlistEntry> =>
  (await call<{ entry: WaitlistEntry }>("GET", `/api/v1/waitlist/${id}`, { user })).body.data.entry;
const leave = (user: TestUser, { id }: WaitlistEntry) => call<{ entry: WaitlistEntry }>("DELETE", `/api/v1/waitlist/${id}`, { user });
const cancel = (user: TestUser, { bookingId }: Booking, seatIds?: string[]) =>
  call("POST", `/api/v1/bookings/${bookingId}/cancel`, { user, ...(seatIds && { body: { seatIds } }) });
const everything = { cancellationPolicy: { fullRefundUntilHours: 1 } };

/** A house of so many seats that one person has bought. */
async function soldOut(seatCount: number, terms: Record<string, unknown> = {}) {
  const house = await openHouse(seatCount, { ...everything, ...terms });
  const owner = await makeUser(house.app);
  const booking = await buy(
    owner,
    house.seats.map(({ id }) => id),
  );
  return { house, owner, booking };
}

describe("a sold-out evening", () => {
  it("comes to whoever waits: the first whom two cancelled seats suit is offered them, pays, and comes in", async () => {
    const { house, owner, booking } = await soldOut(4);
    const [three, pair, single] = [await makeUser(house.app), await makeUser(house.app), await makeUser(house.app)];
    const wantsThree = await join(three, house, { quantity: 3 });
    const wantsPair = await join(pair, house, { quantity: 2, adjacent: true });
    const wantsOne = await join(single, house, { quantity: 1 });
    expect([wantsThree, wantsPair, wantsOne].map(({ status, position }) => [status, position])).toEqual([
      ["WAITING", 1],
      ["WAITING", 2],
      ["WAITING", 3],
    ]);

    // Seats 1 and 2 stand side by side: too few for the first in the queue, right for the second, and none is left for the third.
    await cancel(owner, booking, [seatAt(house, 1), seatAt(house, 2)]);
    const offered = await entryOf(pair, wantsPair);
    expect(offered).toMatchObject({ status: "OFFERED", position: null, reservationToken: expect.any(String) });
    const lasts = (Date.parse(offered.offerExpiresAt ?? "") - Date.now()) / 1000;
    expect(lasts).toBeGreaterThan(limits.waitlistOfferSeconds - 30);
    expect(lasts).toBeLessThanOrEqual(limits.waitlistOfferSeconds);
    expect((await entryOf(three, wantsThree)).position).toBe(1);
    expect((await entryOf(single, wantsOne)).position).toBe(2);

    // Nobody else gets at them, not even whoever gave them back.
    for (const user of [owner, single]) {
      expect((await hold(user, [seatAt(house, 1)])).body.error.code).toBe("SEAT_ALREADY_LOCKED");
    }
    const token = offered.reservationToken ?? "";
    expect((await pay(single, token)).body.error.code).toBe("RESERVATION_NOT_YOURS");
    const { payment } = (await pay(pair, token)).body.data;
    const bought = (await confirm(pair, token, payment.id)).body.data.booking;
    expect([bought.amount, ids(bought).sort()]).toEqual([13_000, [seatAt(house, 1), seatAt(house, 2)].sort()]);
    expect(await entryOf(pair, wantsPair)).toMatchObject({ status: "FULFILLED", position: null });
    const ticket = await ticketOf(pair, bought.bookingId);
    expect((await scan({ server: house.app }, { ticket: ticket.token })).status).toBe(200);
    expect(await expectBooksToAddUp(house.app)).toMatchObject({ captured: 39_000, refunded: 13_000, bookings: 26_000 });
  });

  it("goes on to the next when somebody declines, and to the sale when nobody waits any more", async () => {
    const { house, owner, booking } = await soldOut(2);
    const [first, second] = [await makeUser(house.app), await makeUser(house.app)];
    const [a, b] = [await join(first, house, { quantity: 1 }), await join(second, house, { quantity: 1 })];
    await cancel(owner, booking, [seatAt(house, 0)]);
    expect((await leave(first, a)).body.data.entry.status).toBe("DECLINED");
    const offer = await entryOf(second, b);
    expect(offer.status).toBe("OFFERED");
    // Giving the hold back says the same as declining.
    await release(second, offer.reservationToken ?? "");
    expect((await entryOf(second, b)).status).toBe("DECLINED");
    expect(await statusesOf(house)).toEqual(["AVAILABLE", "BOOKED"]);
    expect((await hold(first, [seatAt(house, 0)])).status).toBe(201);
  });

  it("gives what an exchange leaves behind, at the price of that moment", async () => {
    const rules = { pricingRules: [{ when: { occupancyAtLeast: 0.5 }, percent: 10 }], priceCeiling: 7000 };
    const { house, owner, booking } = await soldOut(2, rules);
    const other = await openHouse(4, everything, house.app);
    const user = await makeUser(house.app);
    const entry = await join(user, house, { quantity: 2 });
    const seatIds = [seatAt(other, 0), seatAt(other, 1)];
    expect((await exchange(owner, booking.bookingId, { showtimeId: other.showtimeId, seatIds })).status).toBe(200);
    const { status, reservationToken } = await entryOf(user, entry);
    expect(status).toBe("OFFERED");
    const { payment } = (await pay(user, reservationToken ?? "")).body.data;
    // The house was empty when it was offered.
    expect(payment.amount).toBe(13_000);
    await confirm(user, reservationToken ?? "", payment.id);
    expect(await expectBooksToAddUp(house.app)).toMatchObject({ captured: 26_000, refunded: 0 });
  });

  it("offers what came free while the event was taken back as soon as it is published again, without anybody asking", async () => {
    const house = await openHouse(1);
    const [holder, user] = [await makeUser(house.app), await makeUser(house.app)];
    const { reservationToken } = (await hold(holder, [seatAt(house, 0)])).body.data;
    const { id } = await join(user, house, { quantity: 1 });
    const publish = (status: string) => call("PATCH", `/api/v1/events/${house.listingId}`, { server: house.app, body: { status } });
    await publish("DRAFT");
    await release(holder, reservationToken);
    await publish("PUBLISHED");
    // The reservations that D1 has are told by the showtime itself: reading them asks it nothing.
    const offers = async () =>
      (await call<Page<{ waitlistId: string | null; status: string }>>("GET", "/api/v1/reservations", { user })).body.data.items;
    const offer = { waitlistId: id, status: "ACTIVE" };
    await vi.waitFor(async () => expect(await offers()).toMatchObject([offer]), { timeout: 5000, interval: 100 });
  });

  it("closes its queue when it is cancelled, offers included", async () => {
    const { house, owner, booking } = await soldOut(2);
    const [first, second] = [await makeUser(house.app), await makeUser(house.app)];
    const [a, b] = [await join(first, house, { quantity: 1 }), await join(second, house, { quantity: 2 })];
    await cancel(owner, booking, [seatAt(house, 0)]);
    expect((await entryOf(first, a)).status).toBe("OFFERED");
    await call("POST", `/api/v1/showtimes/${house.showtimeId}/cancel`, { server: house.app, body: {} });
    expect([(await entryOf(first, a)).status, (await entryOf(second, b)).status]).toEqual(["CLOSED", "CLOSED"]);
    const again = await call("POST", "/api/v1/waitlist", { user: second, body: { entityId: house.showtimeId, quantity: 1 } });
    expect([again.status, again.body.error.code, again.body.error.details?.reason]).toEqual([403, "SALE_NOT_OPEN", "CANCELLED"]);
    await vi.waitFor(async () => expect((await expectBooksToAddUp(house.app)).bookings).toBe(0), { timeout: 15_000 });
  });
});
