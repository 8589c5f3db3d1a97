import { describe, expect, it } from "vitest";
import { limits } from "../../contracts/limits.ts";
import { positionsIn } from "./judge-waitlist.ts";
import type { Fact } from "./ledger.ts";
import { queueDueAt } from "./offers.ts";
import { house, start } from "./test-house.ts";

/** A pure showtime whose seats are all Ada's and Bob's bookings or holds, with somebody who can wait. */
function soldOut(seatCount = 4, changed: Parameters<typeof house>[1] = {}) {
  const made = house(seatCount, { maxSeatsPerUser: 100, ...changed });
  const all = Array.from({ length: seatCount }, (_, index) => made.hold("holder", index).token);
  const join = (userId: string, quantity: number, wish: { tier?: string; adjacent?: boolean } = {}) =>
    made.run({ type: "wait", waitlistId: `w-${userId}`, userId, quantity, tier: wish.tier ?? null, adjacent: wish.adjacent ?? null });
  const free = (...indexes: number[]) => indexes.map((index) => made.run({ type: "release", userId: "holder", token: all[index] ?? "" }));
  const statusOf = (userId: string) => made.ledger.waitlist.get(`w-${userId}`)?.status;
  const offerOf = (userId: string) => made.ledger.holds.get(made.ledger.waitlist.get(`w-${userId}`)?.token ?? "");
  return { ...made, join, free, statusOf, offerOf };
}

const ops = (decision: { facts: Fact[] }) => decision.facts.map(({ op }) => op);

describe("joining the queue", () => {
  it("is offered at once what is free and fits, at the price of this moment and for ten minutes", () => {
    const { join, ledger, offerOf } = soldOut(0 + 4, {});
    expect(ops(join("ada", 1))).toEqual(["WAIT"]);
    const open = house(4);
    expect(ops(open.run({ type: "wait", waitlistId: "w", userId: "ada", quantity: 2, tier: "Standard", adjacent: null }))).toEqual([
      "WAIT",
      "HOLD",
    ]);
    const offer = open.ledger.holds.get(open.ledger.waitlist.get("w")?.token ?? "");
    expect(offer).toMatchObject({ userId: "ada", price: 8400, waitlistId: "w", expiresAt: start + limits.waitlistOfferSeconds * 1000 });
    expect([positionsIn(ledger).get("w-ada"), offerOf("ada")]).toEqual([1, undefined]);
  });

  it("is refused to whoever waits already, for more than one may have, and for what the house never has", () => {
    const { join } = soldOut(4, { maxSeatsPerUser: 5 });
    join("ada", 2);
    expect(join("ada", 1)).toMatchObject({ code: "ALREADY_WAITING", details: { waitlistId: "w-ada" } });
    expect(join("bob", 6)).toMatchObject({ code: "HOLD_LIMIT_REACHED" });
    expect(join("bob", 5)).toMatchObject({ code: "NOT_ENOUGH_SEATS" });
    expect(join("bob", 1, { tier: "Balcony" })).toMatchObject({ code: "NOT_ENOUGH_SEATS", details: { tier: "Balcony" } });
    expect(join("bob", 3, { tier: "Premium" })).toMatchObject({ code: "NOT_ENOUGH_SEATS" });
    expect(join("bob", 2, { adjacent: true })).toMatchObject({ code: "NOT_ENOUGH_SEATS" });
    expect(join("bob", 4)).toMatchObject({ ok: true });
  });

  it("ends with the sale and is possible before it opens", () => {
    const { run, wait, ledger } = house(2, { saleOpensAtMs: start + 60_000, saleClosesAtMs: start + 120_000 });
    const join = (userId: string) => run({ type: "wait", waitlistId: `w-${userId}`, userId, quantity: 1, tier: null, adjacent: null });
    expect(ops(join("ada"))).toEqual(["WAIT"]);
    expect(queueDueAt(ledger)).toBe(start + 60_000);
    wait(60);
    expect(ops(run({ type: "sweep" }))).toEqual(["HOLD"]);
    wait(60);
    expect(join("bob")).toMatchObject({ code: "SALE_NOT_OPEN", details: { reason: "CLOSED" } });
    const draft = house(2, { published: false });
    expect(draft.run({ type: "wait", waitlistId: "w", userId: "ada", quantity: 1, tier: null, adjacent: null })).toMatchObject({
      code: "SALE_NOT_OPEN",
      details: { reason: "NOT_PUBLISHED" },
    });
  });

  it("is refused when the queue is full", () => {
    const { join, ledger } = soldOut(1);
    for (let n = 0; n < limits.waitlistPerShowtimeMax; n++) expect(join(`u${n}`, 1).ok).toBe(true);
    expect(join("late", 1)).toMatchObject({ code: "WAITLIST_FULL" });
    expect(positionsIn(ledger).get("w-u4999")).toBe(5000);
  });
});

