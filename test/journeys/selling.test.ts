import { describe, expect, it } from "vitest";
import type { HeldSeats, Seat } from "../../contracts/seats.ts";
import type { ShowtimeWithListing } from "../../contracts/showtimes.ts";
import { expectBooksToAddUp } from "../books.ts";
import { buy, confirm, type House, hold, openHouse, pay, release, seatAt, seatsOf } from "../box-office.ts";
import { card, exchange, ids } from "../exchanges.ts";
import { call, makeUser, type TestUser } from "../harness.ts";

/** What an organizer sets, as buyers meet it. */

const best = (user: TestUser, { showtimeId }: House, wish: object) =>
  call<HeldSeats>("POST", "/api/v1/reserve-seat", { user, body: { entityId: showtimeId, bestAvailable: wish } });
const changeShow = ({ app, showtimeId }: House, body: object) => call("PATCH", `/api/v1/showtimes/${showtimeId}`, { server: app, body });
const pricingOf = async ({ app, showtimeId }: House) =>
  (await call<{ showtime: ShowtimeWithListing }>("GET", `/api/v1/showtimes/${showtimeId}`, { app })).body.data.showtime.pricing;
const prices = (seats: readonly { price: number }[]) => seats.map(({ price }) => price);

describe("prices by rules", () => {
  const almostFull = { when: { occupancyAtLeast: 0.5 }, percent: 20 };

  it("rise with the house, keep within their bounds, and are frozen for whoever holds, with the reason", async () => {
    const house = await openHouse(4, { pricingRules: [almostFull], priceCeiling: 7500 });
    const [early, late, last] = [await makeUser(house.app), await makeUser(house.app), await makeUser(house.app)];
    const first = (await hold(early, [seatAt(house, 0), seatAt(house, 1)])).body.data;
    expect([prices(first.seats), first.price, first.pricing]).toEqual([[6500, 6500], 13_000, null]);

    // Two of four are gone: 65.00 would be 78.00, and the ceiling stops at 75.00. Both who asked before keep what they were told.
    const second = (await hold(late, [seatAt(house, 2)])).body.data;
    expect([second.price, second.pricing]).toEqual([7500, { percent: 20, rules: [almostFull] }]);
    expect((await seatsOf(house.app, house.showtimeId)).map(({ basePrice, price }) => [basePrice, price])).toEqual(
      new Array(4).fill([6500, 7500]),
    );
    const changed = await changeShow(house, {
      pricingRules: [],
      tiers: [
        { name: "Premium", price: 8000 },
        { name: "Standard", price: 4200 },
      ],
    });
    expect(changed.status).toBe(200);
    const paid = (await pay(late, second.reservationToken)).body.data.payment;
    expect(paid.amount).toBe(7500);
    const booking = (await confirm(late, second.reservationToken, paid.id)).body.data.booking;
    expect([booking.amount, prices(booking.seats)]).toEqual([7500, [7500]]);
    expect((await hold(last, [seatAt(house, 3)])).body.data.price).toBe(8000);
    expect(await pricingOf(house)).toBeNull();
  });

  it("give back what a seat cost, not what it costs by then, and charge an exchange by the prices of its own moment", async () => {
    const house = await openHouse(4, { pricingRules: [almostFull], cancellationPolicy: { fullRefundUntilHours: 1 } });
    const [ada, bob] = [await makeUser(house.app), await makeUser(house.app)];
    const adas = await buy(ada, [seatAt(house, 0)]);
    const bobs = await buy(bob, [seatAt(house, 1)]);
    // Two of four are sold, so that a seat costs 78.00 now; Ada paid 65.00 for hers.
    const moved = await exchange(ada, adas.bookingId, { seatIds: [seatAt(house, 2)], paymentMethod: card() });
    expect(moved.body.data.payment?.amount).toBe(1300);
    expect(prices(moved.body.data.booking.seats)).toEqual([7800]);
    const refundOf = async (user: TestUser, bookingId: string) =>
      (await call<{ refund: { amount: number } }>("POST", `/api/v1/bookings/${bookingId}/cancel`, { user })).body.data.refund.amount;
    expect([await refundOf(bob, bobs.bookingId), await refundOf(ada, adas.bookingId)]).toEqual([6500, 7800]);
    expect(await expectBooksToAddUp(house.app)).toMatchObject({ captured: 14_300, refunded: 14_300 });
  });

  it("by the hours to the start and the day of the show count in the venue's zone, and a floor stops what they take off", async () => {
    // Half past eleven in the evening of a Friday in UTC is Saturday in Vienna.
    const friday = new Date(Date.now() + 10 * 86_400_000);
    friday.setUTCDate(friday.getUTCDate() + ((5 - friday.getUTCDay() + 7) % 7));
    friday.setUTCHours(23, 30, 0, 0);
    const saturday = { when: { days: ["SAT"] }, percent: -50 };
    const lastMinute = { when: { hoursToStartAtMost: 24, days: ["SAT"] }, percent: 10 };
    const house = await openHouse(12, { startsAt: friday.toISOString(), pricingRules: [saturday, lastMinute], priceFloor: 3000 });
    const user = await makeUser(house.app);
    const held = (await hold(user, [seatAt(house, 0), seatAt(house, 11)])).body.data;
    // 32.50, and not 21.00 but the floor.
    expect([prices(held.seats), held.pricing?.rules]).toEqual([[3250, 3000], [saturday]]);
    await changeShow(house, { pricingRules: [{ when: { days: ["FRI"] }, percent: -50 }] });
    expect((await hold(user, [seatAt(house, 1)])).body.data).toMatchObject({ price: 6500, pricing: null });
  });
});

