import type { MapSeat, SeatMapLayout } from "../../../../contracts/seats.ts";
import { shortNumber } from "../../seat-place.ts";

/** One seat width in the units of the drawing. */
export const unit = 40;
const sideMargin = 2.2;
const backMargin = 1.4;
const looseRowSeats = 20;
/** Smaller lettering could not be read from afar. */
const farNameLeast = 30;

export interface PlanSeat {
  /** The place in the availability bitmap. */
  index: number;
  id: string;
  seatNumber: string;
  /** The number alone, where the row is part of the seat's name. */
  shortNumber: string;
  section: string | null;
  row: string | null;
  tier: string;
  tierIndex: number;
  /** Before the showtime's rules; see SeatStore.priceOf. */
  price: number;
  accessible: boolean;
  /** A place without a number of its own: in the order of the map like every seat, but not on it. */
  general: boolean;
  x: number;
  y: number;
}
export interface PlanRow {
  key: string;
  section: string | null;
  name: string | null;
  seats: PlanSeat[];
}
export interface PlanSection {
  name: string;
  /** Above its first row. */
  x: number;
  y: number;
  /** In the midst of its seats, for when these are too small to be read one by one. */
  far: { x: number; y: number; name: string; size: number } | undefined;
}
/** Where the stage or screen stands: in front of the middle seats, between those at its sides. */
export interface PlanFront {
  top: number;
  bottom: number;
  left: number;
  right: number;
}
export interface PlanTier {
  name: string;
  priceFrom: number;
  priceTo: number;
  count: number;
}
export interface SeatPlan {
  showtimeId: string;
  currency: string;
  /** All of them, by index. */
  seats: PlanSeat[];
  /** Those on the map, and those without a number. */
  drawn: PlanSeat[];
  places: PlanSeat[];
  rows: PlanRow[];
  sections: PlanSection[];
  tiers: PlanTier[];
  front: PlanFront;
  width: number;
  height: number;
}

/** Where everything is drawn: positions from the layout, or rows one under another where it has none. */
export function planOf(layout: SeatMapLayout): SeatPlan {
  const tierNames = layout.tiers.map((tier) => tier.name);
  const placed = layout.sections.every((section) =>
    section.rows.every((row) => row.seats.every((seat) => seat.general || (seat.x !== null && seat.y !== null))),
  );
  const rows: PlanRow[] = [];
  const seats: PlanSeat[] = [];
  let line = 0;
  for (const [sectionIndex, section] of layout.sections.entries()) {
    for (const [rowIndex, row] of section.rows.entries()) {
      const planRow: PlanRow = { key: `${sectionIndex}/${rowIndex}`, section: section.name, name: row.name, seats: [] };
      for (const [seatIndex, seat] of row.seats.entries()) {
        const loose = row.name === null ? looseRowSeats : row.seats.length;
        const x = placed && seat.x !== null ? seat.x : (seatIndex % loose) - (Math.min(loose, row.seats.length) - 1) / 2;
        const y = placed && seat.y !== null ? seat.y : line + Math.floor(seatIndex / loose);
        const planSeat = planSeatOf(seat, { index: seats.length, section: section.name, row: row.name, x, y });
        planSeat.tierIndex = Math.max(0, tierNames.indexOf(seat.tier));
        if (!planSeat.general) planRow.seats.push(planSeat);
        seats.push(planSeat);
      }
      if (planRow.seats.length === 0) continue;
      line += row.name === null ? Math.ceil(row.seats.length / looseRowSeats) : 1;
      rows.push(planRow);
    }
    line += 1;
  }
  const drawn = seats.filter((seat) => !seat.general);
  const { width, height, front } = toDrawing(drawn);
  const sections = new Set(rows.map((row) => row.section)).size < 2 ? [] : sectionsOf(rows);
  return {
    showtimeId: layout.showtimeId,
    currency: layout.currency,
    seats,
    drawn,
    places: seats.filter((seat) => seat.general),
    rows,
    sections,
    tiers: tiersOf(layout, drawn),
    front,
    width,
    height,
  };
}

type Place = Pick<PlanSeat, "index" | "section" | "row" | "x" | "y">;

