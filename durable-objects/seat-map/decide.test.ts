import { describe, expect, it } from "vitest";
import { limits } from "../../contracts/limits.ts";
import { newSeats } from "./seats.ts";
import { house, start } from "./test-house.ts";

const paid = (amount: number, id = "pay_1") => ({ id, amount, currency: "EUR" });

describe("holding seats", () => {
  it("locks them for one user at the price of their tier", () => {
    const { ledger, hold } = house();
    const held = hold("ada", 0, 2);
    expect(held).toMatchObject({ ok: true, facts: [{ op: "HOLD", price: 6500 + 4200, expiresAt: start + 120_000 }] });
    expect([ledger.status[0], ledger.status[1], ledger.status[2], ledger.freeSeats]).toEqual([1, 0, 1, 8]);
  });

  it("is refused as a whole when one of them is locked, with the seconds until it may be free", () => {
    const { ledger, hold, wait, seat } = house();
    hold("ada", 1);
    wait(20);
    expect(hold("bob", 0, 1)).toMatchObject({
      ok: false,
      code: "SEAT_ALREADY_LOCKED",
      details: { seats: [seat(1)], expiresIn: 100 },
      facts: [],
    });
    expect(ledger.status[0]).toBe(0);
  });

  it("succeeds at the very moment at which the hold before it runs out, without any alarm", () => {
    const { hold, wait } = house();
    hold("ada", 1);
    wait(119.999);
    expect(hold("bob", 1)).toMatchObject({ code: "SEAT_ALREADY_LOCKED", details: { expiresIn: 1 } });
    wait(0.001);
    expect(hold("bob", 1)).toMatchObject({
      ok: true,
      facts: [
        { op: "EXPIRE", token: "token-0" },
        { op: "HOLD", token: "token-2" },
      ],
    });
  });

  it("counts what a user holds and has booked against the cap, and no longer what has lapsed", () => {
    const { hold, wait } = house();
    hold("ada", 0, 1, 2);
    expect(hold("ada", 3, 4)).toMatchObject({ code: "HOLD_LIMIT_REACHED", details: { maxSeatsPerUser: 4, owned: 3 } });
    wait(120);
    expect(hold("ada", 3, 4, 5, 6)).toMatchObject({ ok: true });
  });

  it("knows no seat of another showtime, no made-up one, and no seat twice", () => {
    const { hold, run, seat } = house();
    expect(hold("ada", 77)).toMatchObject({ code: "SEAT_NOT_FOUND" });
    const seatIds = ["sea_01K9Z3V6T8W2Y4A6C8E0G2J4M7_0", seat(0)];
    expect(run({ type: "hold", userId: "ada", token: "t", seatIds })).toMatchObject({
      code: "SEAT_NOT_FOUND",
      details: { seats: [seatIds[0]] },
    });
    expect(hold("ada", 0, 0)).toMatchObject({ ok: false });
  });

  it("waits for the sale to open, ends when it closes, and never begins for a draft", () => {
    const opening = house(2, { saleOpensAtMs: start + 60_000, saleClosesAtMs: start + 120_000 });
    expect(opening.hold("ada", 0)).toMatchObject({ code: "SALE_NOT_OPEN", details: { reason: "NOT_YET" } });
    opening.wait(60);
    expect(opening.hold("ada", 0)).toMatchObject({ ok: true });
    opening.wait(60);
    expect(opening.hold("ada", 1)).toMatchObject({ code: "SALE_NOT_OPEN", details: { reason: "CLOSED" } });
    expect(house(2, { published: false }).hold("ada", 0)).toMatchObject({ code: "SALE_NOT_OPEN", details: { reason: "NOT_PUBLISHED" } });
  });
});

describe("releasing a hold", () => {
  it("takes its own token in its owner's hand", () => {
    const { hold, run, ledger } = house();
    const { token } = hold("ada", 0);
    expect(run({ type: "release", userId: "bob", token })).toMatchObject({ code: "RESERVATION_NOT_YOURS" });
    expect(run({ type: "release", userId: "ada", token: "guess" })).toMatchObject({ code: "RESERVATION_NOT_FOUND" });
    expect(run({ type: "release", userId: "ada", token })).toMatchObject({ ok: true, facts: [{ op: "RELEASE" }] });
    expect(run({ type: "release", userId: "ada", token })).toMatchObject({ ok: true, facts: [] });
    expect(ledger.freeSeats).toBe(10);
  });

  it("is too late after its expiry and impossible after its confirmation", () => {
    const { hold, run, wait } = house();
    const lapsed = hold("ada", 0);
    wait(120);
    expect(run({ type: "release", userId: "ada", token: lapsed.token })).toMatchObject({ code: "RESERVATION_EXPIRED" });
    const { token } = hold("ada", 1);
    run({ type: "confirm", userId: "ada", token, bookingId: "BK-1", payment: paid(6500) });
    expect(run({ type: "release", userId: "ada", token })).toMatchObject({ code: "RESERVATION_CONFIRMED" });
  });
});

