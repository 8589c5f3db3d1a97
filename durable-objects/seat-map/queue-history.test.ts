import { describe, expect, it } from "vitest";
import { seatCodes } from "../../contracts/seats.ts";
import { advance } from "./advance.ts";
import { largestFitting } from "./choose-seats.ts";
import type { Command } from "./decide.ts";
import { evolve } from "./evolve.ts";
import { generalPlaces } from "./general-places.ts";
import { emptyLedger, type Fact, type Ledger } from "./ledger.ts";
import { newSeats } from "./seats.ts";
import { random, start, terms } from "./test-house.ts";
import { entryKey, hasSeat, ticketIdOf } from "./tickets-of.ts";
import { View } from "./view.ts";

const users = 9;
const numbered = 14;
const places = 6;

/** What must hold of the queue and the door at any time, found anew from the rows alone. */
function check(ledger: Ledger): void {
  const { waitlist, waiting, waitsOf, holds, entries, bookings } = ledger;
  const live = [...waitlist.values()].filter(({ status }) => status === "WAITING" || status === "OFFERED");
  const must = (holds: boolean, sentence: string) => {
    if (!holds) throw new Error(sentence);
  };
  must(live.length === waitsOf.size && live.every(({ id, userId }) => waitsOf.get(userId) === id), "somebody waits twice, or nowhere");
  const inOrder = live.filter(({ status }) => status === "WAITING").sort((a, b) => a.createdAt - b.createdAt || a.seq - b.seq);
  must(inOrder.map(({ id }) => id).join() === [...waiting].join(), "the queue is out of order");
  for (const { id, status, token } of waitlist.values()) {
    const hold = holds.get(token ?? "");
    if (status === "OFFERED") must(hold?.status === "ACTIVE" && hold.waitlistId === id, `${id} is offered what nobody holds for it`);
    if (status === "FULFILLED") must(hold?.status === "CONFIRMED", `${id} is fulfilled without a booking`);
  }
  for (const hold of holds.values()) {
    if (hold.status === "ACTIVE" && hold.waitlistId !== null)
      must(waitlist.get(hold.waitlistId)?.status === "OFFERED", "an offer without a place");
  }
  for (const { bookingId, index } of entries.values()) {
    const booking = bookings.get(bookingId);
    must(booking !== undefined && hasSeat(booking, index), "somebody is in without a ticket");
  }
  const free = ledger.seats.flatMap(({ general }, index) => (general && ledger.status[index] === seatCodes.AVAILABLE ? [index] : []));
  must(free.join() === ledger.places.lowest(99).join() && free.length === ledger.places.count, "free places are misnoted");
}

/** Nobody waits for what is free: said of a ledger that has just been swept. */
function checkServed(ledger: Ledger): void {
  for (const waitlistId of ledger.waiting) {
    const entry = ledger.waitlist.get(waitlistId);
    if (entry === undefined) throw new Error("the queue has a place that it does not know");
    const may = (ledger.seatsOfUser.get(entry.userId) ?? 0) + entry.quantity <= ledger.terms.maxSeatsPerUser;
    if (may && entry.quantity <= largestFitting(new View(ledger, []), entry)) throw new Error(`${waitlistId} waits for what is free`);
  }
}

