import { noOverlay, type Overlay } from "./draw-house.ts";
import { type Brush, blockDrawn, type Drawn, rowDrawn, withDrawn } from "./house/drawn.ts";
import type { EditorAction, EditorState } from "./house/editor-state.ts";
import { moveSeats } from "./house/edits.ts";
import { chosenAfter, seatAt, seatRadius, seatsWithin } from "./house/hit.ts";
import { boundsOf, type House, idsOfRows, noIds, type Point, rowsWith, type Seat, seatsOf } from "./house/house.ts";
import { moved, type Room, type Sight, sightOf, toPlane, zoomed } from "./house/sight.ts";
import { linesBeside, type SnapLines, snapMove } from "./house/snap.ts";

/** What a press has become. Points of the plane, but for `pan`. */
type Grip =
  | { kind: "pan"; last: Point }
  | { kind: "frame"; from: Point; adds: boolean }
  | { kind: "drag"; from: Point; anchor: Seat; lines: SnapLines; moved: boolean }
  | { kind: "draw"; from: Point };

const dragPixels = 4;
const snapPixels = 7;
const fingerPixels = 14;

/** The pointer in the editor: chooses, drags, draws, pans and zooms, outside of React. What it shows on the way is `house` and `overlay`. */
export class Hand {
  sight: Sight = { x: 0, y: 0, scale: 1 };
  overlay: Overlay = noOverlay;
  /** The house while something in it is being dragged. */
  preview: House | null = null;
  /** Held: drags move the plane. */
  isSpaceDown = false;
  #state: EditorState;
  #brush: Brush;
  #dispatch: (action: EditorAction) => void;
  #redraw: () => void;
  #canvas: HTMLCanvasElement;
  #grip: Grip | null = null;
  #pointers = new Map<number, Point>();
  #isFitted = false;

  constructor(canvas: HTMLCanvasElement, state: EditorState, brush: Brush, dispatch: (action: EditorAction) => void, redraw: () => void) {
    this.#canvas = canvas;
    this.#state = state;
    this.#brush = brush;
    this.#dispatch = dispatch;
    this.#redraw = redraw;
  }