describe("a payment that starts", () => {
  it("extends the hold once, by its own length and at most three minutes", () => {
    const { hold, run, ledger } = house();
    const { token } = hold("ada", 0);
    run({ type: "beginPayment", userId: "ada", token });
    run({ type: "beginPayment", userId: "ada", token });
    expect(ledger.holds.get(token)?.expiresAt).toBe(start + 240_000);
    const long = house(1, { holdSeconds: 1800 });
    const second = long.hold("ada", 0);
    long.run({ type: "beginPayment", userId: "ada", token: second.token });
    expect(long.ledger.holds.get(second.token)?.expiresAt).toBe(start + (1800 + limits.paymentExtensionSecondsMax) * 1000);
  });
});

describe("confirming", () => {
  it("takes exactly the held price and currency, and books every seat", () => {
    const { hold, run, ledger } = house();
    const { token } = hold("ada", 0, 2);
    const confirm = (payment: { id: string; amount: number; currency: string } | null) =>
      run({ type: "confirm", userId: "ada", token, bookingId: "BK-1", payment });
    expect(confirm(null)).toMatchObject({ code: "PAYMENT_NOT_SUCCESSFUL" });
    expect(confirm(paid(10_699))).toMatchObject({ code: "PAYMENT_AMOUNT_MISMATCH" });
    expect(confirm({ ...paid(10_700), currency: "USD" })).toMatchObject({ code: "PAYMENT_AMOUNT_MISMATCH" });
    expect(confirm(paid(10_700))).toMatchObject({ ok: true, facts: [{ op: "CONFIRM", bookingId: "BK-1" }] });
    expect([ledger.status[0], ledger.status[2]]).toEqual([2, 2]);
  });

  it("again with the same payment changes nothing; with another one it is refused", () => {
    const { hold, run } = house();
    const { token } = hold("ada", 0);
    run({ type: "confirm", userId: "ada", token, bookingId: "BK-1", payment: paid(6500) });
    expect(run({ type: "confirm", userId: "ada", token, bookingId: "BK-2", payment: paid(6500) })).toMatchObject({ ok: true, facts: [] });
    expect(run({ type: "confirm", userId: "ada", token, bookingId: "BK-2", payment: paid(6500, "pay_2") })).toMatchObject({
      code: "RESERVATION_CONFIRMED",
    });
  });

  it("never takes a payment that another booking used", () => {
    const { hold, run } = house();
    const first = hold("ada", 0);
    const second = hold("ada", 1);
    run({ type: "confirm", userId: "ada", token: first.token, bookingId: "BK-1", payment: paid(6500) });
    expect(run({ type: "confirm", userId: "ada", token: second.token, bookingId: "BK-2", payment: paid(6500) })).toMatchObject({
      code: "PAYMENT_ALREADY_USED",
    });
  });

  it("is too late at the expiry, and a hold that was given back has ended too", () => {
    const { hold, run, wait } = house();
    const given = hold("ada", 1);
    run({ type: "release", userId: "ada", token: given.token });
    expect(run({ type: "confirm", userId: "ada", token: given.token, bookingId: "BK-1", payment: paid(6500) })).toMatchObject({
      code: "RESERVATION_EXPIRED",
    });
    const lapsed = hold("ada", 0);
    wait(120);
    expect(run({ type: "confirm", userId: "ada", token: lapsed.token, bookingId: "BK-1", payment: paid(6500) })).toMatchObject({
      code: "RESERVATION_EXPIRED",
      facts: [{ op: "EXPIRE" }],
    });
  });

  it("needs no payment where the seats cost nothing", () => {
    const { hold, run } = house(2, { tiers: [{ name: "Premium", price: 0 }] });
    const { token } = hold("ada", 0);
    expect(run({ type: "confirm", userId: "ada", token, bookingId: "BK-1", payment: null })).toMatchObject({ ok: true });
  });
});

describe("seats that are added", () => {
  it("must differ from those that are there and from each other", () => {
    const { run, ledger } = house(1);
    expect(run({ type: "add", seats: newSeats(ledger, [{ seatNumber: "A1" }]) })).toMatchObject({ code: "SEAT_EXISTS" });
    expect(run({ type: "add", seats: newSeats(ledger, [{ seatNumber: "B1" }, { seatNumber: "B1" }]) })).toMatchObject({
      code: "SEAT_EXISTS",
    });
    expect(run({ type: "add", seats: newSeats(ledger, [{ seatNumber: "A1", row: "A" }]) })).toMatchObject({ ok: true });
  });
});

describe("limits of a showtime", () => {
  it("refuse more seats than it may have, and seats that are kept from sale", () => {
    const { run, ledger, hold } = house(1);
    const many = Array.from({ length: limits.seatsPerShowtimeMax }, (_, n) => ({ seatNumber: `Z${n}` }));
    expect(run({ type: "add", seats: newSeats(ledger, many) })).toMatchObject({ code: "SEAT_LIMIT_REACHED" });
    ledger.status[0] = 3;
    expect(hold("ada", 0)).toMatchObject({ code: "SEAT_BLOCKED" });
  });
});

describe("the owner's clock", () => {
  it("never steps back: an earlier now counts as the latest one seen", () => {
    const { hold, wait, ledger } = house();
    hold("ada", 0);
    wait(-3600);
    expect(hold("bob", 1)).toMatchObject({ facts: [{ at: start }] });
    expect(ledger.clock).toBe(start);
  });
});
