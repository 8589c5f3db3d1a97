import { describe, expect, it } from "vitest";
import type { Wish } from "./best-available.ts";
import { FreePlaces } from "./free-places.ts";
import { generalPlaces } from "./general-places.ts";
import { newSeats } from "./seats.ts";
import { house, random } from "./test-house.ts";

const wish: Wish = { quantity: 2, tier: null, adjacent: null, accessible: false };

/** A showtime with places, and with so many numbered Premium seats in one row beside them. */
function hall(places: number, numbered = 0, tier = "Standard") {
  const made = house(0, { capacity: { places, tier }, lonelySeats: "STRICT", maxSeatsPerUser: 10 });
  const row = Array.from({ length: numbered }, (_, x) => ({
    seatNumber: String(x + 1),
    section: "Stalls",
    row: "A",
    tier: "Premium",
    x,
    y: 0,
  }));
  made.run({ type: "add", seats: newSeats(made.ledger, row) });
  made.run({ type: "add", seats: generalPlaces(made.ledger, numbered) });
  let tokens = 0;
  const best = (changed: Partial<Wish> = {}, general = false) =>
    made.run({ type: "hold", userId: `u${tokens}`, token: `best-${tokens++}`, seatIds: [], wish: { ...wish, ...changed }, general });
  return { ...made, best };
}

const held = (decision: ReturnType<ReturnType<typeof hall>["best"]>) =>
  decision.facts.flatMap((fact) => (fact.op === "HOLD" ? fact.seats.map(({ index }) => index) : []));

describe("places without numbers", () => {
  it("are numbered from 1 in a section of their own, at the price of their tier", () => {
    const { ledger } = hall(3, 2);
    expect(
      ledger.seats
        .slice(2)
        .map(({ section, row, seatNumber, tier, price, general, id }) => [section, row, seatNumber, tier, price, general, id]),
    ).toEqual(
      ["1", "2", "3"].map((number, place) => [
        "General admission",
        null,
        number,
        "Standard",
        4200,
        true,
        `sea_01K9Z3V6T8W2Y4A6C8E0G2J4M6_${2 + place}`,
      ]),
    );
    expect([ledger.freeSeats, ledger.places.count]).toEqual([5, 3]);
  });

  it("are given lowest first to whoever wishes for them, together or not, and never more than there are", () => {
    const { best } = hall(5, 3);
    expect(held(best({}, true))).toEqual([3, 4]);
    expect(held(best({ adjacent: true }, true))).toEqual([5, 6]);
    expect(best({}, true)).toMatchObject({ ok: false, code: "NOT_ENOUGH_SEATS" });
    expect(held(best({ quantity: 1 }, true))).toEqual([7]);
  });

  it("are what any wish means where there is nothing else, or nothing else of the tier", () => {
    expect(held(hall(3).best())).toEqual([0, 1]);
    expect(held(hall(3, 4).best({ tier: "Standard" }))).toEqual([4, 5]);
  });

  it("are not given to whoever wishes for seats: these come first, and when they are gone the wish is refused", () => {
    const { best } = hall(3, 2);
    expect(held(best())).toEqual([0, 1]);
    expect(best()).toMatchObject({ ok: false, code: "NOT_ENOUGH_SEATS" });
  });

  it("are of one tier and not known to be accessible", () => {
    const { best } = hall(3, 4);
    expect(best({ tier: "Premium" }, true)).toMatchObject({ code: "NOT_ENOUGH_SEATS" });
    expect(best({ accessible: true }, true)).toMatchObject({ code: "NOT_ENOUGH_SEATS" });
  });

  it("can be held by name, alone or with numbered seats, and leave nobody lonely", () => {
    const { hold, ledger, best } = hall(4, 4);
    expect(hold("ada", 5, 0)).toMatchObject({ ok: true });
    expect(ledger.places.count).toBe(3);
    expect(hold("bob", 7)).toMatchObject({ ok: true });
    expect(held(best({}, true))).toEqual([4, 6]);
  });

  it("come back when a hold is released, blocked places when they are unblocked, and lapsed ones before they are swept", () => {
    const { best, run, wait, ledger, seat } = hall(4);
    best();
    best();
    wait(120);
    expect(held(best())).toEqual([0, 1]);
    expect(ledger.places.lowest(10)).toEqual([2, 3]);
    run({ type: "block", seatIds: [seat(2)], by: "server", reason: null });
    expect(ledger.places.lowest(10)).toEqual([3]);
    run({ type: "unblock", seatIds: [seat(2)], by: "server" });
    run({ type: "release", userId: "u2", token: "best-2" });
    expect(ledger.places.lowest(10)).toEqual([0, 1, 2, 3]);
  });

  it("stand in nobody's row: a lonely seat is one with a number", () => {
    const { hold } = hall(3, 5);
    expect(hold("ada", 1, 2, 5)).toMatchObject({ code: "LONELY_SEAT", details: { seats: [expect.stringMatching(/_0$/)] } });
    expect(hold("ada", 0, 1, 5, 7)).toMatchObject({ ok: true });
  });
});

describe("the set of free places", () => {
  it("is after 20,000 random changes what a plain set is", () => {
    const next = random(7);
    const places = new FreePlaces();
    const plain = new Set<number>();
    for (let step = 0; step < 20_000; step++) {
      const index = Math.floor(next() * 500);
      const free = next() < 0.5;
      places.set(index, free);
      if (free) plain.add(index);
      else plain.delete(index);
      if (step % 50 === 0) expect(places.lowest(20)).toEqual([...plain].sort((a, b) => a - b).slice(0, 20));
    }
    expect(places.count).toBe(plain.size);
  });

  it("finds the last of 20,000 within a fraction of what looking at each would take", () => {
    const places = new FreePlaces();
    for (let index = 0; index < 20_000; index++) places.set(index, index === 19_999);
    const begun = performance.now();
    for (let round = 0; round < 1000; round++) places.lowest(1);
    expect(places.lowest(2)).toEqual([19_999]);
    expect(performance.now() - begun).toBeLessThan(200);
  });
});
