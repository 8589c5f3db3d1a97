import { hueOf, outlineOf } from "../../pages/seats/seat-shape.ts";
import { boundsOf, type House, type Ids, type NewRow, type Point, type Row, seatsOf, walk } from "./house/house.ts";
import { inOrder } from "./house/numbering.ts";
import type { Room, Sight } from "./house/sight.ts";

/** What lies over the house for a moment. */
export interface Overlay {
  drawn: readonly NewRow[];
  /** Two corners. */
  frame: readonly [Point, Point] | null;
  guideX: number | null;
  guideY: number | null;
  words: { at: Point; text: string } | null;
}
export const noOverlay: Overlay = { drawn: [], frame: null, guideX: null, guideY: null, words: null };

export interface Picture {
  house: House;
  chosen: Ids;
  faulty: Ids;
  /** Tier names in the order of their hues. */
  tiers: readonly string[];
  front: string;
  overlay: Overlay;
}

/** The seats' outlines are drawn 40 units wide. */
const outlineUnits = 40;
const wheelchair = "M-2 -9a2 2 0 1 1 4 0a2 2 0 1 1 -4 0M0 -6v7h6l3 6M-3.5 -2a5.5 5.5 0 1 0 7 7.5";
const readableFrom = 20;
const shapedFrom = 9;
const gridFrom = 12;

const outlines = Array.from({ length: 5 }, (_, tier) => new Path2D(outlineOf(tier)));
const chair = new Path2D(wheelchair);

/** Draws the house as the window shows it. Only what is inside the window costs time. */
export function drawHouse(canvas: HTMLCanvasElement, picture: Picture, sight: Sight, room: Room): void {
  const context = canvas.getContext("2d");
  if (context === null) return;
  const ratio = devicePixelRatio;
  const [width, height] = [Math.round(room.width * ratio), Math.round(room.height * ratio)];
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const style = getComputedStyle(canvas);
  const known = new Map<string, string>();
  const colour = (name: string): string => {
    const value = known.get(name) ?? style.getPropertyValue(`--${name}`);
    known.set(name, value);
    return value;
  };
  const pen = new Pen(context, sight, room, colour, ratio);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, room.width, room.height);
  pen.grid();
  pen.stage(picture);
  pen.seats(picture);
  pen.names(picture.house);
  pen.over(picture.overlay);
}

class Pen {
  #context: CanvasRenderingContext2D;
  #sight: Sight;
  #room: Room;
  #colour: (name: string) => string;
  #ratio: number;

  constructor(context: CanvasRenderingContext2D, sight: Sight, room: Room, colour: (name: string) => string, ratio: number) {
    this.#context = context;
    this.#sight = sight;
    this.#room = room;
    this.#colour = colour;
    this.#ratio = ratio;
  }

