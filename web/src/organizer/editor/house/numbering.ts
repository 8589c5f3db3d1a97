import { type House, mapRows, type Row, type Seat } from "./house.ts";

/** How the seats of a row are numbered. `skip`: numbers that nobody sits on, such as 13. */
export interface NumberingRule {
  from: "left" | "right";
  which: "all" | "odd" | "even";
  start: number;
  skip: readonly string[];
}
export const plainNumbering: NumberingRule = { from: "left", which: "all", start: 1, skip: [] };

/** How rows are named, from the front to the back or the other way. `skip`: letters that look like digits, such as I and O. */
export interface RowNaming {
  kind: "letters" | "digits";
  start: string;
  from: "front" | "back";
  skip: readonly string[];
}
export const plainNaming: RowNaming = { kind: "letters", start: "A", from: "front", skip: [] };

/** The first `count` numbers by the rule, from its first seat on. */
export function numbersBy(rule: NumberingRule, count: number): string[] {
  const skip = new Set(rule.skip);
  const numbers: string[] = [];
  const step = rule.which === "all" ? 1 : 2;
  let number = Math.max(0, Math.trunc(rule.start));
  if (rule.which === "odd" && number % 2 === 0) number += 1;
  if (rule.which === "even" && number % 2 === 1) number += 1;
  for (; numbers.length < count; number += step) if (!skip.has(String(number))) numbers.push(String(number));
  return numbers;
}

/** `0` → A, `25` → Z, `26` → AA. */
export function lettersOf(place: number): string {
  return place < 26 ? String.fromCharCode(65 + place) : lettersOf(Math.floor(place / 26) - 1) + lettersOf(place % 26);
}

/** A → `0`, AA → `26`; null for what is no such name. */
export function placeOfLetters(name: string): number | null {
  if (!/^[A-Z]{1,3}$/i.test(name)) return null;
  return [...name.toUpperCase()].reduce((place, letter) => (place + 1) * 26 + letter.charCodeAt(0) - 65, -1);
}

/** The first `count` names by the rule, from its first row on. */
export function namesBy(naming: RowNaming, count: number): string[] {
  const skip = new Set(naming.skip.map((name) => name.toUpperCase()));
  const isLetters = naming.kind === "letters";
  const names: string[] = [];
  let place = isLetters ? (placeOfLetters(naming.start) ?? 0) : Math.max(0, Number.parseInt(naming.start, 10) || 1);
  for (; names.length < count; place++) {
    const name = isLetters ? lettersOf(place) : String(place);
    if (!skip.has(name) && ![...name].some((letter) => isLetters && skip.has(letter))) names.push(name);
  }
  return names;
}

/** The name after `name`: B after A, 8 after 7, and `Box 2` for what does not count on. */
export function nameAfter(name: string, taken: ReadonlySet<string>): string {
  // Three letters are a word.
  const letters = /^[A-Z]{1,2}$/.test(name) ? placeOfLetters(name) : null;
  const digits = /^\d+$/.test(name) ? Number(name) : null;
  const stem = name.replace(/\s*\d+$/, "");
  for (let step = 1; ; step++) {
    const next = letters !== null ? lettersOf(letters + step) : digits !== null ? String(digits + step) : `${stem} ${step + 1}`;
    if (!taken.has(next)) return next;
  }
}

/** The seats of a row from left to right, as one sees them from the back; from front to back where the row runs that way. */
export function inOrder(row: Row): Seat[] {
  const spread = (of: (seat: Seat) => number) => Math.max(...row.seats.map(of)) - Math.min(...row.seats.map(of));
  const acrossFirst = row.seats.length < 2 || spread((seat) => seat.x) >= spread((seat) => seat.y);
  return [...row.seats].sort((a, b) => (acrossFirst ? a.x - b.x || a.y - b.y : a.y - b.y || a.x - b.x));
}

/** Numbers these rows anew. Seats stand in the layout in the order of their numbers, so that neighbours are neighbours there. */
export function numberRows(house: House, rows: readonly Row[], rule: NumberingRule): House {
  const wanted = new Set(rows.map(({ id }) => id));
  return mapRows(house, (row) => {
    if (!wanted.has(row.id)) return row;
    const numbers = numbersBy(rule, row.seats.length);
    const ordered = rule.from === "left" ? inOrder(row) : inOrder(row).reverse();
    return { ...row, seats: ordered.map((seat, place) => ({ ...seat, number: numbers[place] ?? seat.number })) };
  });
}

/** Names these rows anew, the one nearest to the stage first (or last). */
export function nameRows(house: House, rows: readonly Row[], naming: RowNaming): House {
  const depth = (row: Row) => row.seats.reduce((sum, seat) => sum + seat.y, 0) / row.seats.length;
  const ordered = [...rows].sort((a, b) => depth(a) - depth(b));
  if (naming.from === "back") ordered.reverse();
  const names = namesBy(naming, ordered.length);
  const byId = new Map(ordered.map((row, place) => [row.id, names[place] ?? row.name]));
  return mapRows(house, (row) => {
    const name = byId.get(row.id);
    return name === undefined || name === row.name ? row : { ...row, name };
  });
}