describe("places without numbers beside seats with numbers", () => {
  const tiers = [
    { name: "Premium", price: 6500 },
    { name: "Standard", price: 4200 },
    { name: "Standing", price: 2500 },
  ];
  const isPlace = ({ general }: Seat) => general;

  it("are asked for by their tier, sold to the last one and not beyond, by however many at once", async () => {
    const house = await openHouse(6, { tiers, capacity: 5, capacityTier: "Standing" });
    const buyers = await Promise.all(Array.from({ length: 8 }, () => makeUser(house.app)));
    const answers = await Promise.all(buyers.map((buyer) => best(buyer, house, { quantity: 1, tier: "Standing" })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 201, 201, 409, 409, 409]);
    for (const { status, body } of answers) if (status === 409) expect(body.error.code).toBe("NOT_ENOUGH_SEATS");
    const held = answers.flatMap(({ body, status }) => (status === 201 ? body.data.seats : []));
    expect(held.map(({ seatNumber }) => seatNumber).sort()).toEqual(["1", "2", "3", "4", "5"]);
    expect(held.every(({ price, tier, row, section }) => price === 2500 && tier === "Standing" && row === null && section !== null)).toBe(
      true,
    );
    // Whoever asks for seats is given seats.
    const seated = (await best(await makeUser(house.app), house, { quantity: 2, adjacent: true })).body.data.seats;
    expect(seated.map(({ section, tier }) => [section, tier])).toEqual(new Array(2).fill(["Stalls", "Premium"]));
    const statuses = (await seatsOf(house.app, house.showtimeId)).filter(isPlace).map(({ status }) => status);
    expect(statuses).toEqual(new Array(5).fill("LOCKED"));
  });

  it("can be given back and exchanged for a seat like any other", async () => {
    const house = await openHouse(6, { tiers, capacity: 3, capacityTier: "Standing" });
    const user = await makeUser(house.app);
    const { reservationToken, price } = (await best(user, house, { quantity: 2, tier: "Standing" })).body.data;
    const { payment } = (await pay(user, reservationToken)).body.data;
    const booking = (await confirm(user, reservationToken, payment.id)).body.data.booking;
    expect([price, booking.amount]).toEqual([5000, 5000]);
    const seat = house.seats.find((each) => !isPlace(each))?.id ?? "";
    const [kept = ""] = ids(booking);
    const moved = (await exchange(user, booking.bookingId, { seatIds: [kept, seat], paymentMethod: card() })).body.data;
    expect([moved.payment?.amount, ids(moved.booking)]).toEqual([4000, [kept, seat]]);
    const left = (await seatsOf(house.app, house.showtimeId)).filter((each) => isPlace(each) && each.status === "AVAILABLE");
    expect(left).toHaveLength(2);
    await expectBooksToAddUp(house.app);
  });
});

describe("how many seats one buyer may have", () => {
  it("counts what is held and booked, is freed by giving back, and is raised and lowered while it sells", async () => {
    const house = await openHouse(8, { maxSeatsPerUser: 2, cancellationPolicy: { fullRefundUntilHours: 1 } });
    const user = await makeUser(house.app);
    const booking = await buy(user, [seatAt(house, 0)]);
    const second = (await hold(user, [seatAt(house, 1)])).body.data;
    const refused = await hold(user, [seatAt(house, 2)]);
    expect([refused.status, refused.body.error.code, refused.body.error.details]).toEqual([
      409,
      "HOLD_LIMIT_REACHED",
      { maxSeatsPerUser: 2, owned: 2 },
    ]);
    await release(user, second.reservationToken);
    await call("POST", `/api/v1/bookings/${booking.bookingId}/cancel`, { user });
    expect((await hold(user, [seatAt(house, 2), seatAt(house, 3)])).status).toBe(201);
    await changeShow(house, { maxSeatsPerUser: 3 });
    expect((await hold(user, [seatAt(house, 4)])).status).toBe(201);
    await changeShow(house, { maxSeatsPerUser: 1 });
    expect((await hold(user, [seatAt(house, 5)])).body.error.code).toBe("HOLD_LIMIT_REACHED");
  });
});
