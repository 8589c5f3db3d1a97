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