describe("seats that come free", () => {
  it("go in the same commit to the first in the queue whose wish they fulfil", () => {
    const { join, free, statusOf, offerOf } = soldOut(4);
    join("two", 2);
    join("premium", 1, { tier: "Premium" });
    join("any", 1);
    expect(free(3).map(ops)).toEqual([["RELEASE", "HOLD"]]);
    expect([statusOf("two"), statusOf("premium"), statusOf("any")]).toEqual(["WAITING", "WAITING", "OFFERED"]);
    expect(offerOf("any")?.seats).toEqual([{ index: 3, price: 4200 }]);
    expect(free(0, 2).map(ops)).toEqual([["RELEASE", "HOLD"], ["RELEASE"]]);
    expect([statusOf("premium"), statusOf("two")]).toEqual(["OFFERED", "WAITING"]);
  });

  it("wait for the second of a pair until it is there, and then go together", () => {
    const { join, free, offerOf } = soldOut(4);
    join("two", 2);
    free(1);
    expect(free(3).map(ops)).toEqual([["RELEASE", "HOLD"]]);
    expect(
      offerOf("two")
        ?.seats.map(({ index }) => index)
        .sort(),
    ).toEqual([1, 3]);
  });

  it("go to the queue before anybody else when their hold runs out, also to those who come at that very moment", () => {
    const { join, wait, run, seat, statusOf } = soldOut(1);
    join("ada", 1);
    wait(120);
    const late = run({ type: "hold", userId: "sniper", token: "s", seatIds: [seat(0)] });
    expect(late).toMatchObject({ ok: false, code: "SEAT_ALREADY_LOCKED" });
    expect(ops(late)).toEqual(["EXPIRE", "HOLD"]);
    expect(statusOf("ada")).toBe("OFFERED");
  });

  it("pass over whoever has as many as one may have, and remember them", () => {
    const { join, free, statusOf, run, hold } = soldOut(4, { maxSeatsPerUser: 4 });
    free(0);
    const { token } = hold("ada", 0);
    run({ type: "wait", waitlistId: "w-ada", userId: "ada", quantity: 4, tier: null, adjacent: null });
    join("bob", 1);
    free(1);
    expect([statusOf("ada"), statusOf("bob")]).toEqual(["WAITING", "OFFERED"]);
    free(2, 3);
    run({ type: "release", userId: "ada", token });
    expect(statusOf("ada")).toBe("WAITING");
    run({ type: "leave", userId: "bob", waitlistId: "w-bob" });
    expect([statusOf("ada"), statusOf("bob")]).toEqual(["OFFERED", "DECLINED"]);
  });

  it("are all offered, however many at once: what does not fit one commit comes with the next", () => {
    const { join, run, ledger } = soldOut(150);
    const seatIds = ledger.seats.map(({ id }) => id);
    for (let n = 0; n < 150; n++) join(`u${n}`, 1);
    for (const hold of [...ledger.holds.values()]) run({ type: "beginPayment", userId: "holder", token: hold.token });
    const block = house(150, { maxSeatsPerUser: 1 });
    block.run({ type: "block", seatIds, by: "server", reason: null });
    for (let n = 0; n < 150; n++) {
      block.run({ type: "wait", waitlistId: `w${n}`, userId: `u${n}`, quantity: 1, tier: null, adjacent: null });
    }
    expect(ops(block.run({ type: "unblock", seatIds, by: "server" }))).toHaveLength(1 + limits.waitlistOffersPerCommitMax);
    expect(queueDueAt(block.ledger)).toBeLessThanOrEqual(start);
    expect(ops(block.run({ type: "sweep" }))).toHaveLength(50);
    expect([block.ledger.waiting.size, queueDueAt(block.ledger)]).toEqual([0, null]);
  });

  it("are offered only as many as came back where there is a waiting room: the queue is no way around it", () => {
    const { run, hold, ledger } = house(10, { admissionRequired: true, maxSeatsPerUser: 10 });
    const admission = { id: "pass", untilMs: start + 600_000 };
    const taken = run({ type: "hold", userId: "eve", token: "t", seatIds: [ledger.seats[0]?.id ?? ""], admission });
    expect(taken.ok).toBe(true);
    const join = (userId: string, quantity: number) =>
      run({ type: "wait", waitlistId: `w-${userId}`, userId, quantity, tier: null, adjacent: null });
    expect(ops(join("ada", 2))).toEqual(["WAIT"]);
    expect(ops(join("bob", 1))).toEqual(["WAIT"]);
    expect(ops(run({ type: "release", userId: "eve", token: "t" }))).toEqual(["RELEASE", "HOLD"]);
    expect([ledger.waitlist.get("w-ada")?.status, ledger.waitlist.get("w-bob")?.status]).toEqual(["WAITING", "OFFERED"]);
    expect(hold("fay", 1)).toMatchObject({ code: "ADMISSION_REQUIRED" });
  });
});

