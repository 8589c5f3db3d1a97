import { type House, type Ids, type Point, seatsOf } from "./house.ts";

/** What a dragged seat catches on: the columns and rows of the seats that stay, sorted. */
export interface SnapLines {
  xs: readonly number[];
  ys: readonly number[];
}
export interface Snapped {
  dx: number;
  dy: number;
  /** Where a guide is drawn: the column or row that was caught. */
  guideX: number | null;
  guideY: number | null;
}

/** The grid, in seat widths. */
export const gridStep = 0.5;

export function linesBeside(house: House, moving: Ids): SnapLines {
  const staying = seatsOf(house).filter((seat) => !moving.has(seat.id));
  return { xs: distinct(staying.map((seat) => seat.x)), ys: distinct(staying.map((seat) => seat.y)) };
}

const distinct = (values: number[]): number[] => [...new Set(values.map((value) => Math.round(value * 100) / 100))].sort((a, b) => a - b);

/** The move that brings `anchor` onto another seat's row or column if one is within `reach`, else onto the grid. */
export function snapMove(anchor: Point, move: { dx: number; dy: number }, lines: SnapLines, reach: number): Snapped {
  const x = caught(anchor.x + move.dx, lines.xs, reach);
  const y = caught(anchor.y + move.dy, lines.ys, reach);
  return { dx: x.at - anchor.x, dy: y.at - anchor.y, guideX: x.isLine ? x.at : null, guideY: y.isLine ? y.at : null };
}

function caught(value: number, lines: readonly number[], reach: number): { at: number; isLine: boolean } {
  const nearest = nearestOf(lines, value);
  if (nearest !== undefined && Math.abs(nearest - value) <= reach) return { at: nearest, isLine: true };
  return { at: toGrid(value), isLine: false };
}

export const toGrid = (value: number): number => Math.round(value / gridStep) * gridStep;

function nearestOf(sorted: readonly number[], value: number): number | undefined {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  const [before, after] = [sorted[low - 1], sorted[low]];
  if (before === undefined || after === undefined) return before ?? after;
  return value - before <= after - value ? before : after;
}
