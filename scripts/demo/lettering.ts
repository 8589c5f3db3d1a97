/** A point of a letter on its grid: x from 0 to the letter's width, y from 0 (top) to 1 (foot). A sharp point keeps its corner. */
type Point = readonly [x: number, y: number, corner?: "sharp"];
interface Letter {
  width: number;
  strokes: readonly { points: readonly Point[]; closed?: boolean }[];
  /** What is no taller than the stroke is thick, or hangs below the foot. */
  marks?: readonly (readonly Point[])[];
}

const line = (...points: Point[]) => ({ points });
const loop = (...points: Point[]) => ({ points, closed: true });

/** One stroke alphabet of capitals. How round, wide, heavy and slanted it looks is decided when it is set. */
const letters: Record<string, Letter> = {
  A: { width: 0.66, strokes: [line([0, 1], [0.33, 0, "sharp"], [0.66, 1]), line([0.12, 0.66], [0.54, 0.66])] },
  B: {
    width: 0.58,
    strokes: [
      loop([0, 0, "sharp"], [0.54, 0], [0.54, 0.47], [0, 0.47, "sharp"]),
      line([0, 0.47, "sharp"], [0.58, 0.47], [0.58, 1], [0, 1, "sharp"], [0, 0.47, "sharp"]),
    ],
  },
  C: { width: 0.58, strokes: [line([0.58, 0.24], [0.58, 0], [0, 0], [0, 1], [0.58, 1], [0.58, 0.76])] },
  D: { width: 0.6, strokes: [loop([0, 0, "sharp"], [0.6, 0], [0.6, 1], [0, 1, "sharp"])] },
  E: { width: 0.5, strokes: [line([0.5, 0], [0, 0, "sharp"], [0, 1, "sharp"], [0.5, 1]), line([0, 0.48], [0.43, 0.48])] },
  F: { width: 0.48, strokes: [line([0.48, 0], [0, 0, "sharp"], [0, 1]), line([0, 0.5], [0.41, 0.5])] },
  G: { width: 0.6, strokes: [line([0.6, 0.22], [0.6, 0], [0, 0], [0, 1], [0.6, 1], [0.6, 0.54, "sharp"], [0.34, 0.54])] },
  H: { width: 0.58, strokes: [line([0, 0], [0, 1]), line([0.58, 0], [0.58, 1]), line([0, 0.5], [0.58, 0.5])] },
  I: { width: 0, strokes: [line([0, 0], [0, 1])] },
  J: { width: 0.46, strokes: [line([0.46, 0], [0.46, 1], [0, 1], [0, 0.7])] },
  K: { width: 0.58, strokes: [line([0, 0], [0, 1]), line([0.56, 0], [0, 0.6]), line([0.19, 0.4], [0.56, 1])] },
  L: { width: 0.46, strokes: [line([0, 0], [0, 1, "sharp"], [0.46, 1])] },
  M: { width: 0.74, strokes: [line([0, 1], [0, 0, "sharp"], [0.37, 0.62, "sharp"], [0.74, 0, "sharp"], [0.74, 1])] },
  N: { width: 0.6, strokes: [line([0, 1], [0, 0, "sharp"], [0.6, 1, "sharp"], [0.6, 0])] },
  O: { width: 0.64, strokes: [loop([0, 0], [0.64, 0], [0.64, 1], [0, 1])] },
  P: { width: 0.54, strokes: [line([0, 1], [0, 0, "sharp"], [0.54, 0], [0.54, 0.56], [0, 0.56])] },
  Q: { width: 0.64, strokes: [loop([0, 0], [0.64, 0], [0.64, 1], [0, 1]), line([0.38, 0.74], [0.68, 1.08])] },
  R: { width: 0.56, strokes: [line([0, 1], [0, 0, "sharp"], [0.54, 0], [0.54, 0.54], [0, 0.54]), line([0.24, 0.54], [0.57, 1])] },
  S: { width: 0.54, strokes: [line([0.53, 0.2], [0.53, 0], [0, 0], [0, 0.48], [0.54, 0.48], [0.54, 1], [0, 1], [0, 0.78])] },
  T: { width: 0.58, strokes: [line([0, 0], [0.58, 0]), line([0.29, 0], [0.29, 1])] },
  U: { width: 0.6, strokes: [line([0, 0], [0, 1], [0.6, 1], [0.6, 0])] },
  V: { width: 0.64, strokes: [line([0, 0], [0.32, 1, "sharp"], [0.64, 0])] },
  W: { width: 0.92, strokes: [line([0, 0], [0.23, 1, "sharp"], [0.46, 0.22, "sharp"], [0.69, 1, "sharp"], [0.92, 0])] },
  X: { width: 0.6, strokes: [line([0, 0], [0.6, 1]), line([0.6, 0], [0, 1])] },
  Y: { width: 0.62, strokes: [line([0, 0], [0.31, 0.5, "sharp"], [0.62, 0]), line([0.31, 0.5], [0.31, 1])] },
  Z: { width: 0.56, strokes: [line([0, 0], [0.56, 0, "sharp"], [0, 1, "sharp"], [0.56, 1])] },
  "0": { width: 0.56, strokes: [loop([0, 0], [0.56, 0], [0.56, 1], [0, 1])] },
  "1": { width: 0.2, strokes: [line([0, 0.16], [0.2, 0, "sharp"], [0.2, 1])] },
  "2": { width: 0.52, strokes: [line([0, 0.24], [0, 0], [0.52, 0], [0.52, 0.46], [0, 1, "sharp"], [0.52, 1])] },
  "3": {
    width: 0.52,
    strokes: [line([0, 0.2], [0, 0], [0.52, 0], [0.52, 0.46], [0.2, 0.46]), line([0.2, 0.46], [0.52, 0.46], [0.52, 1], [0, 1], [0, 0.8])],
  },
  "4": { width: 0.56, strokes: [line([0.4, 1], [0.4, 0, "sharp"], [0, 0.7, "sharp"], [0.56, 0.7])] },
  "5": { width: 0.52, strokes: [line([0.5, 0], [0.04, 0, "sharp"], [0.04, 0.44, "sharp"], [0.52, 0.44], [0.52, 1], [0, 1], [0, 0.8])] },
  "6": { width: 0.54, strokes: [loop([0, 0.46], [0.54, 0.46], [0.54, 1], [0, 1]), line([0, 0.72], [0, 0], [0.5, 0], [0.5, 0.16])] },
  "7": { width: 0.5, strokes: [line([0, 0], [0.5, 0, "sharp"], [0.14, 1])] },
  "8": { width: 0.54, strokes: [loop([0.02, 0], [0.52, 0], [0.52, 0.46], [0.02, 0.46]), loop([0, 0.46], [0.54, 0.46], [0.54, 1], [0, 1])] },
  "9": { width: 0.54, strokes: [loop([0, 0], [0.54, 0], [0.54, 0.54], [0, 0.54]), line([0.54, 0.28], [0.54, 1], [0.04, 1], [0.04, 0.84])] },
  "&": {
    width: 0.66,
    strokes: [line([0.66, 1], [0.08, 0.26], [0.08, 0], [0.48, 0], [0.48, 0.28], [0, 0.62], [0, 1], [0.44, 1], [0.64, 0.6])],
  },
  "-": { width: 0.34, strokes: [line([0, 0.52], [0.34, 0.52])] },
  ">": { width: 0.8, strokes: [line([0, 0.5], [0.8, 0.5]), line([0.52, 0.22], [0.8, 0.5, "sharp"], [0.52, 0.78])] },
  ".": { width: 0, strokes: [], marks: [[[0, 1]]] },
  "·": { width: 0, strokes: [], marks: [[[0, 0.5]]] },
  ":": { width: 0, strokes: [], marks: [[[0, 0.26]], [[0, 0.8]]] },
  ",": {
    width: 0.05,
    strokes: [],
    marks: [
      [
        [0.05, 0.98],
        [0, 1.14],
      ],
    ],
  },
  "'": {
    width: 0,
    strokes: [],
    marks: [
      [
        [0, 0.04],
        [0, 0.16],
      ],
    ],
  },
  " ": { width: 0.3, strokes: [] },
};