function planSeatOf(seat: MapSeat, place: Place): PlanSeat {
  const { id, seatNumber, tier, price, accessible, general = false } = seat;
  const number = shortNumber({ row: place.row, seatNumber });
  return { id, seatNumber, shortNumber: number, tier, tierIndex: 0, price, accessible, general, ...place };
}

/** Turns seat widths into drawing units, in place, with room around for labels and the front. */
function toDrawing(seats: PlanSeat[]): { width: number; height: number; front: PlanFront } {
  const [left, right] = extent(seats.map((seat) => seat.x));
  const [top, bottom] = extent(seats.map((seat) => seat.y));
  const span = right - left;
  const middle = (left + right) / 2;
  const depth = Math.max(1.3, span * 0.045);
  const [middleTop] = extent(seats.filter((seat) => Math.abs(seat.x - middle) <= span * 0.3).map((seat) => seat.y));
  const frontBottom = middleTop - 1.7;
  const margin = Math.max(1.6, top - (frontBottom - depth) + 0.6);
  const beside = seats.filter((seat) => seat.y < frontBottom + 0.8).map((seat) => Math.abs(seat.x - middle) - 1.6);
  const half = Math.min(Math.max(2, span * 0.4), ...beside);
  for (const seat of seats) {
    seat.x = (seat.x - left + sideMargin) * unit;
    seat.y = (seat.y - top + margin) * unit;
  }
  const x = (value: number) => (value - left + sideMargin) * unit;
  const y = (value: number) => (value - top + margin) * unit;
  return {
    width: (span + 2 * sideMargin) * unit,
    height: (bottom - top + margin + backMargin) * unit,
    front: { top: y(frontBottom - depth), bottom: y(frontBottom), left: x(middle - half), right: x(middle + half) },
  };
}

function extent(values: number[]): [least: number, most: number] {
  return values.reduce<[number, number]>(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [values[0] ?? 0, values[0] ?? 0],
  );
}

function sectionsOf(rows: PlanRow[]): PlanSection[] {
  const bySection = new Map<string, PlanSeat[]>();
  for (const row of rows) if (row.section !== null) bySection.set(row.section, [...(bySection.get(row.section) ?? []), ...row.seats]);
  return [...bySection].map(([name, seats]) => {
    const top = Math.min(...seats.map((seat) => seat.y));
    const inTopRow = seats.filter((seat) => seat.y < top + unit);
    const mean = (of: PlanSeat[], axis: "x" | "y") => of.reduce((sum, seat) => sum + seat[axis], 0) / Math.max(1, of.length);
    const far = farName(name, seats, [...bySection.keys()]);
    const x = mean(inTopRow, "x");
    // Where rows bend, their ends are nearer to the stage than the seats under the name.
    const under = seats.filter((seat) => Math.abs(seat.x - x) < unit * 2).map((seat) => seat.y);
    return {
      name,
      x,
      y: Math.min(...(under.length > 0 ? under : [top])) - unit * 0.85,
      far: far.size < farNameLeast ? undefined : { x: mean(seats, "x"), y: mean(seats, "y"), ...far },
    };
  });
}

/** `201` for `Block 201` where there are many blocks, and no wider than about the section itself. */
function farName(name: string, seats: PlanSeat[], names: string[]): { name: string; size: number } {
  const [first, ...rest] = name.split(" ");
  const shared = names.filter((each) => each.startsWith(`${first} `)).length > 2;
  const short = shared && rest.length > 0 ? rest.join(" ") : name;
  const [left, right] = extent(seats.map((seat) => seat.x));
  return { name: short, size: (1.25 * (right - left + unit)) / (short.length * 0.56) };
}

function tiersOf(layout: SeatMapLayout, seats: PlanSeat[]): PlanTier[] {
  return layout.tiers.map((tier, index) => {
    const prices = seats.filter((seat) => seat.tierIndex === index).map((seat) => seat.price);
    const known = prices.length > 0 ? prices : [tier.price];
    return { name: tier.name, priceFrom: Math.min(...known), priceTo: Math.max(...known), count: prices.length };
  });
}