describe("any history of a queue and a door", () => {
  it("of 200,000 commands keeps every invariant, leaves nobody waiting for what is free, and its facts alone rebuild the ledger", () => {
    const next = random(20261122);
    const pick = (count: number) => Math.floor(next() * count);
    const open = { ...terms, saleClosesAtMs: start + 1e11, holdSeconds: 5, maxSeatsPerUser: 4, capacity: { places, tier: "Floor" } };
    open.tiers = [...terms.tiers, { name: "Floor", price: 2000 }];
    const ledger = emptyLedger(open);
    const facts: Fact[] = [];
    let now = start;
    let offered = 0;
    const run = (command: Command) => {
      const advanced = advance(ledger, command, now, () => `o${offered++}`);
      facts.push(...advanced.facts);
      return advanced;
    };
    const row = Array.from({ length: numbered }, (_, x) => ({
      seatNumber: `${x}`,
      row: "A",
      tier: x < 6 ? "Premium" : "Standard",
      x,
      y: 0,
    }));
    run({ type: "add", seats: newSeats(ledger, row) });
    run({ type: "add", seats: generalPlaces(ledger, numbered) });
    const tokens: string[] = [];
    const waits: string[] = [];
    let bookings = 0;
    for (let step = 0; step < 200_000; step++) {
      now += pick(4) === 0 ? pick(60_000) : pick(500);
      const userId = `user-${pick(users)}`;
      const token = tokens[tokens.length - 1 - pick(Math.min(tokens.length, 12))] ?? "none";
      const waitlistId = [...ledger.waitsOf.values(), ...waits.slice(-3)][pick(users)] ?? "none";
      const index = pick(numbered + places);
      const seatIds = [ledger.seats[index]?.id ?? ""];
      const commands: (() => Command)[] = [
        () => ({ type: "hold", userId, token: `t${step}`, seatIds }),
        () => ({ type: "hold", userId, token: `t${step}`, seatIds: [], wish: wish(pick), general: pick(2) === 0 }),
        () => ({ type: "release", userId: ledger.holds.get(token)?.userId ?? "", token }),
        () => ({ type: "beginPayment", userId: ledger.holds.get(token)?.userId ?? "", token }),
        () => ({ type: "wait", waitlistId: `w${step}`, userId, ...wish(pick) }),
        () => ({ type: "wait", waitlistId: `w${step}`, userId, ...wish(pick) }),
        () => ({ type: "leave", waitlistId, userId: ledger.waitlist.get(waitlistId)?.userId ?? null }),
        () => (pick(3) === 0 ? { type: "block", seatIds, by: "server", reason: null } : { type: "sweep" }),
        () => ({ type: "unblock", seatIds, by: "server" }),
        () =>
          bookings < 4 && pick(50) === 0 && (ledger.holds.get(token)?.seats.length ?? 0) < 3
            ? confirm(ledger, token, step)
            : { type: "sweep" },
        () => ({ type: "checkIn", scans: scans(ledger, pick, index) }),
      ];
      const command = commands[pick(commands.length)]?.() ?? { type: "sweep" };
      const entriesBefore = ledger.entries.size;
      const { facts: made } = run(command);
      for (const fact of made) {
        if (fact.op === "HOLD") tokens.push(fact.token);
        if (fact.op === "WAIT") waits.push(fact.waitlistId);
        if (fact.op === "CONFIRM") bookings++;
      }
      const entered = made.filter(({ op }) => op === "CHECK_IN").length;
      if (ledger.entries.size !== entriesBefore + entered) throw new Error(`step ${step}: an entry counted twice`);
      if (step % 20 === 0) {
        run({ type: "sweep" });
        check(ledger);
        checkServed(ledger);
        for (const [old, { status }] of ledger.holds) if (status === "EXPIRED" || status === "RELEASED") ledger.holds.delete(old);
        for (const [old, { status }] of ledger.waitlist) {
          if (status !== "WAITING" && status !== "OFFERED" && status !== "FULFILLED") ledger.waitlist.delete(old);
        }
      }
    }
    const again = emptyLedger(open);
    for (const fact of facts) evolve(again, structuredClone(fact));
    const state = ({ seq, status, owner, freeSeats, waiting, waitsOf, entries, places: free }: Ledger) => [
      [seq, status, owner, freeSeats, [...waiting], [...waitsOf].sort(), [...entries], free.lowest(99)],
    ];
    expect(state(again)).toEqual(state(ledger));
    expect(new Set(facts.map(({ op }) => op))).toEqual(
      new Set(["ADD", "HOLD", "RELEASE", "EXPIRE", "EXTEND", "CONFIRM", "BLOCK", "UNBLOCK", "WAIT", "LEAVE", "CHECK_IN"]),
    );
    expect(offered).toBeGreaterThan(3000);
    expect(ledger.entries.size).toBeGreaterThan(2);
  });
});

const wish = (pick: (count: number) => number) => ({
  quantity: 1 + pick(4),
  tier: [null, null, "Premium", "Standard", "Floor"][pick(5)] ?? null,
  adjacent: [null, true, false][pick(3)] ?? null,
  accessible: false,
});

function confirm(ledger: Ledger, token: string, step: number): Command {
  const hold = ledger.holds.get(token);
  const payment = { id: `p${step}`, amount: hold?.price ?? 0, currency: "EUR" };
  return { type: "confirm", userId: hold?.userId ?? "", token, bookingId: `BK-20261121-${1_000_000 + step}`, payment };
}

function scans(ledger: Ledger, pick: (count: number) => number, index: number) {
  const [bookingId = "BK-20261121-NONE22"] = [...ledger.bookings.keys()].slice(pick(ledger.bookings.size + 1));
  const ticketId = ticketIdOf(ledger.terms.showtimeId, bookingId, index);
  const used = ledger.entries.has(entryKey(bookingId, index));
  return Array.from({ length: used ? 1 : 2 }, () => ({ ticketId, by: "usr_gate", gate: null, scannedAtMs: null }));
}