describe("an offer", () => {
  it("that is declined or lapses goes on to the next, and each is told apart", () => {
    const { join, free, run, wait, statusOf } = soldOut(1);
    for (const user of ["ada", "bob", "cy"]) join(user, 1);
    free(0);
    expect(ops(run({ type: "leave", userId: "ada", waitlistId: "w-ada" }))).toEqual(["RELEASE", "HOLD"]);
    wait(limits.waitlistOfferSeconds);
    expect(ops(run({ type: "sweep" }))).toEqual(["EXPIRE", "HOLD"]);
    expect(["ada", "bob", "cy"].map(statusOf)).toEqual(["DECLINED", "LAPSED", "OFFERED"]);
  });

  it("is a hold like any other: released it is declined, paid for it lasts longer, confirmed it is fulfilled", () => {
    const { join, free, run, statusOf, offerOf, ledger } = soldOut(2);
    join("ada", 1);
    join("bob", 1);
    free(0, 1);
    const [ada, bob] = [offerOf("ada"), offerOf("bob")];
    run({ type: "release", userId: "ada", token: ada?.token ?? "" });
    run({ type: "beginPayment", userId: "bob", token: bob?.token ?? "" });
    expect(ledger.waitlist.get("w-bob")?.offerExpiresAt).toBe(bob?.expiresAt);
    expect(bob?.expiresAt).toBe(start + (limits.waitlistOfferSeconds + 120) * 1000);
    const payment = { id: "pay_1", amount: bob?.price ?? 0, currency: "EUR" };
    run({ type: "confirm", userId: "bob", token: bob?.token ?? "", bookingId: "BK-20261121-AAAAAA", payment });
    expect(["ada", "bob"].map(statusOf)).toEqual(["DECLINED", "FULFILLED"]);
    expect(join("ada", 1).facts[0]?.op).toBe("WAIT");
  });

  it("that has run out does not keep its person from waiting again", () => {
    const { join, free, wait, statusOf, run } = soldOut(1);
    join("ada", 1);
    free(0);
    expect(statusOf("ada")).toBe("OFFERED");
    wait(limits.waitlistOfferSeconds);
    expect(ops(run({ type: "wait", waitlistId: "w-again", userId: "ada", quantity: 1, tier: null, adjacent: null }))).toEqual([
      "EXPIRE",
      "WAIT",
      "HOLD",
    ]);
  });
});

describe("leaving the queue", () => {
  it("is for whoever waits there, and done once", () => {
    const { join, run, statusOf, ledger } = soldOut(1);
    join("ada", 1);
    join("bob", 1);
    expect(run({ type: "leave", userId: "bob", waitlistId: "w-ada" })).toMatchObject({ code: "WAITLIST_ENTRY_NOT_FOUND" });
    expect(run({ type: "leave", userId: "bob", waitlistId: "w-none" })).toMatchObject({ code: "WAITLIST_ENTRY_NOT_FOUND" });
    expect(ops(run({ type: "leave", userId: null, waitlistId: "w-ada" }))).toEqual(["LEAVE"]);
    expect(run({ type: "leave", userId: "ada", waitlistId: "w-ada" })).toMatchObject({ ok: true, facts: [] });
    expect([statusOf("ada"), positionsIn(ledger).get("w-bob")]).toEqual(["LEFT", 1]);
  });
});

describe("the end of the sale", () => {
  it("closes the queue, slice by slice", () => {
    const { join, run, wait, ledger, statusOf } = soldOut(1, { saleClosesAtMs: start + 60_000 });
    for (let n = 0; n < limits.waitlistClosingsPerCommitMax + 5; n++) join(`u${n}`, 1);
    expect(queueDueAt(ledger)).toBe(start + 60_000);
    wait(60);
    expect(ops(run({ type: "sweep" }))).toHaveLength(limits.waitlistClosingsPerCommitMax);
    expect(ops(run({ type: "sweep" }))).toHaveLength(5);
    expect([ledger.waiting.size, statusOf("u0"), queueDueAt(ledger)]).toEqual([0, "CLOSED", null]);
  });
});

describe("the price of the queue", () => {
  it("is nothing while nobody waits: the queue is not looked at, nor the map", () => {
    const { ledger, run, hold } = house(2000, { maxSeatsPerUser: 100 });
    ledger.waiting[Symbol.iterator] = () => {
      throw new Error("somebody looked");
    };
    const { token } = hold("ada", 5);
    run({ type: "release", userId: "ada", token });
    expect(ledger.geometry).toBeNull();
  });

  it("is a walk of 5,000 wishes that cannot be fulfilled within a few milliseconds for each freed seat", () => {
    const { join, free, ledger } = soldOut(2000, { maxSeatsPerUser: 2000 });
    for (let n = 0; n < 5000; n++) join(`u${n}`, 1 + (n % 2), { tier: "Premium", adjacent: n % 3 === 0 && n % 2 === 0 });
    expect(ledger.waiting.size).toBe(5000);
    const begun = performance.now();
    const freed = free(...Array.from({ length: 100 }, (_, place) => 2 + place));
    expect(freed.map(ops)).toEqual(freed.map(() => ["RELEASE"]));
    expect((performance.now() - begun) / freed.length).toBeLessThan(10);
  });
});
