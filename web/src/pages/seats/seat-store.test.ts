import { beforeEach, describe, expect, it, vi } from "vitest";
import { planOf } from "./plan.ts";
import { sampleLayout } from "./sample-layout.ts";
import { SeatStore } from "./seat-store.ts";

const plan = planOf(sampleLayout({ rows: 2, seats: 5 }));

/** The availability body: 0 free, 1 locked, 2 booked, 3 blocked. */
function body(version: number, codes: number[]): Uint8Array {
  const bytes = new Uint8Array(8 + Math.ceil(codes.length / 4));
  new DataView(bytes.buffer).setUint32(0, version, true);
  new DataView(bytes.buffer).setUint32(4, codes.length, true);
  for (const [index, code] of codes.entries()) bytes[8 + (index >> 2)] = (bytes[8 + (index >> 2)] ?? 0) | (code << ((index & 3) * 2));
  return bytes;
}
const kept = new Map<string, string>();
vi.stubGlobal("sessionStorage", {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => kept.set(key, value),
  removeItem: (key: string) => kept.delete(key),
});

describe("what is known of the seats", () => {
  let store: SeatStore;
  beforeEach(() => {
    kept.clear();
    store = new SeatStore(plan);
    store.applySnapshot(body(7, [0, 1, 2, 3, 0, 0, 0, 0, 0, 2]), true);
  });
  const statuses = () => plan.seats.map(({ index }) => store.look(index).status);

  it("is read from the bitmap, two bits a seat", () => {
    expect(statuses()).toEqual(["free", "held", "taken", "blocked", "free", "free", "free", "free", "free", "taken"]);
    expect(store.version).toBe(7);
  });

  it("does not move when it was so from the start, and does when somebody acts", () => {
    expect(store.look(1).live).toBe(false);
    store.applyDelta(8, [[4, 1]]);
    expect(store.look(4)).toMatchObject({ status: "held", live: true });
  });

  it("ignores an older answer, but believes the channel", () => {
    store.applySnapshot(body(6, Array(10).fill(0)), false);
    expect(store.look(2).status).toBe("taken");
    store.applySnapshot(body(1, Array(10).fill(0)), true);
    expect(store.look(2).status).toBe("free");
  });

  it("redraws only the seats that changed", () => {
    const drawn: number[] = [];
    for (const { index } of plan.seats) store.onSeat(index, () => drawn.push(index));
    store.applyDelta(8, [[5, 2]]);
    expect(drawn).toEqual([5]);
  });

  it("chooses free seats only, and remembers them over a reload", () => {
    store.choose([0, 1, 4]);
    expect(store.chosen).toEqual([0, 4]);
    expect(new SeatStore(plan).chosen).toEqual([0, 4]);
  });

  it("tells of a chosen seat that somebody else got", () => {
    const lost = vi.fn();
    store.onLost(lost);
    store.choose([0, 4]);
    store.applyDelta(8, [[4, 1]]);
    expect(lost).toHaveBeenCalledWith([4]);
    expect(store.chosen).toEqual([0]);
  });

  it("tells later of one that was lost between two visits", () => {
    store.choose([0, 4]);
    const again = new SeatStore(plan);
    again.applySnapshot(body(9, [0, 0, 0, 0, 2, 0, 0, 0, 0, 0]), false);
    const lost = vi.fn();
    again.onLost(lost);
    expect(lost).toHaveBeenCalledWith([4]);
    expect(again.chosen).toEqual([0]);
  });

  it("does not mistake its own hold for somebody else's", () => {
    const lost = vi.fn();
    store.onLost(lost);
    store.choose([0, 4]);
    store.expect([0, 4]);
    store.applyDelta(8, [
      [0, 1],
      [4, 1],
    ]);
    store.keep([0, 4]);
    expect(lost).not.toHaveBeenCalled();
    expect(store.look(0)).toMatchObject({ status: "mine", chosen: false });
  });
});

