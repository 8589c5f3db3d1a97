import type { LedgerSeat } from "./ledger.ts";

/** Seats that stand side by side, in walking order. */
export interface Row {
  /** The place of its section among the sections. */
  section: number;
  /** Indexes of the ledger's seats. */
  seats: number[];
  /** Whether something lies between this seat and the next one: an aisle, a pillar. One shorter than `seats`. */
  aisleAfter: boolean[];
  /** The best that any of its seats is: no choice of its seats can be better in these. */
  bestTier: number;
  leastDistance: number;
}

/** What the layout says of nearness. It depends on nothing but the seats, so it is made once for a layout. */
export interface Geometry {
  /** The row with the best seat first. */
  rows: Row[];
  /** For each seat its row, and its place in that. */
  rowOf: Int32Array;
  placeOf: Int32Array;
  /** For each seat how far it is from its section's focal point: the middle of the front. */
  distance: Float64Array;
  /** For each seat the place of its tier among the showtime's tiers: the first is the best. */
  tier: Int32Array;
  /** The tiers that have seats with numbers. */
  tierNames: ReadonlySet<string>;
  /** By kind of wish, the largest that fits when nothing is taken; noted when somebody first asks. */
  largestEver: Map<string, number>;
}

/** A gap wider than this many times the row's usual one is an aisle. */
const aislePitches = 1.6;

/**
 * The geometry of a layout. A seat that names no row stands alone: nothing is known of its neighbours. Places without numbers are nowhere in it.
 * `tiers`: their names, the best first.
 */
export function geometryOf(seats: readonly LedgerSeat[], tiers: readonly string[]): Geometry {
  const sections = new Map<string, number>();
  const rows = new Map<string, Row>();
  seats.forEach((seat, index) => {
    if (seat.general) return;
    const name = seat.section ?? "";
    const section = sections.get(name) ?? sections.size;
    sections.set(name, section);
    const key = seat.row === null ? `${section} alone ${index}` : `${section} row ${seat.row}`;
    const row = rows.get(key) ?? { section, seats: [], aisleAfter: [], bestTier: 0, leastDistance: 0 };
    row.seats.push(index);
    rows.set(key, row);
  });
  const geometry: Geometry = {
    rows: [...rows.values()],
    rowOf: new Int32Array(seats.length).fill(-1),
    placeOf: new Int32Array(seats.length),
    distance: new Float64Array(seats.length),
    tier: Int32Array.from(seats, ({ tier }) => (tiers.includes(tier) ? tiers.indexOf(tier) : tiers.length)),
    tierNames: new Set(seats.flatMap(({ general, tier }) => (general ? [] : [tier]))),
    largestEver: new Map(),
  };
  for (const row of geometry.rows) arrange(row, seats);
  measure(geometry, seats, sections.size);
  rank(geometry);
  return geometry;
}

/** Puts the rows into the order of the best that they have, and notes where each seat is. */
function rank({ rows, rowOf, placeOf, distance, tier }: Geometry): void {
  for (const row of rows) {
    row.bestTier = Math.min(...row.seats.map((index) => tier[index] ?? 0));
    row.leastDistance = Math.min(...row.seats.map((index) => distance[index] ?? 0));
  }
  rows.sort((a, b) => a.bestTier - b.bestTier || a.section - b.section || a.leastDistance - b.leastDistance);
  rows.forEach((row, place) => {
    row.seats.forEach((index, placeInRow) => {
      rowOf[index] = place;
      placeOf[index] = placeInRow;
    });
  });
}

/** A9 comes before A10, in whatever order somebody's table has given them. */
const asNumbered = new Intl.Collator("en", { numeric: true });

/** Puts a row into walking order, by x where all of it is known, else as its seats are numbered, and finds its aisles. */
function arrange(row: Row, seats: readonly LedgerSeat[]): void {
  const x = (index: number) => seats[index]?.x ?? null;
  if (row.seats.some((index) => x(index) === null)) {
    const numberOf = (index: number) => seats[index]?.seatNumber ?? "";
    row.seats.sort((a, b) => asNumbered.compare(numberOf(a), numberOf(b)));
    row.aisleAfter = row.seats.slice(1).map(() => false);
    return;
  }
  row.seats.sort((a, b) => (x(a) ?? 0) - (x(b) ?? 0));
  const gaps = row.seats.slice(1).map((index, place) => apart(seats[row.seats[place] ?? index], seats[index]));
  const usual = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0;
  row.aisleAfter = gaps.map((gap) => gap > usual * aislePitches);
}

const apart = (a: LedgerSeat | undefined, b: LedgerSeat | undefined): number =>
  Math.hypot((a?.x ?? 0) - (b?.x ?? 0), (a?.y ?? 0) - (b?.y ?? 0));

function measure({ rows, distance }: Geometry, seats: readonly LedgerSeat[], sections: number): void {
  const rowsIn = new Array<number>(sections).fill(0);
  const points = rows.flatMap((row) => {
    const rank = rowsIn[row.section] ?? 0;
    rowsIn[row.section] = rank + 1;
    return row.seats.map((index, place) => ({
      index,
      section: row.section,
      x: seats[index]?.x ?? place - (row.seats.length - 1) / 2,
      y: seats[index]?.y ?? rank,
    }));
  });
  const boxes = Array.from({ length: sections }, () => ({
    left: Number.POSITIVE_INFINITY,
    right: Number.NEGATIVE_INFINITY,
    front: Number.POSITIVE_INFINITY,
  }));
  for (const { section, x, y } of points) {
    const box = boxes[section];
    if (box === undefined) continue;
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x);
    box.front = Math.min(box.front, y);
  }
  for (const { index, section, x, y } of points) {
    const box = boxes[section];
    if (box !== undefined) distance[index] = Math.hypot(x - (box.left + box.right) / 2, y - box.front);
  }
}

/** The seat beside this one, `step` along its row, or null at an aisle and at the row's end. */
export function neighbour({ rows, rowOf, placeOf }: Geometry, index: number, step: -1 | 1): number | null {
  const row = rows[rowOf[index] ?? -1];
  const place = placeOf[index] ?? -1;
  if (row === undefined || row.aisleAfter[step === 1 ? place : place - 1] !== false) return null;
  return row.seats[place + step] ?? null;
}
