import { addRows, type House, type Ids, type NewRow, type Point } from "./house.ts";
import { nameAfter } from "./numbering.ts";
import { placesOf, plainBlock, rowsOfBlock, straight } from "./row-shape.ts";
import { toGrid } from "./snap.ts";

/** What new seats are made of. */
export interface Brush {
  section: string;
  tier: string | null;
  /** From seat to seat and from row to row, in seat widths. */
  spacing: number;
  depth: number;
}
export const plainBrush: Brush = { section: "Stalls", tier: null, spacing: 1, depth: 1.2 };

/** Rows as they are being drawn, not yet in the house. */
export interface Drawn {
  rows: NewRow[];
  /** `8 seats`, beside the pointer. */
  words: string;
}

/** A hand that draws a line is seldom quite level. */
const levelDegrees = 4;
const countMost = 300;

/** A row from one point to another, as many seats as fit between. */
export function rowDrawn(house: House, brush: Brush, from: Point, to: Point): Drawn {
  const start = { x: toGrid(from.x), y: toGrid(from.y) };
  const [dx, dy] = [to.x - start.x, to.y - start.y];
  const seats = Math.min(countMost, Math.round(Math.hypot(dx, dy) / brush.spacing) + 1);
  // From left to right, whichever way it was drawn.
  const turned = (Math.atan2(dy, dx) * 180) / Math.PI;
  const reversed = Math.abs(turned) > 90;
  const level = reversed ? turned - Math.sign(turned) * 180 : turned;
  const angle = Math.abs(level) <= levelDegrees ? 0 : level;
  const places = placesOf(seats, { ...straight, spacing: brush.spacing, angle });
  const end = (reversed ? places.at(-1) : places[0]) ?? { x: 0, y: 0 };
  const row: NewRow = {
    name: namesAfter(house, brush.section, 1)[0] ?? "A",
    seats: places.map((place, at) => ({
      number: String(at + 1),
      x: start.x + place.x - end.x,
      y: start.y + place.y - end.y,
      tier: brush.tier,
      accessible: false,
    })),
  };
  return { rows: [row], words: seats === 1 ? "1 seat" : `${seats} seats` };
}

/** A block of level rows between two corners. */
export function blockDrawn(house: House, brush: Brush, from: Point, to: Point): Drawn {
  const [left, right] = [toGrid(Math.min(from.x, to.x)), Math.max(from.x, to.x)];
  const [top, bottom] = [toGrid(Math.min(from.y, to.y)), Math.max(from.y, to.y)];
  const seats = Math.max(1, Math.min(countMost, Math.round((right - left) / brush.spacing) + 1));
  const rows = Math.max(1, Math.min(countMost, Math.round((bottom - top) / brush.depth) + 1));
  const block = { ...plainBlock, rows, seats, depth: brush.depth, tier: brush.tier, shape: { ...straight, spacing: brush.spacing } };
  const names = namesAfter(house, brush.section, rows);
  const made = rowsOfBlock(block, { x: left + ((seats - 1) * brush.spacing) / 2, y: top });
  return { rows: made.map((row, place) => ({ ...row, name: names[place] ?? row.name })), words: `${rows} × ${seats} seats` };
}

export function withDrawn(house: House, brush: Brush, drawn: Drawn): { house: House; ids: Ids } {
  return addRows(house, brush.section, drawn.rows);
}

/** The names that come after those of the section's rows. */
export function namesAfter(house: House, section: string, count: number): string[] {
  const taken = new Set(house.sections.find(({ name }) => name === section)?.rows.map(({ name }) => name));
  let last = [...taken].at(-1);
  return Array.from({ length: count }, () => {
    last = last === undefined ? "A" : nameAfter(last, taken);
    taken.add(last);
    return last;
  });
}
