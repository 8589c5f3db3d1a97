import { describe, expect, it } from "vitest";
import type { LonelySeats } from "../../contracts/showtimes.ts";
import { bestAvailable, type Wish } from "./best-available.ts";
import { type Geometry, geometryOf, neighbour } from "./geometry.ts";
import type { LedgerSeat } from "./ledger.ts";
import { lonelyRefusal } from "./lonely-rule.ts";
import { leftAlone } from "./lonely-seats.ts";
import { random } from "./test-house.ts";

/**
 * A house drawn as text, one line a row from the front: `.` free, `x` taken, `w` a free accessible seat, `P` a free Premium seat, a space an aisle.
 */
function drawn(...lines: string[]) {
  const seats: LedgerSeat[] = [];
  const free: boolean[] = [];
  for (const [y, line] of lines.entries()) {
    for (const [x, mark] of [...line].entries()) {
      if (mark === " ") continue;
      const tier = mark === "P" ? "Premium" : "Standard";
      const place = { section: "Stalls", row: String(y), seatNumber: `${y}-${x}`, x, y };
      seats.push({ ...place, id: `${y}-${x}`, tier, price: 4200, accessible: mark === "w", general: false, metadata: {} });
      free.push(mark !== "x");
    }
  }
  const house = { geometry: geometryOf(seats, ["Premium", "Standard"]), seats, isFree: (index: number) => free[index] === true };
  const names = (indexes: readonly number[] | null) => indexes?.map((index) => seats[index]?.id).sort() ?? null;
  const index = (name: string) => seats.findIndex(({ id }) => id === name);
  return {
    best: (wish: Partial<Wish> & { quantity: number }, sparesLonelySeats = false) =>
      names(bestAvailable({ ...house, sparesLonelySeats }, { tier: null, adjacent: null, accessible: false, ...wish })),
    refused: (rule: LonelySeats, ...chosen: string[]) => {
      const refusal = lonelyRefusal({ ...house, sparesLonelySeats: true }, rule, chosen.map(index));
      return refusal && { alone: names(refusal.alone), instead: names(refusal.instead) };
    },
  };
}

