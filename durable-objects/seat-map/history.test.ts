import { describe, expect, it } from "vitest";
import { type Command, decide } from "./decide.ts";
import { evolve } from "./evolve.ts";
import { emptyLedger, type Ledger } from "./ledger.ts";
import { house, random, start } from "./test-house.ts";

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
  const blocked = ledger.status.filter((status) => status === 3).length;
  if (ledger.freeSeats !== ledger.seats.length - owners.size - blocked) throw new Error("free seats are miscounted");
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
      const kind = pick(13);
      const price = ledger.holds.get(token)?.price ?? 0;
      const seatIds = [...new Set([pick(12), pick(12)])].map((index) => ledger.seats[index]?.id ?? "");
      const wish = { quantity: 1 + pick(2), tier: null, adjacent: null, accessible: false };
      const command: Command =
        kind === 10
          ? { type: "block", seatIds, by: "server", reason: null }
          : kind === 11
            ? { type: "unblock", seatIds, by: "server" }
            : kind === 12
              ? { type: "hold", userId, token: `t${step}`, seatIds: [], wish }
              : kind < 5
                ? {
                    type: "hold",
                    userId,
                    token: `t${step}`,
                    seatIds,
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
