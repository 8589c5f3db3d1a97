import { expect, it } from "vitest";
import { random } from "../seat-map/test-house.ts";
import { nextToTell } from "./rounds.ts";

it("everybody in a crowd hears of their place within as many turns as it takes, also while more and more come", () => {
  const random01 = random(11);
  const max = 50;
  const heard: number[] = [];
  let size = 10;
  let from = 0;
  let longest = 0;
  for (let turn = 1; turn < 400; turn++) {
    size += Math.floor(random01() * 5);
    const round = nextToTell(from, size, max);
    expect(new Set(round.indexes).size).toBe(Math.min(size, max));
    for (const index of round.indexes) {
      longest = Math.max(longest, (turn - (heard[index] ?? turn)) / (Math.ceil(size / max) + 1));
      heard[index] = turn;
    }
    from = round.next;
  }
  expect(longest).toBeLessThanOrEqual(1);
  expect(heard.length).toBeGreaterThan(size - 2 * max);
});

it("nobody hears anything where nobody is, and a crowd that has shrunk begins within itself", () => {
  expect(nextToTell(7, 0, 50)).toEqual({ indexes: [], next: 0 });
  expect(nextToTell(900, 4, 50)).toEqual({ indexes: [0, 1, 2, 3], next: 0 });
});
