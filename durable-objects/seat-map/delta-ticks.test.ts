import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { limits } from "../../contracts/limits.ts";
import { type SeatCode, seatCodes } from "../../contracts/seats.ts";
import { DeltaTicks } from "./delta-ticks.ts";

const { AVAILABLE, BOOKED, LOCKED } = seatCodes;
const few = limits.watchersToldAtOnceMax;

function told(watchers: number) {
  const frames: { version: number; changes: [number, SeatCode][] }[] = [];
  const ticks = new DeltaTicks(
    7,
    () => watchers,
    (version, changes) => frames.push({ version, changes: [...changes] }),
  );
  const commit = (...changes: [number, SeatCode][]) => {
    const map = new Map(changes);
    const version = ticks.versionOf(map);
    ticks.add(map);
    return version;
  };
  return { frames, ticks, commit };
}

describe("the deltas of a showtime", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("go out with every commit while few watch, each a version of its own", () => {
    const { frames, commit, ticks } = told(few);
    expect([commit([1, LOCKED]), commit(), commit([1, BOOKED])]).toEqual([8, 8, 9]);
    expect(frames).toEqual([
      { version: 8, changes: [[1, LOCKED]] },
      { version: 9, changes: [[1, BOOKED]] },
    ]);
    expect(ticks.version).toBe(9);
  });

  it("are gathered into one for a tick when many watch, and the last state of a seat is what is told", () => {
    const { frames, commit, ticks } = told(few + 1);
    expect([commit([1, LOCKED], [2, LOCKED]), commit([1, AVAILABLE])]).toEqual([8, 8]);
    expect([frames, ticks.version]).toEqual([[], 7]);
    vi.advanceTimersByTime(limits.deltaTickMs);
    expect(frames).toEqual([
      {
        version: 8,
        changes: [
          [1, AVAILABLE],
          [2, LOCKED],
        ],
      },
    ]);
    expect(commit([3, LOCKED])).toBe(9);
    vi.advanceTimersByTime(limits.deltaTickMs);
    expect(frames).toHaveLength(2);
  });

  it("belong to the version that is still to be told, also a commit that changes no seat meanwhile", () => {
    const { commit } = told(few + 1);
    commit([1, LOCKED]);
    expect(commit()).toBe(8);
  });
});
