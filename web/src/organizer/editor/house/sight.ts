import type { Bounds, Point } from "./house.ts";

/** Which part of the plane the window shows: the pixel of the plane's origin, and pixels a seat width. */
export interface Sight {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}
export interface Room {
  width: number;
  height: number;
}

const scaleLeast = 1.5;
const scaleMost = 90;
const fitMost = 40;
/** Room around the house for the stage and the names of rows, in seat widths. */
const margin = { side: 3, top: 6, bottom: 3 };

export const toWindow = (sight: Sight, point: Point): Point => ({ x: sight.x + point.x * sight.scale, y: sight.y + point.y * sight.scale });
export const toPlane = (sight: Sight, point: Point): Point => ({
  x: (point.x - sight.x) / sight.scale,
  y: (point.y - sight.y) / sight.scale,
});

/** All of the house in the window; without one, a plane of some rows. */
export function sightOf(bounds: Bounds | null, room: Room): Sight {
  const { left, right, top, bottom } = bounds ?? { left: -10, right: 10, top: 0, bottom: 10 };
  const width = right - left + 2 * margin.side;
  const height = bottom - top + margin.top + margin.bottom;
  const scale = Math.max(scaleLeast, Math.min(fitMost, room.width / width, room.height / height));
  return {
    scale,
    x: room.width / 2 - ((left + right) / 2) * scale,
    y: room.height / 2 - ((top - margin.top + bottom + margin.bottom) / 2) * scale,
  };
}

/** Nearer or farther; the point of the window stays where it is. */
export function zoomed(sight: Sight, factor: number, around: Point): Sight {
  const scale = Math.min(scaleMost, Math.max(scaleLeast, sight.scale * factor));
  const ratio = scale / sight.scale;
  return { scale, x: around.x - (around.x - sight.x) * ratio, y: around.y - (around.y - sight.y) * ratio };
}

export const moved = (sight: Sight, dx: number, dy: number): Sight => ({ ...sight, x: sight.x + dx, y: sight.y + dy });
