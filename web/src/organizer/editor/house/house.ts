import type { Layout } from "../../../../../contracts/venues.ts";

/** A house as it is being drawn: the layout of a venue, with ids by which its parts stay themselves while names and places change. */
export interface House {
  readonly sections: readonly Section[];
  /** The id that the next new part gets. */
  readonly nextId: number;
}
export interface Section {
  readonly id: number;
  readonly name: string;
  readonly rows: readonly Row[];
}
export interface Row {
  readonly id: number;
  readonly name: string;
  readonly seats: readonly Seat[];
}
export interface Seat {
  readonly id: number;
  readonly number: string;
  /** In seat widths, the stage towards smaller y. */
  readonly x: number;
  readonly y: number;
  readonly tier: string | null;
  readonly accessible: boolean;
}
export type NewSeat = Omit<Seat, "id">;
export interface NewRow {
  name: string;
  seats: readonly NewSeat[];
}
export interface Point {
  readonly x: number;
  readonly y: number;
}
export interface Bounds {
  left: number;
  right: number;
  top: number;
  bottom: number;
}
export type Ids = ReadonlySet<number>;

export const emptyHouse: House = { sections: [], nextId: 1 };
export const noIds: Ids = new Set();

/** Where a seat is, with all that it belongs to. */
export interface Placed {
  section: Section;
  row: Row;
  seat: Seat;
}

export function* walk(house: House): Generator<Placed> {
  for (const section of house.sections) for (const row of section.rows) for (const seat of row.seats) yield { section, row, seat };
}

export function rowsOf(house: House): Row[] {
  return house.sections.flatMap((section) => section.rows);
}

export function seatsOf(house: House): Seat[] {
  return rowsOf(house).flatMap((row) => row.seats);
}

export function seatCount(house: House): number {
  return rowsOf(house).reduce((sum, row) => sum + row.seats.length, 0);
}

/** The rows that have a seat among `ids`. */
export function rowsWith(house: House, ids: Ids): Row[] {
  return rowsOf(house).filter((row) => row.seats.some((seat) => ids.has(seat.id)));
}

export function idsOfRows(rows: readonly Row[]): Ids {
  return new Set(rows.flatMap((row) => row.seats.map((seat) => seat.id)));
}

export function chosenSeats(house: House, ids: Ids): Seat[] {
  return seatsOf(house).filter((seat) => ids.has(seat.id));
}

/** The box around the middles of these seats; null for none. */
export function boundsOf(seats: Iterable<Point>): Bounds | null {
  let bounds: Bounds | null = null;
  for (const { x, y } of seats) {
    bounds ??= { left: x, right: x, top: y, bottom: y };
    bounds.left = Math.min(bounds.left, x);
    bounds.right = Math.max(bounds.right, x);
    bounds.top = Math.min(bounds.top, y);
    bounds.bottom = Math.max(bounds.bottom, y);
  }
  return bounds;
}

export function middleOf({ left, right, top, bottom }: Bounds): Point {
  return { x: (left + right) / 2, y: (top + bottom) / 2 };
}

/** Every tier that a seat names, in the order of the house. */
export function tiersIn(house: House): string[] {
  const names = seatsOf(house).flatMap((seat) => (seat.tier === null ? [] : [seat.tier]));
  return [...new Set(names)];
}

/** Changes the seats among `ids`; what does not change stays the same object. */
export function mapSeats(house: House, ids: Ids, change: (seat: Seat, row: Row) => Seat): House {
  return mapRows(house, (row) => {
    if (!row.seats.some((seat) => ids.has(seat.id))) return row;
    return { ...row, seats: row.seats.map((seat) => (ids.has(seat.id) ? change(seat, row) : seat)) };
  });
}

export function mapRows(house: House, change: (row: Row) => Row): House {
  let changed = false;
  const sections = house.sections.map((section) => {
    const rows = section.rows.map(change);
    if (rows.every((row, place) => row === section.rows[place])) return section;
    changed = true;
    return { ...section, rows };
  });
  return changed ? { ...house, sections } : house;
}

/** Adds rows to the section of that name, which is made where there is none. Answers the new seats' ids as well. */
export function addRows(house: House, sectionName: string, rows: readonly NewRow[]): { house: House; ids: Ids } {
  let nextId = house.nextId;
  const made = rows.map(({ name, seats }) => ({ id: nextId++, name, seats: seats.map((seat) => ({ ...seat, id: nextId++ })) }));
  const known = house.sections.find((section) => section.name === sectionName);
  const sections =
    known === undefined
      ? [...house.sections, { id: nextId++, name: sectionName, rows: made }]
      : house.sections.map((section) => (section === known ? { ...section, rows: [...section.rows, ...made] } : section));
  return { house: { sections, nextId }, ids: idsOfRows(made) };
}

/** The house of a layout that is known to be right. */
export function houseOf(layout: Layout): House {
  let nextId = 1;
  const sections = layout.sections.map((section) => ({
    id: nextId++,
    name: section.name,
    rows: section.rows.map((row) => ({
      id: nextId++,
      name: row.name,
      seats: row.seats.map(({ number, x, y, tier, accessible }) => ({
        id: nextId++,
        number,
        x,
        y,
        tier: tier ?? null,
        accessible: accessible ?? false,
      })),
    })),
  }));
  return { sections, nextId };
}

/** Thousandths of a seat are finer than any drawing. */
export const rounded = (value: number): number => Math.round(value * 1000) / 1000 + 0;

/** The layout as POST /venues takes it. */
export function layoutOf(house: House): Layout {
  return {
    sections: house.sections.map((section) => ({
      name: section.name,
      rows: section.rows.map((row) => ({
        name: row.name,
        seats: row.seats.map(({ number, x, y, tier, accessible }) => ({
          number,
          x: rounded(x),
          y: rounded(y),
          ...(tier !== null && { tier }),
          ...(accessible && { accessible }),
        })),
      })),
    })),
  };
}
