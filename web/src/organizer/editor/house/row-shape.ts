import { type House, mapRows, type NewRow, type Point, type Row } from "./house.ts";
import { inOrder, type NumberingRule, namesBy, numbersBy, plainNaming, plainNumbering, type RowNaming } from "./numbering.ts";

/** How a row runs. Lengths in seat widths, angles in degrees. */
export interface RowShape {
  /** From the middle of one seat to that of the next. */
  spacing: number;
  /** How far the row bends: the degrees of a circle from its first seat to its last, its ends towards the stage. 0 is straight. */
  curve: number;
  /** Turned clockwise. */
  angle: number;
}
export const straight: RowShape = { spacing: 1, curve: 0, angle: 0 };

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** A gap after so many seats, so much wider than the spacing. */
export interface Aisle {
  after: number;
  width: number;
}

/** Where the seats of a row stand around 0, 0, from left to right. */
export function placesOf(count: number, shape: RowShape, aisles: readonly Aisle[] = []): Point[] {
  const along: number[] = [];
  let at = 0;
  for (let place = 0; place < count; place++) {
    if (place > 0) at += shape.spacing + aisles.reduce((sum, { after, width }) => sum + (after === place ? width : 0), 0);
    along.push(at);
  }
  const arc = radians(shape.curve);
  const radius = arc === 0 ? 0 : at / arc;
  const [cos, sin] = [Math.cos(radians(shape.angle)), Math.sin(radians(shape.angle))];
  return along.map((length) => {
    const offset = length - at / 2;
    const turn = radius === 0 ? 0 : offset / radius;
    const x = radius === 0 ? offset : radius * Math.sin(turn);
    const y = radius === 0 ? 0 : radius * (Math.cos(turn) - 1);
    return { x: x * cos - y * sin, y: x * sin + y * cos };
  });
}

/** A block of rows, one behind the other. */
export interface Block {
  rows: number;
  seats: number;
  shape: RowShape;
  /** From one row to the one behind it. */
  depth: number;
  aisles: readonly Aisle[];
  numbering: NumberingRule;
  naming: RowNaming;
  tier: string | null;
}
export const plainBlock: Block = {
  rows: 1,
  seats: 10,
  shape: straight,
  depth: 1.2,
  aisles: [],
  numbering: plainNumbering,
  naming: plainNaming,
  tier: null,
};

/** The rows of a block whose first row has its middle at `at`. Curved rows share one centre, so that they stay the same distance apart. */
export function rowsOfBlock(block: Block, at: Point): NewRow[] {
  const names = namesBy(block.naming, block.rows);
  if (block.naming.from === "back") names.reverse();
  const numbers = numbersBy(block.numbering, block.seats);
  if (block.numbering.from === "right") numbers.reverse();
  const width =
    (block.seats - 1) * block.shape.spacing + block.aisles.reduce((sum, { after, width: gap }) => sum + (after < block.seats ? gap : 0), 0);
  const radius = block.shape.curve === 0 ? 0 : width / radians(block.shape.curve);
  const [cos, sin] = [Math.cos(radians(block.shape.angle)), Math.sin(radians(block.shape.angle))];
  return names.map((name, place) => {
    const back = place * block.depth;
    const curve = radius === 0 ? 0 : (width / (radius + back)) * (180 / Math.PI);
    const places = placesOf(block.seats, { ...block.shape, curve }, block.aisles);
    const seats = places.map(({ x, y }, seat) => ({
      number: numbers[seat] ?? String(seat + 1),
      x: at.x + x - back * sin,
      y: at.y + y + back * cos,
      tier: block.tier,
      accessible: false,
    }));
    // In the order of the numbers.
    return { name, seats: block.numbering.from === "right" ? seats.reverse() : seats };
  });
}

/** The aisles of a row as it stands: gaps wider than 1.6 times its usual one. */
export function aislesOf(row: Row): { spacing: number; aisles: Aisle[] } {
  const seats = inOrder(row);
  const gaps = seats.slice(1).map((seat, place) => {
    const before = seats[place] ?? seat;
    return Math.hypot(seat.x - before.x, seat.y - before.y);
  });
  const usual = [...gaps].sort((a, b) => a - b)[Math.floor((gaps.length - 1) / 2)] ?? 1;
  const aisles = gaps.flatMap((gap, place) => (gap > usual * 1.6 ? [{ after: place + 1, width: gap - usual }] : []));
  return { spacing: usual, aisles };
}

/** Bends, turns or stretches rows around their own middles. Aisles stay. */
export function reshapeRows(house: House, rows: readonly Row[], shape: Partial<RowShape>): House {
  const wanted = new Set(rows.map(({ id }) => id));
  return mapRows(house, (row) => {
    if (!wanted.has(row.id) || row.seats.length < 2) return row;
    const { spacing, aisles } = aislesOf(row);
    return placed(row, { ...straight, spacing, ...shape }, aisles);
  });
}

/** Opens an aisle after the first `after` seats of each row; its halves move apart. A width of 0 closes it. */
export function openAisle(house: House, rows: readonly Row[], { after, width }: Aisle): House {
  const wanted = new Set(rows.map(({ id }) => id));
  return mapRows(house, (row) => {
    const ordered = inOrder(row);
    const [left, right] = [ordered[after - 1], ordered[after]];
    if (!wanted.has(row.id) || left === undefined || right === undefined) return row;
    const gap = Math.hypot(right.x - left.x, right.y - left.y);
    const { spacing } = aislesOf(row);
    const [ux, uy] = gap === 0 ? [1, 0] : [(right.x - left.x) / gap, (right.y - left.y) / gap];
    const half = (spacing + width - gap) / 2;
    const leftIds = new Set(ordered.slice(0, after).map(({ id }) => id));
    const seats = row.seats.map((seat) => {
      const sign = leftIds.has(seat.id) ? -1 : 1;
      return { ...seat, x: seat.x + sign * half * ux, y: seat.y + sign * half * uy };
    });
    return { ...row, seats };
  });
}

/** The same seats in another shape, their middle where it was. */
function placed(row: Row, shape: RowShape, aisles: readonly Aisle[]): Row {
  const ordered = inOrder(row);
  const places = placesOf(ordered.length, shape, aisles);
  const mean = (points: readonly Point[], axis: "x" | "y") => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const [dx, dy] = [mean(ordered, "x") - mean(places, "x"), mean(ordered, "y") - mean(places, "y")];
  const byId = new Map(ordered.map((seat, place) => [seat.id, places[place] ?? seat]));
  return {
    ...row,
    seats: row.seats.map((seat) => {
      const place = byId.get(seat.id) ?? seat;
      return { ...seat, x: place.x + dx, y: place.y + dy };
    }),
  };
}