export interface Style {
  /** Height of the capitals. */
  size: number;
  /** Thickness of the strokes in the same unit as `size`. */
  weight: number;
  /** How round corners are, as a part of the size: 0 is built of beams, 0.3 of circles. */
  round: number;
  /** Width of the letters, 1 as drawn. */
  stretch?: number;
  /** Space between letters as a part of the size, beside the stroke's own thickness. */
  tracking?: number;
  slant?: number;
  cap?: "butt" | "round" | "square";
}

interface Placed {
  x: number;
  y: number;
  sharp: boolean;
}

const number = (value: number): string => String(Math.round(value * 100) / 100);

/** How wide a text comes out in a style, strokes included. */
export function widthOf(text: string, style: Style): number {
  const widths = glyphsOf(text).map((letter) => letter.width * style.size * (style.stretch ?? 1));
  return widths.reduce((sum, width) => sum + width, 0) + gapOf(style) * Math.max(0, widths.length - 1) + style.weight;
}

/**
 * A line of text as SVG, its upper left corner (strokes included) at x, y. Butt ends run past head and foot and are cut there, which gives
 * diagonals the flat feet of printed letters; round ends stay inside by themselves.
 */
export function setLine(text: string, x: number, y: number, style: Style, colour: string): string {
  const { size, weight, stretch = 1, slant = 0, cap = "butt" } = style;
  let pen = x + weight / 2;
  const place = ([px, py, corner]: Point) => ({
    x: pen + px * size * stretch + (1 - py) * size * slant,
    y: y + weight / 2 + py * (size - weight),
    sharp: corner === "sharp",
  });
  const strokes: string[] = [];
  const marks: string[] = [];
  for (const letter of glyphsOf(text)) {
    for (const { points, closed = false } of letter.strokes) {
      const placed = points.map(place);
      strokes.push(roundedPath(closed || cap === "round" ? placed : lengthened(placed, points, weight), closed, style.round * size));
    }
    for (const points of letter.marks ?? [])
      marks.push(points.length === 1 ? `${roundedPath(points.map(place), false, 0)}h0` : roundedPath(points.map(place), false, 0));
    pen += letter.width * size * stretch + gapOf(style);
  }
  const ink = `fill="none" stroke="${colour}" stroke-width="${number(weight)}"`;
  const path = `<path d="${strokes.join("")}" ${ink} stroke-linecap="${cap}" stroke-miterlimit="12"/>`;
  const band = `x="-100" y="${number(y)}" width="900" height="${number(size)}" viewBox="-100 ${number(y)} 900 ${number(size)}"`;
  const dots = marks.length === 0 ? "" : `<path d="${marks.join("")}" ${ink} stroke-linecap="${cap === "butt" ? "square" : cap}"/>`;
  return (cap === "round" ? path : `<svg ${band}>${path}</svg>`) + dots;
}

