import { limits } from "../../../../../contracts/limits.ts";
import { type House, type Ids, noIds, seatCount, walk } from "./house.ts";

/** Something that keeps a house from being saved, or that its visitors would stumble over. */
export interface Fault {
  words: string;
  ids: Ids;
  /** Whether the server would refuse the house for it. */
  isGrave: boolean;
}

/** Nearer than this, one seat covers another. */
const nearest = 0.6;
const shownMax = 20;

export function faultsOf(house: House): Fault[] {
  const faults: Fault[] = [];
  const count = seatCount(house);
  const grave = (words: string, ids: Ids = noIds) => faults.push({ words, ids, isGrave: true });
  if (count > limits.seatsPerShowtimeMax) grave(`The house has ${count} seats, more than ${limits.seatsPerShowtimeMax}.`);
  if (house.sections.length > limits.sectionsPerVenueMax)
    grave(`There are ${house.sections.length} sections, more than ${limits.sectionsPerVenueMax}.`);
  for (const section of house.sections) {
    const ids = new Set(section.rows.flatMap((row) => row.seats.map((seat) => seat.id)));
    if (section.name.trim() === "") grave("A section has no name.", ids);
    if (section.rows.length > limits.rowsPerSectionMax)
      grave(`${section.name} has ${section.rows.length} rows, more than ${limits.rowsPerSectionMax}.`, ids);
    for (const row of section.rows) {
      const inRow = new Set(row.seats.map((seat) => seat.id));
      if (row.name.trim() === "") grave(`A row of ${section.name} has no name.`, inRow);
      if (row.seats.length > limits.seatsPerRowMax)
        grave(`Row ${row.name} has ${row.seats.length} seats, more than ${limits.seatsPerRowMax}.`, inRow);
    }
  }
  faults.push(...doubles(house), ...covered(house));
  return faults.slice(0, shownMax);
}

/** Two seats of one name cannot be told apart on a ticket. */
function doubles(house: House): Fault[] {
  const byName = new Map<string, { words: string; ids: Set<number> }>();
  for (const { section, row, seat } of walk(house)) {
    const key = JSON.stringify([section.name, row.name, seat.number]);
    const known = byName.get(key) ?? { words: `${section.name}, row ${row.name}: two seats are number ${seat.number}.`, ids: new Set() };
    byName.set(key, known);
    known.ids.add(seat.id);
  }
  return [...byName.values()].filter(({ ids }) => ids.size > 1).map(({ words, ids }) => ({ words, ids, isGrave: true }));
}

/** Seats that cover each other, found by cells of a grid. */
function covered(house: House): Fault[] {
  const cells = new Map<string, { id: number; x: number; y: number }[]>();
  const ids = new Set<number>();
  for (const { seat } of walk(house)) {
    const [column, line] = [Math.floor(seat.x), Math.floor(seat.y)];
    for (let x = column - 1; x <= column + 1; x++) {
      for (let y = line - 1; y <= line + 1; y++) {
        for (const other of cells.get(`${x},${y}`) ?? []) {
          if (Math.hypot(other.x - seat.x, other.y - seat.y) >= nearest) continue;
          ids.add(other.id);
          ids.add(seat.id);
        }
      }
    }
    const key = `${column},${line}`;
    cells.set(key, [...(cells.get(key) ?? []), seat]);
  }
  return ids.size === 0 ? [] : [{ words: `${ids.size} seats cover one another.`, ids, isGrave: false }];
}