  attach(): () => void {
    const stop = new AbortController();
    const { signal } = stop;
    this.#canvas.addEventListener("pointerdown", this.#press, { signal });
    this.#canvas.addEventListener("pointermove", this.#move, { signal });
    this.#canvas.addEventListener("pointerup", this.#lift, { signal });
    this.#canvas.addEventListener("pointercancel", this.#cancel, { signal });
    this.#canvas.addEventListener("dblclick", this.#twice, { signal });
    this.#canvas.addEventListener("wheel", this.#wheel, { signal, passive: false });
    const resized = new ResizeObserver(() => {
      if (!this.#isFitted) this.showAll();
      this.#redraw();
    });
    resized.observe(this.#canvas);
    return () => {
      stop.abort();
      resized.disconnect();
    };
  }

  knows(state: EditorState, brush: Brush): void {
    this.#state = state;
    this.#brush = brush;
    this.#redraw();
  }

  get room(): Room {
    return { width: this.#canvas.clientWidth, height: this.#canvas.clientHeight };
  }

  /** Brings the whole house into the window. */
  showAll(): void {
    if (this.room.width === 0) return;
    this.#isFitted = true;
    this.sight = sightOf(boundsOf(seatsOf(this.#house)), this.room);
    this.#redraw();
  }

  zoom(factor: number, around?: Point): void {
    this.sight = zoomed(this.sight, factor, around ?? { x: this.room.width / 2, y: this.room.height / 2 });
    this.#redraw();
  }

  pan(dx: number, dy: number): void {
    this.sight = moved(this.sight, dx, dy);
    this.#redraw();
  }

  get #house(): House {
    return this.#state.history.now;
  }

  #pointOf(event: MouseEvent): Point {
    const box = this.#canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  readonly #press = (event: PointerEvent): void => {
    const pixel = this.#pointOf(event);
    this.#pointers.set(event.pointerId, pixel);
    this.#canvas.setPointerCapture(event.pointerId);
    if (this.#pointers.size > 1) {
      this.#drop();
      return;
    }
    const at = toPlane(this.sight, pixel);
    if (event.button === 1 || this.isSpaceDown || this.#state.tool === "move") {
      event.preventDefault();
      this.#grip = { kind: "pan", last: pixel };
    } else if (event.button !== 0) return;
    else if (this.#state.tool === "choose") this.#grip = this.#choose(at, event);
    else this.#grip = { kind: "draw", from: at };
  };

  #choose(at: Point, event: PointerEvent): Grip {
    const adds = event.shiftKey || event.ctrlKey || event.metaKey;
    const reach = event.pointerType === "touch" ? Math.max(seatRadius, fingerPixels / this.sight.scale) : seatRadius;
    const seat = seatAt(this.#house, at, reach);
    if (seat === undefined) return { kind: "frame", from: at, adds };
    const pressed = event.altKey ? idsOfRows(rowsWith(this.#house, new Set([seat.id]))) : new Set([seat.id]);
    const chosen = !adds && this.#state.chosen.has(seat.id) ? this.#state.chosen : chosenAfter(this.#state.chosen, pressed, adds);
    if (chosen !== this.#state.chosen) this.#dispatch({ type: "choose", chosen });
    return { kind: "drag", from: at, anchor: seat, lines: linesBeside(this.#house, chosen), moved: false };
  }

  readonly #move = (event: PointerEvent): void => {
    const before = this.#pointers.get(event.pointerId);
    if (before === undefined) return;
    const pixel = this.#pointOf(event);
    if (this.#pointers.size === 2) this.#pinch(event.pointerId, before, pixel);
    else if (this.#grip !== null) this.#pull(this.#grip, pixel);
    this.#pointers.set(event.pointerId, pixel);
  };

  #pull(grip: Grip, pixel: Point): void {
    const at = toPlane(this.sight, pixel);
    if (grip.kind === "pan") {
      this.pan(pixel.x - grip.last.x, pixel.y - grip.last.y);
      this.#grip = { kind: "pan", last: pixel };
    } else if (grip.kind === "frame") this.#show({ frame: [grip.from, at] });
    else if (grip.kind === "draw") {
      const drawn = this.#drawn(grip.from, at);
      this.#show({ drawn: drawn.rows, words: { at: pixel, text: drawn.words } });
    } else {
      const move = { dx: at.x - grip.from.x, dy: at.y - grip.from.y };
      if (!grip.moved && Math.hypot(move.dx, move.dy) * this.sight.scale < dragPixels) return;
      const { dx, dy, guideX, guideY } = snapMove(grip.anchor, move, grip.lines, snapPixels / this.sight.scale);
      this.preview = moveSeats(this.#house, this.#state.chosen, dx, dy);
      this.#grip = { ...grip, moved: true };
      this.#show({ guideX, guideY });
    }
  }

  #drawn(from: Point, to: Point): Drawn {
    return (this.#state.tool === "row" ? rowDrawn : blockDrawn)(this.#house, this.#brush, from, to);
  }

  #pinch(id: number, before: Point, now: Point): void {
    const other = [...this.#pointers].find(([key]) => key !== id)?.[1];
    if (other === undefined) return;
    const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
    this.pan(middle.x - (before.x + other.x) / 2, middle.y - (before.y + other.y) / 2);
    this.zoom(Math.hypot(now.x - other.x, now.y - other.y) / Math.max(1, Math.hypot(before.x - other.x, before.y - other.y)), middle);
  }

  readonly #lift = (event: PointerEvent): void => {
    this.#pointers.delete(event.pointerId);
    const grip = this.#grip;
    const { preview } = this;
    const at = toPlane(this.sight, this.#pointOf(event));
    this.#drop();
    if (grip?.kind === "frame") {
      const within = seatsWithin(this.#house, grip.from, at);
      this.#dispatch({
        type: "choose",
        chosen: grip.adds ? new Set([...this.#state.chosen, ...within]) : within.size === 0 ? noIds : within,
      });
    } else if (grip?.kind === "drag" && preview !== null) this.#dispatch({ type: "edit", house: preview });
    else if (grip?.kind === "draw") {
      const { house, ids } = withDrawn(this.#house, this.#brush, this.#drawn(grip.from, at));
      this.#dispatch({ type: "edit", house, chosen: ids });
    }
  };

  readonly #cancel = (event: PointerEvent): void => {
    this.#pointers.delete(event.pointerId);
    this.#drop();
  };

  /** A second press takes the whole row. */
  readonly #twice = (event: MouseEvent): void => {
    if (this.#state.tool !== "choose") return;
    const seat = seatAt(this.#house, toPlane(this.sight, this.#pointOf(event)));
    if (seat !== undefined) this.#dispatch({ type: "choose", chosen: idsOfRows(rowsWith(this.#house, new Set([seat.id]))) });
  };

  readonly #wheel = (event: WheelEvent): void => {
    event.preventDefault();
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 16 : event.deltaY;
    this.zoom(Math.exp(-pixels * (event.ctrlKey ? 0.01 : 0.0016)), this.#pointOf(event));
  };

  #show(overlay: Partial<Overlay>): void {
    this.overlay = { ...noOverlay, ...overlay };
    this.#redraw();
  }

  #drop(): void {
    this.#grip = null;
    this.preview = null;
    this.#show({});
  }
}