/** The same line with its loose ends at head and foot run on, for the band to cut. */
function lengthened(placed: readonly Placed[], points: readonly Point[], weight: number): Placed[] {
  const last = placed.length - 1;
  return placed.map((point, index) => {
    const neighbour = placed[index === 0 ? 1 : last - 1];
    const height = points[index]?.[1];
    if ((index !== 0 && index !== last) || neighbour === undefined || (height !== 0 && height !== 1)) return point;
    const distance = Math.hypot(point.x - neighbour.x, point.y - neighbour.y);
    if (Math.abs(point.y - neighbour.y) < distance * 0.3) return point;
    return {
      ...point,
      x: point.x + ((point.x - neighbour.x) / distance) * weight,
      y: point.y + ((point.y - neighbour.y) / distance) * weight,
    };
  });
}

/** The style scaled, weight and all, so that the text comes out `width` wide. */
export function scaledTo(width: number, text: string, style: Style): Style {
  const scale = width / widthOf(text, style);
  return { ...style, size: style.size * scale, weight: style.weight * scale };
}

/** The style with its letters drawn out or pressed together until the text comes out `width` wide; height and weight stay. */
export function stretchedTo(width: number, text: string, style: Style): Style {
  const narrow = widthOf(text, { ...style, stretch: 0 });
  return { ...style, stretch: (width - narrow) / (widthOf(text, { ...style, stretch: 1 }) - narrow) };
}

const gapOf = (style: Style): number => style.weight + (style.tracking ?? 0.16) * style.size;

function glyphsOf(text: string): Letter[] {
  return [...text.toUpperCase()].map((character) => {
    const letter = letters[character];
    if (letter === undefined) throw new Error(`The posters' alphabet has no “${character}”: draw it in scripts/demo/lettering.ts`);
    return letter;
  });
}

/** A path through the points whose corners are rounded off by at most `radius`, less where the lines are short. */
function roundedPath(points: readonly Placed[], closed: boolean, radius: number): string {
  const count = points.length;
  const at = (index: number) => points[(index + count) % count] ?? { x: 0, y: 0, sharp: true };
  const isEnd = (index: number) => !closed && (index <= 0 || index >= count - 1);
  const commands: string[] = [];
  for (let index = 0; index < count; index++) {
    const point = at(index);
    const before = at(index - 1);
    const after = at(index + 1);
    const verb = index === 0 ? "M" : "L";
    if (isEnd(index) || point.sharp || radius === 0) {
      commands.push(`${verb}${number(point.x)} ${number(point.y)}`);
      continue;
    }
    const enter = towards(point, before, radius, isEnd(index - 1));
    const leave = towards(point, after, radius, isEnd(index + 1));
    commands.push(`${verb}${number(enter.x)} ${number(enter.y)}`);
    const curve = (a: number, b: number) => number(a + (b - a) * 0.5523);
    commands.push(
      `C${curve(enter.x, point.x)} ${curve(enter.y, point.y)} ${curve(leave.x, point.x)} ${curve(leave.y, point.y)} ${number(leave.x)} ${number(leave.y)}`,
    );
  }
  return commands.join("") + (closed ? "Z" : "");
}

/** The point at most `radius` from a corner towards its neighbour; where that is a corner too, it keeps half the way for its own curve. */
function towards(corner: Placed, neighbour: Placed, radius: number, toEnd: boolean): { x: number; y: number } {
  const distance = Math.hypot(neighbour.x - corner.x, neighbour.y - corner.y);
  const part = distance === 0 ? 0 : Math.min(radius / distance, toEnd ? 0.95 : 0.5);
  return { x: corner.x + (neighbour.x - corner.x) * part, y: corner.y + (neighbour.y - corner.y) * part };
}
