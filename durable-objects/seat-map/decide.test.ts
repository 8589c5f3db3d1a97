import { describe, expect, it } from "vitest";
import type { ShowtimeTerms } from "../../contracts/ledger.ts";
import { limits } from "../../contracts/limits.ts";
import { type Command, decide } from "./decide.ts";
import { evolve } from "./evolve.ts";
import { emptyLedger, type Ledger } from "./ledger.ts";
import { newSeats } from "./seats.ts";

const start = Date.parse("2026-11-21T12:00:00Z");
const terms: ShowtimeTerms = {
  appId: "app_1",
  showtimeId: "sho_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
  published: true,
  currency: "EUR",
  tiers: [
    { name: "Premium", price: 6500 },
    { name: "Standard", price: 4200 },
  ],
  holdSeconds: 120,
  maxSeatsPerUser: 4,
  saleOpensAtMs: null,
  saleClosesAtMs: start + 86_400_000,
};

function house(seatCount = 10, changed: Partial<ShowtimeTerms> = {}) {
  const ledger = emptyLedger({ ...terms, ...changed });
  let now = start;
  let tokens = 0;
  const run = (command: Command) => {
    const decision = decide(ledger, command, now);
    for (const fact of decision.facts) evolve(ledger, fact);
    return decision;
  };
  run({
    type: "add",
    seats: newSeats(
      ledger,
      Array.from({ length: seatCount }, (_, n) => ({ seatNumber: `A${n + 1}`, tier: n < 2 ? "Premium" : "Standard" })),
    ),
  });
  return {
    ledger,
    run,
    wait: (seconds: number) => {
      now += seconds * 1000;
    },
    seat: (index: number) => ledger.seats[index]?.id ?? "none",
    hold: (userId: string, ...indexes: number[]) => {
      const token = `token-${tokens++}`;
      return { token, ...run({ type: "hold", userId, token, seatIds: indexes.map((index) => ledger.seats[index]?.id ?? "none") }) };
    },
  };
}

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

/** A small seeded generator (mulberry32), so that a failing history can be run again. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What must hold of any ledger at any time, checked from scratch against the holds and bookings. */
function check(ledger: Ledger): void {
  const owners = new Map<number, string>();
  const ofUser = new Map<string, number>();
  for (const hold of ledger.holds.values()) {
    if (hold.status !== "ACTIVE" && hold.status !== "CONFIRMED") continue;
    for (const { index } of hold.seats) {
      if (owners.has(index)) throw new Error(`seat ${index} has two owners`);
      owners.set(index, hold.token);
      if (ledger.status[index] !== (hold.status === "ACTIVE" ? 1 : 2)) throw new Error(`seat ${index} has status ${ledger.status[index]}`);
    }
    ofUser.set(hold.userId, (ofUser.get(hold.userId) ?? 0) + hold.seats.length);
  }
  ledger.seats.forEach((_, index) => {
    if ((ledger.owner[index] ?? undefined) !== owners.get(index)) throw new Error(`seat ${index} is owned by ${ledger.owner[index]}`);
  });
  if (ledger.freeSeats !== ledger.seats.length - owners.size) throw new Error("free seats are miscounted");
  for (const [user, seats] of ofUser) if (seats > ledger.terms.maxSeatsPerUser) throw new Error(`${user} has ${seats} seats`);
}

describe("any history", () => {
  it("of a million commands of 8 users on 12 seats keeps every invariant, and its facts alone rebuild the ledger", () => {
    const seed = 20261121;
    const next = random(seed);
    const pick = (count: number) => Math.floor(next() * count);
    const { ledger } = house(12, { holdSeconds: 5 });
    const facts = [];
    const tokens: string[] = [];
    let now = start;
    let bookings = 0;
    for (let step = 0; step < 1_000_000; step++) {
      now += pick(4) === 0 ? pick(3000) : 0;
      const userId = `user-${pick(8)}`;
      const token = tokens[tokens.length - 1 - pick(Math.min(tokens.length, 12))] ?? "none";
      const kind = pick(10);
      const price = ledger.holds.get(token)?.price ?? 0;
      const command: Command =
        kind < 5
          ? {
              type: "hold",
              userId,
              token: `t${step}`,
              seatIds: [...new Set([pick(12), pick(12)])].map((index) => ledger.seats[index]?.id ?? ""),
            }
          : kind < 7
            ? { type: "release", userId, token }
            : kind === 7
              ? { type: "beginPayment", userId, token }
              : kind === 8 && bookings < 3
                ? {
                    type: "confirm",
                    userId,
                    token,
                    bookingId: `BK-${step}`,
                    payment: { id: `p${pick(50)}`, amount: price, currency: "EUR" },
                  }
                : { type: "sweep" };
      const before = ledger.seq;
      const decision = decide(ledger, command, now);
      if (ledger.seq !== before) throw new Error("decide changed the ledger");
      for (const fact of decision.facts) {
        evolve(ledger, fact);
        facts.push(fact);
        if (fact.op === "HOLD") tokens.push(fact.token);
        if (fact.op === "CONFIRM") bookings++;
      }
      if (step % 100 === 0) check(ledger);
      const lapsed = [...ledger.holds.values()].some(
        (hold) => hold.status === "ACTIVE" && hold.expiresAt <= ledger.clock && decision.facts.length > 0,
      );
      if (lapsed) throw new Error(`seed ${seed}, step ${step}: a lapsed hold is still active`);
      if (ledger.holds.size > 300)
        for (const [old, hold] of ledger.holds) if (hold.status === "EXPIRED" || hold.status === "RELEASED") ledger.holds.delete(old);
    }
    const again = emptyLedger(ledger.terms);
    evolve(again, { seq: 1, at: start, op: "ADD", added: ledger.seats.map((seat) => ({ ...seat })) });
    for (const fact of facts) evolve(again, fact);
    expect([again.seq, again.status, again.owner, again.freeSeats]).toEqual([ledger.seq, ledger.status, ledger.owner, ledger.freeSeats]);
    expect(bookings).toBe(3);
  });
});
