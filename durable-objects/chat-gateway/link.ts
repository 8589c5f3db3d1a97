import { limits } from "../../contracts/limits.ts";
import { type Bucket, takeToken } from "../rate-limiter/token-bucket.ts";
import { FrameOrder } from "./frame-order.ts";
import { type Seat, seatOf } from "./seat.ts";

/** What a gateway keeps in memory of one socket; all of it can be made anew. */
export class Link {
  readonly socket: WebSocket;
  readonly seat: Seat;
  readonly order = new FrameOrder();
  /** Bytes of frames that wait for their turn. */
  waiting = 0;
  /** Nothing more is read from it or sent to it. */
  closed = false;
  readonly #ctx: DurableObjectState;
  readonly #onClosed: (link: Link) => void;
  #bucket: Bucket | null = null;
  #unheard = 0;
  #signAt = 0;

  /** `onClosed`: hears of it when the socket is closed from here, because a client that does not read will not answer. */
  constructor(ctx: DurableObjectState, socket: WebSocket, onClosed: (link: Link) => void) {
    this.#ctx = ctx;
    this.#onClosed = onClosed;
    this.socket = socket;
    this.seat = seatOf(socket);
  }

  /** When something was last heard of the client, as far as this object remembers, in ms. */
  get heardAt(): number {
    return this.#signAt;
  }

  get id(): string {
    return this.seat.id;
  }

  /** Keeps what has changed of the seat. */
  saveSeat(): void {
    this.socket.serializeAttachment(this.seat);
  }

  /** Notes that something came from the client. False if too much comes. */
  hear(now: number, frames: number): boolean {
    this.#unheard = 0;
    this.#signAt = now;
    for (let frame = 0; frame < frames; frame++) {
      const { bucket, allowed } = takeToken(this.#bucket, limits.stompFramesBurst, limits.stompFramesPerSecond, now);
      this.#bucket = bucket;
      if (!allowed) return false;
    }
    return true;
  }

  /**
   * Sends one frame as one message. The runtime keeps what a client does not read and does not say how much that is, so whoever is sent
   * `limits.socketUnreadBytesMax` without a sign of life, be it a heart-beat, is taken for somebody who does not read.
   */
  say(frame: string | Uint8Array): void {
    if (this.closed) return;
    this.#unheard += typeof frame === "string" ? frame.length : frame.byteLength;
    if (this.#unheard > limits.socketUnreadBytesMax && !this.#hasShownLife()) {
      this.close(1013, "too slow: read faster, and send heart-beats");
      return;
    }
    try {
      this.socket.send(frame);
    } catch {
      // It closed a moment ago; its close event does the rest.
    }
  }

  /** How much was sent since the last sign of life, as a part of what may be. */
  get strain(): number {
    if (this.#unheard > 0) this.#hasShownLife();
    return this.#unheard / limits.socketUnreadBytesMax;
  }

  /** For whoever promised no signs of life: believes that they have read. */
  trust(): void {
    this.#unheard = 0;
  }

  close(code: number, reason: string): void {
    if (this.closed) return;
    this.closed = true;
    try {
      this.socket.close(code, reason);
    } catch {
      // It is closed already.
    }
    this.#onClosed(this);
  }

  #hasShownLife(): boolean {
    const at = this.#ctx.getWebSocketAutoResponseTimestamp(this.socket)?.getTime() ?? 0;
    if (at <= this.#signAt) return false;
    this.#signAt = at;
    this.#unheard = 0;
    return true;
  }
}

/** The sockets of a gateway, each with its link. */
export class Links {
  readonly #ctx: DurableObjectState;
  readonly #onClosed: (link: Link) => void;
  readonly #bySocket = new WeakMap<WebSocket, Link>();
  readonly #byId = new Map<string, Link>();

  constructor(ctx: DurableObjectState, onClosed: (link: Link) => void) {
    this.#ctx = ctx;
    this.#onClosed = onClosed;
  }

  of(socket: WebSocket): Link {
    const known = this.#bySocket.get(socket);
    if (known !== undefined) return known;
    const link = new Link(this.#ctx, socket, this.#onClosed);
    this.#bySocket.set(socket, link);
    this.#byId.set(link.id, link);
    return link;
  }

  /** Null if the socket is gone. */
  byId(id: string): Link | null {
    const known = this.#byId.get(id);
    if (known !== undefined) return known;
    const socket = this.#ctx.getWebSockets(id).find(({ readyState }) => readyState === WebSocket.OPEN);
    return socket === undefined ? null : this.of(socket);
  }

  forget(id: string): void {
    this.#byId.delete(id);
  }
}
