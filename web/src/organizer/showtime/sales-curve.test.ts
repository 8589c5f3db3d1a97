import { describe, expect, it } from "vitest";
import { curveOf, soldSince } from "./sales-curve.ts";

const at = (time: string) => Date.parse(`2027-01-10T${time}:00Z`);
const point = (time: string, seats: number) => ({ at: `2027-01-10T${time}:00.000Z`, bookings: 1, seats, revenue: seats * 100 });

describe("the curve of sales", () => {
  it("climbs within a step, and is level between", () => {
    const curve = curveOf({ step: "HOUR", points: [point("08:00", 4), point("11:00", 2)] }, at("14:00"));
    expect(curve.map(({ atMs, seats }) => [new Date(atMs).toISOString().slice(11, 16), seats])).toEqual([
      ["08:00", 0],
      ["09:00", 4],
      ["11:00", 4],
      ["12:00", 6],
      ["14:00", 6],
    ]);
    expect(curve.at(-1)?.revenue).toBe(600);
  });

  it("never runs ahead of now", () => {
    const curve = curveOf({ step: "HOUR", points: [point("08:00", 4)] }, at("08:20"));
    expect(curve.at(-1)).toEqual({ atMs: at("08:20"), seats: 4, revenue: 400 });
  });

  it("only ever moves forwards", () => {
    const curve = curveOf({ step: "HOUR", points: ["08:00", "09:00", "10:00"].map((time) => point(time, 1)) }, at("10:00"));
    const times = curve.map(({ atMs }) => atMs);
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
  });

  it("is nothing without sales", () => {
    expect(curveOf({ step: "DAY", points: [] }, 1)).toEqual([]);
  });

  it("tells what was sold today", () => {
    expect(soldSince({ points: [point("08:00", 4), point("11:00", 2)] }, at("10:00"))).toEqual({ bookings: 1, seats: 2, revenue: 200 });
  });
});
