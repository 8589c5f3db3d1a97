import { describe, expect, it } from "vitest";
import { random } from "../seat-map/test-house.ts";
import { type Draw, Queue } from "./queue.ts";
import { randomBelow } from "./random-below.ts";

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

  it("is the same after storage gave it back", () => {
    const queue = Queue.restored({ opened: true, admitted: 2, early: [], line: ["c", "a"] });
    expect([queue.positionOf("c"), queue.positionOf("a"), queue.positionOf("b"), queue.waiting]).toEqual([1, 2, null, 2]);
    expect([queue.join("d"), queue.admit(5), queue.admitted]).toEqual([4, ["c", "a", "d"], 5]);
    const unopened = Queue.restored({ opened: false, admitted: 0, early: ["a", "b"], line: [] });
    expect([unopened.has("a"), unopened.positionOf("a"), unopened.waiting]).toEqual([true, null, 2]);
  });

  it("forgets whoever had their turn: they may come again, and stand at the end", () => {
    const queue = room(3);
    const [first = ""] = queue.admit(1);
    expect([queue.has(first), queue.positionOf(first)]).toEqual([false, null]);
    expect([queue.join(first), queue.positionOf(first)]).toEqual([3, 3]);
  });

  it("gives everybody their turn in order, also after many were forgotten", () => {
    const queue = room(0);
    const came: string[] = [];
    const admitted: string[] = [];
    for (let n = 0; n < 200_000; n++) {
      came.push(`user-${n}`);
      queue.join(`user-${n}`);
      if (n % 7 === 6) admitted.push(...queue.admit(7));
    }
    admitted.push(...queue.admit(7));
    expect(admitted.findIndex((userId, n) => userId !== came[n])).toBe(-1);
    expect([queue.join("last"), queue.positionOf("last"), queue.waiting]).toEqual([200_000, 1, 1]);
  });

  it("refuses to let somebody wait twice, and to open twice", () => {
    const queue = room(1);
    expect(() => queue.join("user-0")).toThrow("nobody waits twice");
    expect(() => queue.open(seeded(1))).toThrow("open already");
  });

  it("draws with numbers that are as likely as each other", () => {
    const rounds = 60_000;
    const drawn = Array.from({ length: rounds }, () => randomBelow(6));
    const chiSquare = [0, 1, 2, 3, 4, 5].reduce((sum, face) => {
      const count = drawn.filter((each) => each === face).length;
      return sum + (count - rounds / 6) ** 2 / (rounds / 6);
    }, 0);
    // 5 degrees of freedom: beyond 40 once in ten million.
    expect(chiSquare).toBeLessThan(40);
    expect(randomBelow(1)).toBe(0);
  });
});
