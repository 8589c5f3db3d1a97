import { type House, type Ids, type Point, type Seat, walk } from "./house.ts";

/** Half a seat, as it is drawn. */
export const seatRadius = 0.42;

/** The seat under a point, the uppermost first. */
export function seatAt(house: House, point: Point, radius = seatRadius): Seat | undefined {
  let found: Seat | undefined;
  for (const { seat } of walk(house)) if (Math.abs(seat.x - point.x) <= radius && Math.abs(seat.y - point.y) <= radius) found = seat;
  return found;
}

/** The seats whose middles lie in the rectangle between two corners. */
export function seatsWithin(house: House, a: Point, b: Point): Ids {
  const [left, right] = [Math.min(a.x, b.x), Math.max(a.x, b.x)];
  const [top, bottom] = [Math.min(a.y, b.y), Math.max(a.y, b.y)];
  const ids = new Set<number>();
  for (const { seat } of walk(house)) if (seat.x >= left && seat.x <= right && seat.y >= top && seat.y <= bottom) ids.add(seat.id);
  return ids;
}

/** What is chosen after a press: alone, or added to and taken from what was chosen before. */
export function chosenAfter(before: Ids, pressed: Ids, adds: boolean): Ids {
  if (!adds) return pressed;
  const isIn = [...pressed].every((id) => before.has(id));
  return isIn ? new Set([...before].filter((id) => !pressed.has(id))) : new Set([...before, ...pressed]);
}
