import { describe, expect, it } from "vitest";
import { random } from "../seat-map/test-house.ts";
import { admissible, etaSeconds, type Pace } from "./pace.ts";

const pressure = { waiting: 0, waitingMax: 5000, freeSeats: 1_000_000, heldSeats: 0, admissionsSpent: 0, closed: false };
const fresh = (perSecond: number): Pace => ({ credit: 0, at: 0, rate: perSecond });

/** Ticks at random moments for so many seconds. */
function run(seconds: number, perSecond: number, changed: Partial<typeof pressure> = {}, answerMs = 5, seed = 3) {
  const next = random(seed);
  let pace = fresh(perSecond);
  let admitted = 0;
  while (pace.at < seconds * 1000) {
    const now = pace.at + 100 + Math.floor(next() * 1800);
    const step = admissible(pace, { now, perSecond, pressure: { ...pressure, ...changed }, lately: 0, answerMs });
    admitted += step.count;
    pace = step.pace;
  }
  return { admitted, pace };
}

describe("the pace of admission", () => {
  it("is the configured rate over time, whatever the ticks", () => {
    for (const perSecond of [1, 7, 50, 333]) {
      const { admitted, pace } = run(600, perSecond);
      expect(Math.abs(admitted - perSecond * (pace.at / 1000))).toBeLessThanOrEqual(1);
    }
  });

  it("slows down as the showtime takes longer to answer, and never stops for that alone", () => {
    const rateAt = (answerMs: number) => {
      const { admitted, pace } = run(100, 100, {}, answerMs);
      return (admitted / pace.at) * 1000;
    };
    expect([50, 100, 800, 1500, 60_000].map(rateAt).map(Math.round)).toEqual([100, 100, 50, 5, 5]);
  });

  it("never makes up for a long pause at once", () => {
    expect(admissible(fresh(50), { now: 3_600_000, perSecond: 50, pressure, lately: 0, answerMs: 5 }).count).toBe(100);
  });

  it("is half the rate over time while the showtime is half busy, and none when it can take no more", () => {
    const { admitted, pace } = run(600, 100, { waiting: 2500 });
    expect(Math.abs(admitted - 50 * (pace.at / 1000))).toBeLessThanOrEqual(1);
    expect(run(600, 100, { waiting: 5000 }).admitted).toBe(0);
    expect(run(600, 100, { waiting: 50_000 }).admitted).toBe(0);
  });

  it("lets no more in than there are seats for those who have not chosen yet, but for a second's worth", () => {
    const at = (freeSeats: number, lately: number, admissionsSpent: number) =>
      admissible(fresh(50), { now: 2000, perSecond: 50, pressure: { ...pressure, freeSeats, admissionsSpent }, lately, answerMs: 5 }).count;
    expect(at(30, 0, 0)).toBe(80);
    expect(at(30, 80, 0)).toBe(0);
    expect(at(30, 80, 60)).toBe(60);
  });

  it("lets nobody in when nothing is left or the sale is over, and goes on when seats come back", () => {
    const at = (changed: Partial<typeof pressure>) =>
      admissible({ ...fresh(50), credit: 20 }, { now: 100, perSecond: 50, pressure: { ...pressure, ...changed }, lately: 0, answerMs: 5 })
        .count;
    expect([at({ freeSeats: 0, heldSeats: 9 }), at({ closed: true }), at({ freeSeats: 1 })]).toEqual([0, 0, 25]);
  });

  it("makes nothing twice when the clock runs backwards", () => {
    const { count, pace } = admissible({ ...fresh(50), at: 10_000 }, { now: 9000, perSecond: 50, pressure, lately: 0, answerMs: 5 });
    expect([count, pace.credit, pace.at]).toEqual([0, 0, 10_000]);
  });
});

describe("the time that somebody still has to wait", () => {
  it("is told by the configured rate at first, and by what comes in when that is less", () => {
    expect(etaSeconds(500, fresh(50))).toBe(10);
    expect(etaSeconds(500, run(300, 50, { waiting: 2500 }).pace)).toBeGreaterThan(17);
    expect(etaSeconds(500, run(300, 50, { waiting: 2500 }).pace)).toBeLessThan(24);
  });

  it("is unknown while nobody comes in", () => {
    expect(etaSeconds(1, run(300, 50, { freeSeats: 0 }).pace)).toBeNull();
  });
});
