import { scaledTo, setLine } from "../lettering.ts";
import { circle, polygon, repeat, ring, rotated, sheet } from "../shapes.ts";

const bird = (x: number, y: number, size: number, turn: number, tints: readonly [string, string, string]): string =>
  rotated(
    turn,
    x,
    y,
    polygon([x, y - size, x + size * 0.2, y + size * 0.35, x, y + size * 0.14], tints[0]) +
      polygon([x, y - size, x - size * 0.2, y + size * 0.35, x, y + size * 0.14], tints[1]) +
      polygon([x, y - size, x - size * 0.72, y + size * 0.5, x - size * 0.2, y + size * 0.35], tints[2]) +
      polygon([x, y - size, x + size * 0.72, y + size * 0.5, x + size * 0.2, y + size * 0.35], tints[1]),
  );

/** A space programme folded out of letters. */
export function paperSatellites(): string {
  const tints = [
    ["#1d4e9e", "#2f6fd0", "#6b9fe6"],
    ["#b7471f", "#e0662f", "#f39a63"],
    ["#2c2f3a", "#4a4f60", "#7d8498"],
  ] as const;
  const flock = [
    [200, 226, 116, 34, 0],
    [92, 148, 44, -42, 1],
    [322, 128, 34, 96, 2],
    [96, 344, 38, 210, 2],
    [318, 338, 50, 148, 1],
  ] as const;
  const title = { size: 60, weight: 8, round: 0.3, tracking: 0.1 };
  return sheet(
    "#f3ecdf",
    circle(200, 236, 176, "#f8d9a0"),
    repeat(5, (index) => ring(200, 236, 96 + index * 38, "#d9b98a", 1.1)),
    circle(200, 236, 26, "#e0662f"),
    flock.map(([x, y, size, turn, tint]) => bird(x, y, size, turn, tints[tint])).join(""),
    setLine("Paper", 30, 446, scaledTo(196, "Paper", title), "#1d4e9e"),
    setLine("Satellites", 30, 502, scaledTo(340, "Satellites", title), "#2c2f3a"),
    setLine(
      "fold along the dotted line - come back to earth",
      30,
      568,
      scaledTo(340, "fold along the dotted line - come back to earth", { size: 10, weight: 1.5, round: 0.3, tracking: 0.3, cap: "round" }),
      "#2c2f3a",
    ),
  );
}
