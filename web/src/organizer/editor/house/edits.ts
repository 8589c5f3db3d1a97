import {
  addRows,
  type Bounds,
  boundsOf,
  chosenSeats,
  type House,
  type Ids,
  mapRows,
  mapSeats,
  middleOf,
  type Row,
  rowsWith,
  type Seat,
  walk,
} from "./house.ts";
import { nameAfter } from "./numbering.ts";

export function moveSeats(house: House, ids: Ids, dx: number, dy: number): House {
  return dx === 0 && dy === 0 ? house : mapSeats(house, ids, (seat) => ({ ...seat, x: seat.x + dx, y: seat.y + dy }));
}

/** Takes seats away, and the rows and sections that are empty then. */
export function deleteSeats(house: House, ids: Ids): House {
  const sections = house.sections
    .map((section) => {
      const rows = section.rows
        .map((row) => (row.seats.some((seat) => ids.has(seat.id)) ? { ...row, seats: row.seats.filter((seat) => !ids.has(seat.id)) } : row))
        .filter((row) => row.seats.length > 0);
      return rows.length === section.rows.length && rows.every((row, place) => row === section.rows[place])
        ? section
        : { ...section, rows };
    })
    .filter((section) => section.rows.length > 0);
  return { ...house, sections };
}

/** The same seats once more, behind where they are: as the next rows of their section, or as a section where all of one is chosen. */
export function duplicateSeats(house: House, ids: Ids): { house: House; ids: Ids } {
  const bounds = boundsOf(chosenSeats(house, ids));
  if (bounds === null) return { house, ids };
  const down = bounds.bottom - bounds.top + 1.2;
  let next = house;
  const made = new Set<number>();
  for (const section of house.sections) {
    const chosen = section.rows
      .map((row) => ({ ...row, seats: row.seats.filter((seat) => ids.has(seat.id)) }))
      .filter((row) => row.seats.length > 0);
    if (chosen.length === 0) continue;
    const whole =
      chosen.length === section.rows.length && chosen.every((row, place) => row.seats.length === section.rows[place]?.seats.length);
    const isSection = whole && section.rows.length > 1;
    const names = new Set(house.sections.map(({ name }) => name));
    const target = isSection ? nameAfter(/\d$/.test(section.name) ? section.name : `${section.name} 1`, names) : section.name;
    const taken = new Set(isSection ? [] : section.rows.map(({ name }) => name));
    let last = section.rows.at(-1)?.name ?? "A";
    const rows = chosen.map((row) => {
      if (!isSection) last = nameAfter(last, taken);
      if (!isSection) taken.add(last);
      return { name: isSection ? row.name : last, seats: row.seats.map(({ id: _, ...seat }) => ({ ...seat, y: seat.y + down })) };
    });
    const added = addRows(next, target, rows);
    next = added.house;
    for (const id of added.ids) made.add(id);
  }
  return { house: next, ids: made };
}

export function paintTier(house: House, ids: Ids, tier: string | null): House {
  return mapSeats(house, ids, (seat) => (seat.tier === tier ? seat : { ...seat, tier }));
}

export function markAccessible(house: House, ids: Ids, accessible: boolean): House {
  return mapSeats(house, ids, (seat) => (seat.accessible === accessible ? seat : { ...seat, accessible }));
}

export function renameTier(house: House, from: string, to: string): House {
  const ids = new Set([...walk(house)].filter(({ seat }) => seat.tier === from).map(({ seat }) => seat.id));
  return paintTier(house, ids, to);
}

export function renameRow(house: House, rowId: number, name: string): House {
  return mapRows(house, (row) => (row.id === rowId && row.name !== name ? { ...row, name } : row));
}

export function renameSection(house: House, sectionId: number, name: string): House {
  return { ...house, sections: house.sections.map((section) => (section.id === sectionId ? { ...section, name } : section)) };
}

/** Puts seats into the section of that name, with the rows that they are in; made where there is none. */
export function moveToSection(house: House, ids: Ids, name: string): House {
  const moved = house.sections.flatMap((section) =>
    section.name === name
      ? []
      : section.rows
          .map((row) => ({ name: row.name, seats: row.seats.filter((seat) => ids.has(seat.id)) }))
          .filter((row) => row.seats.length > 0),
  );
  if (moved.length === 0) return house;
  const elsewhere = new Set(moved.flatMap((row) => row.seats.map((seat) => seat.id)));
  const left = deleteSeats(house, elsewhere);
  const known = left.sections.find((section) => section.name === name);
  let { nextId } = left;
  // The seats stay themselves, so that what is chosen stays chosen.
  const rows: Row[] = moved.map((row) => ({ id: nextId++, ...row }));
  const sections =
    known === undefined
      ? [...left.sections, { id: nextId++, name, rows }]
      : left.sections.map((section) => (section === known ? { ...section, rows: [...section.rows, ...rows] } : section));
  return { sections, nextId };
}

export type Edge = "left" | "center" | "right" | "top" | "middle" | "bottom";

/** Brings what is chosen of each row to one line: their left ends, their middles… Of a single row, its seats. */
export function alignSeats(house: House, ids: Ids, edge: Edge): House {
  const all = boundsOf(chosenSeats(house, ids));
  if (all === null) return house;
  const rows = rowsWith(house, ids);
  const shiftOf = (bounds: Bounds): { dx: number; dy: number } => {
    const [to, from] = [middleOf(all), middleOf(bounds)];
    return {
      left: { dx: all.left - bounds.left, dy: 0 },
      center: { dx: to.x - from.x, dy: 0 },
      right: { dx: all.right - bounds.right, dy: 0 },
      top: { dx: 0, dy: all.top - bounds.top },
      middle: { dx: 0, dy: to.y - from.y },
      bottom: { dx: 0, dy: all.bottom - bounds.bottom },
    }[edge];
  };
  const shifted = (seat: Seat, bounds: Bounds | null): Seat => {
    const { dx, dy } = shiftOf(bounds ?? { left: seat.x, right: seat.x, top: seat.y, bottom: seat.y });
    return { ...seat, x: seat.x + dx, y: seat.y + dy };
  };
  const byRow = new Map(rows.map((row) => [row.id, rows.length === 1 ? null : boundsOf(row.seats.filter((seat) => ids.has(seat.id)))]));
  return mapSeats(house, ids, (seat, row) => shifted(seat, byRow.get(row.id) ?? null));
}

/** Rows the same distance apart, from the front one to the back one. */
export function spreadRows(house: House, ids: Ids): House {
  const depths = rowsWith(house, ids)
    .map((row) => ({ id: row.id, y: boundsOf(row.seats.filter((seat) => ids.has(seat.id))) }))
    .map(({ id, y }) => ({ id, y: y === null ? 0 : (y.top + y.bottom) / 2 }))
    .sort((a, b) => a.y - b.y);
  const [first, last] = [depths[0], depths.at(-1)];
  if (depths.length < 3 || first === undefined || last === undefined) return house;
  const step = (last.y - first.y) / (depths.length - 1);
  const shift = new Map(depths.map(({ id, y }, place) => [id, first.y + step * place - y]));
  return mapSeats(house, ids, (seat, row) => ({ ...seat, y: seat.y + (shift.get(row.id) ?? 0) }));
}

/** Left becomes right, around the middle of what is chosen. */
export function mirrorSeats(house: House, ids: Ids): House {
  const bounds = boundsOf(chosenSeats(house, ids));
  return bounds === null ? house : mapSeats(house, ids, (seat) => ({ ...seat, x: bounds.left + bounds.right - seat.x }));
}