describe("the best available seats", () => {
  it("are side by side in the middle of the front", () => {
    expect(drawn(".......", ".......").best({ quantity: 3 })).toEqual(["0-2", "0-3", "0-4"]);
  });

  it("are together further back rather than over an aisle or apart in front", () => {
    expect(drawn("x. .x", ".. ..").best({ quantity: 2 })).toEqual(["1-0", "1-1"]);
  });

  it("are over an aisle rather than apart", () => {
    expect(drawn("x..x..", "x.. ..x").best({ quantity: 4 })).toEqual(["1-1", "1-2", "1-4", "1-5"]);
  });

  it("are apart only where nothing else is left, and not at all if they must be together", () => {
    const house = drawn(".x.x.");
    expect(house.best({ quantity: 2 })).toEqual(["0-0", "0-2"]);
    expect(house.best({ quantity: 2, adjacent: true })).toBeNull();
    expect(house.best({ quantity: 4 })).toBeNull();
  });

  it("are side by side as they are numbered where nobody has said where they stand", () => {
    const numbers = ["A10", "A2", "A1", "A12", "A3", "A11", "A9"];
    const seats = numbers.map(
      (seatNumber): LedgerSeat => ({
        ...{ id: seatNumber, seatNumber, section: null, row: "A", x: null, y: null },
        ...{ tier: "Standard", price: 4200, accessible: false, general: false, metadata: {} },
      }),
    );
    const geometry = geometryOf(seats, ["Standard"]);
    const house = { geometry, seats, isFree: (index: number) => numbers[index] !== "A9", sparesLonelySeats: false };
    const best = (quantity: number) =>
      bestAvailable(house, { quantity, tier: null, adjacent: true, accessible: false })?.map((index) => numbers[index]);
    expect([best(2), best(3)]).toEqual([
      ["A2", "A3"],
      ["A1", "A2", "A3"],
    ]);
    expect(neighbour(geometry, numbers.indexOf("A9"), 1)).toBe(numbers.indexOf("A10"));
  });

  it("that are apart are named in the order of the map, however near each is", () => {
    const seats = ["left", "middle", "right"].map(
      (id, place): LedgerSeat => ({
        ...{ id, seatNumber: id, section: null, row: "A", x: place * 2, y: 0 },
        ...{ tier: "Standard", price: 4200, accessible: place === 2, general: false, metadata: {} },
      }),
    );
    const house = { geometry: geometryOf(seats, ["Standard"]), seats, isFree: () => true, sparesLonelySeats: false };
    expect(bestAvailable(house, { quantity: 3, tier: null, adjacent: false, accessible: true })).toEqual([0, 1, 2]);
  });

  it("are of the better tier first, and only of the tier that was asked for", () => {
    const house = drawn("....", "PPPP");
    expect(house.best({ quantity: 2 })).toEqual(["1-1", "1-2"]);
    expect(house.best({ quantity: 2, tier: "Standard" })).toEqual(["0-1", "0-2"]);
    expect(house.best({ quantity: 5, tier: "Premium" })).toBeNull();
  });

  it("are accessible only on request", () => {
    const house = drawn("..w..");
    expect(house.best({ quantity: 3 })).toEqual(["0-0", "0-1", "0-3"]);
    expect(house.best({ quantity: 3, accessible: true })).toEqual(["0-1", "0-2", "0-3"]);
    expect(drawn(".....").best({ quantity: 1, accessible: true })).toBeNull();
  });

  it("leave nobody alone where the house spares lonely seats and another choice is there", () => {
    expect(drawn("x...x", "x....x").best({ quantity: 2 }, true)).toEqual(["1-1", "1-2"]);
    expect(drawn("x...x").best({ quantity: 2 }, true)).not.toBeNull();
  });

  it("need no names of rows: such seats have no neighbours", () => {
    const seats = ["1", "2", "3"].map(
      (seatNumber): LedgerSeat => ({
        id: seatNumber,
        seatNumber,
        section: null,
        row: null,
        tier: "Standard",
        price: 0,
        x: null,
        y: null,
        accessible: false,
        general: false,
        metadata: {},
      }),
    );
    const house = { geometry: geometryOf(seats, ["Standard"]), seats, isFree: () => true, sparesLonelySeats: true };
    expect(bestAvailable(house, { quantity: 2, tier: null, adjacent: null, accessible: false })).toEqual([0, 1]);
    expect(lonelyRefusal(house, "STRICT", [1])).toBeNull();
  });
});

describe("a single seat left alone", () => {
  it("is nobody's business where the rule is off", () => {
    expect(drawn(".....").refused("OFF", "0-1")).toBeNull();
  });

  it("is refused where the same number fits further along, with what to take instead", () => {
    expect(drawn(".....").refused("LENIENT", "0-1", "0-2")).toEqual({ alone: ["0-0"], instead: ["0-0", "0-1"] });
    expect(drawn("x....x").refused("LENIENT", "0-2")).toEqual({ alone: ["0-1"], instead: ["0-1"] });
  });

  it("is taken for granted where the run has only one to spare, unless the rule is strict and there is room elsewhere", () => {
    expect(drawn("x...x", "x....x").refused("LENIENT", "0-1", "0-2")).toBeNull();
    expect(drawn("x...x", "x....x").refused("STRICT", "0-1", "0-2")).toEqual({ alone: ["0-3"], instead: ["1-1", "1-2"] });
    expect(drawn("x...x", "x.x.x").refused("STRICT", "0-1", "0-2")).toBeNull();
  });

  it("counts only if it was not alone before, and ends at aisles", () => {
    expect(drawn(".x..").refused("STRICT", "0-2", "0-3")).toBeNull();
    expect(drawn(".. ..").refused("STRICT", "0-0", "0-1")).toBeNull();
    expect(drawn(".. ..").refused("STRICT", "0-0")).toBeNull();
  });

  it("does not count where it is accessible", () => {
    expect(drawn("w....").refused("STRICT", "0-1", "0-2")).toBeNull();
  });
});