  grid(): void {
    const { x, y, scale } = this.#sight;
    if (scale < gridFrom) return;
    const context = this.#context;
    context.fillStyle = this.#colour("line");
    for (let at = ((x % scale) + scale) % scale; at < this.#room.width; at += scale)
      for (let down = ((y % scale) + scale) % scale; down < this.#room.height; down += scale) context.fillRect(at - 0.5, down - 0.5, 1, 1);
  }

  /** Where it will stand on the seat page: before the middle seats. */
  stage({ house, front: word }: Picture): void {
    const seats = seatsOf(house);
    const bounds = boundsOf(seats) ?? { left: -6, right: 6, top: 0, bottom: 0 };
    const span = bounds.right - bounds.left;
    const half = Math.max(2, span * 0.4);
    const middle = (bounds.left + bounds.right) / 2;
    const depth = Math.max(1.3, span * 0.045);
    const front = (boundsOf(seats.filter((seat) => Math.abs(seat.x - middle) <= span * 0.3))?.top ?? bounds.top) - 1.7;
    const beside = seats.filter((seat) => seat.y < front + 0.8).map((seat) => Math.abs(seat.x - middle) - 1.6);
    const reach = beside.reduce((least, each) => Math.min(least, each), half);
    const from = this.#at({ x: middle - reach, y: front - depth });
    const to = this.#at({ x: middle + reach, y: front });
    const context = this.#context;
    context.fillStyle = this.#colour("raised");
    context.strokeStyle = this.#colour("edge");
    context.lineWidth = 1;
    context.beginPath();
    context.roundRect(from.x, from.y, to.x - from.x, to.y - from.y, 6);
    context.fill();
    context.stroke();
    this.#text(word, { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }, 13, "quiet", 600);
  }

  seats({ house, chosen, faulty, tiers }: Picture): void {
    for (const { seat } of walk(house)) {
      if (!this.#isSeen(seat)) continue;
      const tier = Math.max(0, tiers.indexOf(seat.tier ?? ""));
      const isChosen = chosen.has(seat.id);
      this.#seat(seat, hueOf(tier), isChosen ? "accent" : `tier-${hueOf(tier)}`);
      if (faulty.has(seat.id)) this.#ring(seat, "loss");
      else if (isChosen && this.#sight.scale >= shapedFrom) this.#ring(seat, "accent-text");
      if (this.#sight.scale < readableFrom) continue;
      const colour = isChosen ? "on-accent" : "on-tier";
      if (seat.accessible) this.#chair(seat, colour);
      else this.#text(seat.number, this.#at(seat), Math.min(13, this.#sight.scale * 0.36), colour, 600);
    }
  }

  names(house: House): void {
    const small = this.#sight.scale < shapedFrom;
    for (const section of house.sections) {
      const seats = section.rows.flatMap((row) => row.seats);
      const bounds = boundsOf(seats);
      if (bounds === null) continue;
      const middle = (bounds.left + bounds.right) / 2;
      const under = boundsOf(seats.filter((seat) => Math.abs(seat.x - middle) < 2))?.top ?? bounds.top;
      const place = small ? { x: middle, y: (bounds.top + bounds.bottom) / 2 } : { x: middle, y: under - 0.95 };
      if (house.sections.length > 1) this.#text(section.name, this.#at(place), 13, small ? "ink" : "quiet", 700);
      if (!small) for (const row of section.rows) this.#rowName(row);
    }
  }

  over({ drawn, frame, guideX, guideY, words }: Overlay): void {
    const context = this.#context;
    for (const row of drawn) for (const seat of row.seats) this.#seat(seat, 0, "accent", 0.55);
    context.strokeStyle = this.#colour("accent-text");
    context.lineWidth = 1;
    context.setLineDash([4, 4]);
    context.beginPath();
    if (guideX !== null) {
      const { x } = this.#at({ x: guideX, y: 0 });
      context.moveTo(x, 0);
      context.lineTo(x, this.#room.height);
    }
    if (guideY !== null) {
      const { y } = this.#at({ x: 0, y: guideY });
      context.moveTo(0, y);
      context.lineTo(this.#room.width, y);
    }
    context.stroke();
    context.setLineDash([]);
    if (frame !== null) {
      const [from, to] = [this.#at(frame[0]), this.#at(frame[1])];
      context.fillStyle = this.#colour("accent-wash");
      context.fillRect(from.x, from.y, to.x - from.x, to.y - from.y);
      context.strokeRect(from.x, from.y, to.x - from.x, to.y - from.y);
    }
    if (words !== null) this.#text(words.text, { x: words.at.x, y: words.at.y - 18 }, 13, "ink", 600);
  }

  #seat(point: Point, hue: number, colour: string, opacity = 1): void {
    const context = this.#context;
    const { scale } = this.#sight;
    const { x, y } = this.#at(point);
    context.globalAlpha = opacity;
    context.fillStyle = this.#colour(colour);
    if (scale < shapedFrom) context.fillRect(x - scale * 0.4, y - scale * 0.4, scale * 0.8, scale * 0.8);
    else this.#scaled(x, y, () => context.fill(outlines[hue] ?? outlines[0] ?? new Path2D()));
    context.globalAlpha = 1;
  }

  #ring(point: Point, colour: string): void {
    const { x, y } = this.#at(point);
    this.#context.strokeStyle = this.#colour(colour);
    this.#context.lineWidth = 2;
    this.#context.beginPath();
    this.#context.arc(x, y, Math.max(4, this.#sight.scale * 0.5), 0, Math.PI * 2);
    this.#context.stroke();
  }

  #chair(point: Point, colour: string): void {
    const { x, y } = this.#at(point);
    this.#context.strokeStyle = this.#colour(colour);
    this.#context.lineWidth = 2.4;
    this.#scaled(x, y, () => this.#context.stroke(chair));
  }

  /** At both ends, in the row's own direction. */
  #rowName(row: Row): void {
    const ends = inOrder(row);
    const [first, last] = [ends[0], ends.at(-1)];
    if (first === undefined || last === undefined) return;
    const length = Math.hypot(last.x - first.x, last.y - first.y);
    const [x, y] = length === 0 ? [0.95, 0] : [((last.x - first.x) / length) * 0.95, ((last.y - first.y) / length) * 0.95];
    const size = Math.min(12, this.#sight.scale * 0.7);
    this.#text(row.name, this.#at({ x: first.x - x, y: first.y - y }), size, "faint", 500);
    this.#text(row.name, this.#at({ x: last.x + x, y: last.y + y }), size, "faint", 500);
  }

  #text(text: string, { x, y }: Point, size: number, colour: string, weight: number): void {
    const context = this.#context;
    context.font = `${weight} ${size}px "Inter Variable", system-ui, sans-serif`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillStyle = this.#colour(colour);
    context.fillText(text, x, y);
  }

  #scaled(x: number, y: number, draw: () => void): void {
    const times = (this.#sight.scale / outlineUnits) * this.#ratio;
    this.#context.setTransform(times, 0, 0, times, x * this.#ratio, y * this.#ratio);
    draw();
    this.#context.setTransform(this.#ratio, 0, 0, this.#ratio, 0, 0);
  }

  #at({ x, y }: Point): Point {
    return { x: this.#sight.x + x * this.#sight.scale, y: this.#sight.y + y * this.#sight.scale };
  }

  #isSeen(point: Point): boolean {
    const { x, y } = this.#at(point);
    const edge = this.#sight.scale;
    return x > -edge && y > -edge && x < this.#room.width + edge && y < this.#room.height + edge;
  }
}
