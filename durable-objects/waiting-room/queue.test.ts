import { describe, expect, it } from "vitest";
import { random } from "../seat-map/test-house.ts";
import { admissible, type Pace } from "./pace.ts";
import { type Draw, Queue } from "./queue.ts";

const seeded = (seed: number): Draw => {
  const next = random(seed);
  return (below) => Math.floor(next() * below);
};
const people = (count: number, from = 0) => Array.from({ length: count }, (_, n) => `user-${from + n}`);

function room(early: number, draw: Draw = seeded(1)) {
  const queue = new Queue();
  for (const userId of people(early)) queue.join(userId);
  queue.open(draw);
  return queue;
}

describe("the order of a waiting room", () => {
  it("gives nobody a place before the opening, and everybody who was there one in front of whoever comes later", () => {
    const queue = new Queue();
    expect(people(3).map((userId) => queue.join(userId))).toEqual([null, null, null]);
    expect([queue.positionOf("user-0"), queue.waiting, queue.isOpen]).toEqual([null, 3, false]);
    queue.open(seeded(7));
    expect([queue.join("late"), queue.positionOf("late")]).toEqual([3, 4]);
    expect(
      people(3)
        .map((userId) => queue.positionOf(userId))
        .sort(),
    ).toEqual([1, 2, 3]);
  });

  it("draws every order equally often", () => {
    const draw = seeded(20261121);
    const rounds = 24_000;
    const counts = new Map<string, number>();
    for (let round = 0; round < rounds; round++) {
      const queue = new Queue();
      for (const userId of ["a", "b", "c", "d"]) queue.join(userId);
      const order = queue.open(draw).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    const expected = rounds / 24;
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(counts.size).toBe(24);
    // 23 degrees of freedom: beyond 49.7 once in a thousand.
    expect(chiSquare).toBeLessThan(49.7);
  });

  it("is never left: turns come in the order of places, whoever joins meanwhile", () => {
    const next = random(5);
    const queue = room(50);
    const drawn = [...people(50)].sort((a, b) => (queue.positionOf(a) ?? 0) - (queue.positionOf(b) ?? 0));
    const expected = [...drawn];
    const admitted: string[] = [];
    for (let step = 0; step < 2000; step++) {
      if (next() < 0.6) {
        const userId = `later-${step}`;
        queue.join(userId);
        expected.push(userId);
      } else admitted.push(...queue.admit(Math.floor(next() * 4)));
    }
    expect(admitted).toEqual(expected.slice(0, admitted.length));
    expect(queue.waiting).toBe(expected.length - admitted.length);
    expect(queue.positionOf(expected[admitted.length] ?? "")).toBe(1);
  });

  it("is the same after storage gave it back, also where somebody has come back to the end", () => {
    const queue = Queue.restored({ opened: true, admitted: 2, early: [], ordered: ["", "b", "c", "a"] });
    expect([queue.positionOf("a"), queue.positionOf("b"), queue.positionOf("c"), queue.waiting]).toEqual([2, null, 1, 2]);
    expect(queue.admit(5)).toEqual(["c", "a"]);
  });
});

describe("the pace of admission", () => {
  const pressure = { waiting: 0, waitingMax: 5000, freeSeats: 1_000_000, heldSeats: 0, admissionsSpent: 0, closed: false };

  it("is the configured rate over time, whatever the ticks", () => {
    const next = random(3);
    let pace: Pace = { credit: 0, at: 0 };
    let now = 0;
    let admitted = 0;
    while (now < 600_000) {
      now += 100 + Math.floor(next() * 1800);
      const step = admissible(pace, { now, perSecond: 7, pressure, lately: 0 });
      admitted += step.count;
      pace = step.pace;
    }
    expect(Math.abs(admitted - 7 * (now / 1000))).toBeLessThanOrEqual(7);
  });

  it("never makes up for a long pause at once", () => {
    expect(admissible({ credit: 0, at: 0 }, { now: 3_600_000, perSecond: 50, pressure, lately: 0 }).count).toBe(100);
  });

  it("is held down while the showtime is busy, and stands still when it can take no more", () => {
    const at = (waiting: number) =>
      admissible({ credit: 0, at: 0 }, { now: 1000, perSecond: 100, pressure: { ...pressure, waiting }, lately: 0 }).count;
    expect([at(0), at(2500), at(5000)]).toEqual([100, 50, 0]);
  });

  it("lets no more in than there are seats for those who have not chosen yet, but for a second's worth", () => {
    const at = (freeSeats: number, lately: number, admissionsSpent: number) =>
      admissible({ credit: 0, at: 0 }, { now: 2000, perSecond: 50, pressure: { ...pressure, freeSeats, admissionsSpent }, lately }).count;
    expect(at(30, 0, 0)).toBe(80);
    expect(at(30, 80, 0)).toBe(0);
    expect(at(30, 80, 60)).toBe(60);
  });

  it("lets nobody in when nothing is left or the sale is over, and goes on when seats come back", () => {
    const at = (changed: Partial<typeof pressure>) =>
      admissible({ credit: 20, at: 0 }, { now: 100, perSecond: 50, pressure: { ...pressure, ...changed }, lately: 0 }).count;
    expect([at({ freeSeats: 0, heldSeats: 9 }), at({ closed: true }), at({ freeSeats: 1 })]).toEqual([0, 0, 25]);
  });
});
