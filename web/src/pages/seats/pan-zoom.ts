export interface View {
  x: number;
  y: number;
  scale: number;
  /** The scale at which everything is seen. */
  fit: number;
}
interface Point {
  x: number;
  y: number;
}

const scaleMost = 1.8;
const fitMost = 1.3;
const dragThreshold = 6;
const settleMs = 160;

/**
 * Moves a canvas inside a frame by drag, wheel and pinch, outside of React: a frame of animation is one style change.
 * While it moves the canvas is its own layer, so that the browser moves pixels; once it rests it is drawn sharp again.
 */
export class PanZoom {
  view: View = { x: 0, y: 0, scale: 1, fit: 1 };
  /** Whether the last press became a drag, so that its click is not meant. */
  dragged = false;
  #size: { width: number; height: number };
  #frame: HTMLElement | undefined;
  #canvas: HTMLElement | undefined;
  #told: (view: View) => void = () => undefined;
  #pointers = new Map<number, Point>();
  #pressedAt: Point | undefined;
  #touched = false;
  #settle: ReturnType<typeof setTimeout> | undefined;
  #queued = false;
  #bottomInset = 0;

  constructor(size: { width: number; height: number }) {
    this.#size = size;
  }

  attach(frame: HTMLElement, canvas: HTMLElement, told: (view: View) => void): () => void {
    this.#frame = frame;
    this.#canvas = canvas;
    this.#told = told;
    const stop = new AbortController();
    const { signal } = stop;
    frame.addEventListener("pointerdown", this.#press, { signal });
    frame.addEventListener("pointermove", this.#move, { signal });
    frame.addEventListener("pointerup", this.#lift, { signal });
    frame.addEventListener("pointercancel", this.#lift, { signal });
    frame.addEventListener("wheel", this.#wheel, { signal, passive: false });
    const resized = new ResizeObserver(() => this.#resized());
    resized.observe(frame);
    return () => {
      stop.abort();
      resized.disconnect();
      clearTimeout(this.#settle);
    };
  }

  /** Room at the bottom that something else covers. */
  set bottomInset(pixels: number) {
    this.#bottomInset = pixels;
    this.#resized();
  }

  /** Shows everything. */
  fit(smooth = true): void {
    this.#touched = false;
    this.#set(this.#fitted(), smooth);
  }

  /** Zooms by a factor around a point of the frame; without one, around the middle. */
  zoom(factor: number, around?: Point, smooth = true): void {
    const { width, height } = this.#room();
    const at = around ?? { x: width / 2, y: height / 2 };
    const scale = Math.min(Math.max(scaleMost, this.view.fit), Math.max(this.view.fit * 0.8, this.view.scale * factor));
    const ratio = scale / this.view.scale;
    this.#touched = true;
    this.#set({ ...this.view, scale, x: at.x - (at.x - this.view.x) * ratio, y: at.y - (at.y - this.view.y) * ratio }, smooth);
  }

  /** Moves by pixels of the frame. */
  pan(dx: number, dy: number, smooth = false): void {
    this.#touched = true;
    this.#set({ ...this.view, x: this.view.x + dx, y: this.view.y + dy }, smooth);
  }

  /** Brings a point of the drawing into sight, where it is not. */
  reveal(point: Point): void {
    const at = this.toFrame(point);
    const { width, height } = this.#room();
    const edge = Math.min(64, width / 5);
    const dx = at.x < edge ? edge - at.x : at.x > width - edge ? width - edge - at.x : 0;
    const dy = at.y < edge ? edge - at.y : at.y > height - edge ? height - edge - at.y : 0;
    if (dx !== 0 || dy !== 0) this.pan(dx, dy, true);
  }

  /** Zooms in until seats are large enough for a finger, around a point of the drawing. */
  approach(point: Point, scale: number): void {
    const { width, height } = this.#room();
    this.#touched = true;
    this.#set({ ...this.view, scale, x: width / 2 - point.x * scale, y: height / 2 - point.y * scale }, true);
  }

  toFrame(point: Point): Point {
    return { x: this.view.x + point.x * this.view.scale, y: this.view.y + point.y * this.view.scale };
  }

  toDrawing(point: Point): Point {
    return { x: (point.x - this.view.x) / this.view.scale, y: (point.y - this.view.y) / this.view.scale };
  }

  #room(): { width: number; height: number } {
    return { width: this.#frame?.clientWidth ?? 0, height: Math.max(0, (this.#frame?.clientHeight ?? 0) - this.#bottomInset) };
  }

  #fitted(): View {
    const { width, height } = this.#room();
    const fit = Math.min(fitMost, width / this.#size.width, height / this.#size.height);
    return { fit, scale: fit, x: (width - this.#size.width * fit) / 2, y: (height - this.#size.height * fit) / 2 };
  }

  #resized(): void {
    const fitted = this.#fitted();
    if (fitted.fit <= 0) return;
    this.#set(this.#touched ? { ...this.view, fit: fitted.fit } : fitted, false);
  }

  #set(next: View, smooth: boolean): void {
    this.view = this.#bounded(next);
    if (this.#canvas === undefined) return;
    this.#canvas.style.transition = smooth ? `transform ${settleMs}ms cubic-bezier(0.2, 0.7, 0.2, 1)` : "none";
    this.#canvas.style.willChange = "transform";
    clearTimeout(this.#settle);
    this.#settle = setTimeout(() => {
      this.#canvas?.style.setProperty("will-change", "auto");
      // Lettering keeps its size on the page while the drawing shrinks.
      this.#canvas?.style.setProperty("--lettering", String(Math.max(1, 0.72 / this.view.scale)));
    }, settleMs + 40);
    if (this.#queued) return;
    this.#queued = true;
    requestAnimationFrame(() => {
      this.#queued = false;
      if (this.#canvas !== undefined)
        this.#canvas.style.transform = `translate(${this.view.x}px, ${this.view.y}px) scale(${this.view.scale})`;
      this.#told(this.view);
    });
  }

  /** The middle of the frame never leaves the drawing. */
  #bounded(view: View): View {
    const { width, height } = this.#room();
    const clamp = (value: number, drawn: number, room: number) => Math.min(room / 2, Math.max(room / 2 - drawn, value));
    return { ...view, x: clamp(view.x, this.#size.width * view.scale, width), y: clamp(view.y, this.#size.height * view.scale, height) };
  }

  #pointOf(event: MouseEvent): Point {
    const box = this.#frame?.getBoundingClientRect();
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
  }

  readonly #press = (event: PointerEvent): void => {
    if (event.pointerType === "mouse" && event.button !== 0) return;
    this.#pointers.set(event.pointerId, this.#pointOf(event));
    if (this.#pointers.size === 1) {
      this.dragged = false;
      this.#pressedAt = this.#pointOf(event);
    } else this.dragged = true;
  };

  readonly #move = (event: PointerEvent): void => {
    const before = this.#pointers.get(event.pointerId);
    if (before === undefined) return;
    const now = this.#pointOf(event);
    if (this.#pointers.size === 2) this.#pinch(event.pointerId, before, now);
    else {
      const start = this.#pressedAt ?? now;
      if (!this.dragged && Math.hypot(now.x - start.x, now.y - start.y) < dragThreshold) return;
      if (!this.dragged) {
        this.dragged = true;
        this.#frame?.setPointerCapture(event.pointerId);
      }
      this.pan(now.x - before.x, now.y - before.y);
    }
    this.#pointers.set(event.pointerId, now);
  };

  #pinch(id: number, before: Point, now: Point): void {
    const other = [...this.#pointers].find(([key]) => key !== id)?.[1];
    if (other === undefined) return;
    const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
    const was = { x: (before.x + other.x) / 2, y: (before.y + other.y) / 2 };
    const factor = Math.hypot(now.x - other.x, now.y - other.y) / Math.max(1, Math.hypot(before.x - other.x, before.y - other.y));
    this.pan(middle.x - was.x, middle.y - was.y);
    this.zoom(factor, middle, false);
  }

  readonly #lift = (event: PointerEvent): void => {
    this.#pointers.delete(event.pointerId);
  };

  readonly #wheel = (event: WheelEvent): void => {
    event.preventDefault();
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 16 : event.deltaY;
    this.zoom(Math.exp(-pixels * (event.ctrlKey ? 0.01 : 0.0016)), this.#pointOf(event), false);
  };
}