describe("in ten thousand random houses", () => {
  const next = random(20261121);
  const pick = (count: number) => Math.floor(next() * count);
  const line = (length: number) => Array.from({ length }, () => "..xxwP "[pick(7)]).join("");

  it("the best seats are free, as wished and as many; and what is found apart is found whenever so many are free", () => {
    for (let round = 0; round < 10_000; round++) {
      const lines = Array.from({ length: 1 + pick(4) }, () => line(1 + pick(10)));
      const marks = new Map<string, string>(lines.flatMap((text, y) => [...text].map((mark, x) => [`${y}-${x}`, mark] as const)));
      const wish = { quantity: 1 + pick(4), tier: [null, "Premium", "Standard"][pick(3)] ?? null, accessible: pick(3) === 0 };
      const wanted = (mark: string) =>
        mark !== "x" &&
        mark !== " " &&
        (mark !== "w" || wish.accessible) &&
        (wish.tier === null || (mark === "P") === (wish.tier === "Premium"));
      const found = drawn(...lines).best(wish, pick(2) === 0);
      const fitting = [...marks.values()].filter(wanted);
      const enough = fitting.length >= wish.quantity && (!wish.accessible || fitting.includes("w"));
      if (found === null) expect([lines, wish, enough]).toEqual([lines, wish, false]);
      else {
        const got = found.map((name) => marks.get(name ?? "") ?? "");
        expect([lines, wish, new Set(found).size, got.every(wanted)]).toEqual([lines, wish, wish.quantity, true]);
        if (wish.accessible) expect(got).toContain("w");
      }
    }
  });

  it("no run of seats together is nearer to the middle of the front than the one that was found", () => {
    for (let round = 0; round < 10_000; round++) {
      const lines = Array.from({ length: 1 + pick(4) }, () => Array.from({ length: 8 }, () => "...x"[pick(4)]).join(""));
      const quantity = 1 + pick(3);
      const found = drawn(...lines).best({ quantity, adjacent: true });
      const far = (x: number, y: number) => Math.hypot(x - 3.5, y);
      const sums = lines.flatMap((text, y) =>
        [...text].flatMap((_, x) =>
          /^\.+$/.test(text.slice(x, x + quantity)) && x + quantity <= 8
            ? [Array.from({ length: quantity }, (_, step) => far(x + step, y)).reduce((sum, each) => sum + each, 0)]
            : [],
        ),
      );
      const got = found?.reduce((sum, name) => sum + far(Number(name?.slice(2)), Number(name?.slice(0, 1))), 0);
      if (got === undefined) expect([lines, sums]).toEqual([lines, []]);
      else expect([lines, got]).toEqual([lines, expect.closeTo(Math.min(...sums), 6)]);
    }
  });

  it("a neighbour is mutual", () => {
    for (let round = 0; round < 1000; round++) {
      const geometry = geometryFrom(Array.from({ length: 3 }, () => line(8)));
      for (const [index] of geometry.rowOf.entries()) {
        const beside = neighbour(geometry, index, 1);
        if (beside !== null) expect(neighbour(geometry, beside, -1)).toBe(index);
      }
      expect(leftAlone(geometry, () => false, new Set([0]))).toEqual([]);
    }
  });

  function geometryFrom(lines: string[]): Geometry {
    const seats = lines.flatMap((text, y) =>
      [...text].flatMap((mark, x): LedgerSeat[] =>
        mark === " "
          ? []
          : [
              {
                id: `${y}-${x}`,
                section: null,
                row: String(y),
                seatNumber: String(x),
                x,
                y,
                tier: "",
                price: 0,
                accessible: false,
                general: false,
                metadata: {},
              },
            ],
      ),
    );
    return geometryOf(seats, []);
  }
});