describe("places without numbers", () => {
  const mixed = planOf(sampleLayout({ rows: 1, seats: 2, places: 3 }));
  beforeEach(() => kept.clear());

  it("are chosen by how many, beside the seats", () => {
    const store = new SeatStore(mixed);
    store.choose([0]);
    store.choosePlaces(2);
    expect(store.chosenPlaces()).toBe(2);
    expect(store.chosen[0]).toBe(0);
    store.choosePlaces(0);
    expect(store.chosen).toEqual([0]);
  });

  it("are never more than are free", () => {
    const store = new SeatStore(mixed);
    store.applySnapshot(body(1, [0, 0, 2, 0, 0]), true);
    store.choosePlaces(3);
    expect([...store.chosen].sort()).toEqual([3, 4]);
  });

  it("are replaced without a word when somebody else gets one", () => {
    const store = new SeatStore(mixed);
    const lost = vi.fn();
    store.onLost(lost);
    store.applySnapshot(body(1, [0, 0, 2, 0, 0]), true);
    store.choosePlaces(1);
    const [had = 0] = store.chosen;
    store.applyDelta(2, [[had, 2]]);
    expect(store.chosen).toEqual([had === 3 ? 4 : 3]);
    expect(lost).not.toHaveBeenCalled();
  });
});

describe("the price of a seat", () => {
  const terms = {
    pricingRules: [{ when: { occupancyAtLeast: 0.5 }, percent: 10 }],
    priceFloor: null,
    priceCeiling: 7000,
    pricing: null,
    startsAt: "2027-01-15T18:30:00Z",
    timeZone: "Europe/Vienna",
  };
  const [premium, standard] = [plan.seats[0], plan.seats[5]];
  if (premium === undefined || standard === undefined) throw new Error("the sample has no such seats");
  beforeEach(() => kept.clear());

  it("follows the rules as the house fills, up to the ceiling", () => {
    const store = new SeatStore(plan, { prices: terms });
    store.applySnapshot(body(1, [2, 2, 2, 2, 0, 0, 0, 0, 0, 0]), true);
    expect(store.priceOf(standard)).toBe(4200);
    store.applyDelta(2, [[4, 1]]);
    expect([store.priceOf(standard), store.priceOf(premium)]).toEqual([4620, 7000]);
    store.applyDelta(3, [[4, 0]]);
    expect(store.priceOf(standard)).toBe(4200);
  });

  it("is drawn anew at every seat when it changes", () => {
    const store = new SeatStore(plan, { prices: terms });
    store.applySnapshot(body(1, [2, 2, 2, 2, 0, 0, 0, 0, 0, 0]), true);
    const drawn = new Set<number>();
    for (const { index } of plan.seats) store.onSeat(index, () => drawn.add(index));
    store.applyDelta(2, [[4, 1]]);
    expect(drawn.size).toBe(plan.seats.length);
  });

  it("is what was paid, for the seats that are exchanged", () => {
    const store = new SeatStore(plan, { prices: terms, ours: new Map([[0, 5000]]), memory: "an exchange" });
    store.applySnapshot(body(1, [2, 2, 2, 2, 2, 2, 0, 0, 0, 0]), true);
    expect(store.priceOf(premium)).toBe(5000);
  });
});

describe("an exchange", () => {
  beforeEach(() => kept.clear());
  const begin = () => {
    const store = new SeatStore(plan, { ours: new Map([[2, 4200]]), memory: "sho_1:BK-1" });
    store.applySnapshot(body(1, [0, 1, 2, 3, 0, 0, 0, 0, 0, 2]), true);
    return store;
  };

  it("begins with the seats that one has, sold as they are", () => {
    const store = begin();
    expect(store.chosen).toEqual([2]);
    store.toggle(2);
    expect(store.look(2).status).toBe("free");
    store.toggle(2);
    expect(store.chosen).toEqual([2]);
  });

  it("keeps a chosen seat while it is asked for, and gives it up if it is not free in the end", () => {
    const store = begin();
    const lost = vi.fn();
    store.onLost(lost);
    store.choose([0]);
    store.expect([0]);
    store.applyDelta(2, [[0, 1]]);
    expect(store.chosen).toEqual([0]);
    store.applyDelta(3, [[0, 0]]);
    store.settle();
    expect(store.chosen).toEqual([0]);
    store.expect([0]);
    store.applyDelta(4, [[0, 2]]);
    store.settle();
    expect(lost).toHaveBeenCalledExactlyOnceWith([0]);
  });

  it("does not touch what is chosen for a purchase", () => {
    begin().choose([0]);
    expect(new SeatStore(plan).chosen).toEqual([]);
  });
});
