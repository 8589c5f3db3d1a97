import { type Frame, type FrameBounds, headerOf, StompFault, type StompVersion } from "./frame.ts";
import { commandBytesMax, parseHead, requireCommand } from "./parse-head.ts";

const nul = 0;
const lf = 10;
const cr = 13;
const encoder = new TextEncoder();
const nothing = new Uint8Array(0);

/** A frame of which the headers have come. `bodyBytes` null: its body goes up to the first NUL. */
interface Begun extends Pick<Frame, "command" | "headers"> {
  bodyFrom: number;
  bodyBytes: number | null;
}

/**
 * Makes frames of what comes over one socket, however it is cut: several frames in one message, one over many, cut inside a character or a line end.
 * Each byte is looked at once. What goes over a bound is a fault as soon as that is known, so no more is ever held than one frame within its bounds.
 * After a fault nothing more can be read.
 */
export class FrameReader {
  readonly #bounds: FrameBounds;
  /** What has come and was not given out is at `#from` to `#to`. Only an array of our own is written to. */
  #bytes: Uint8Array;
  #isOurs = true;
  #from = 0;
  #to: number;
  /** Where the present line begins, how many of this frame are done, and from where nothing was looked at. */
  #line = 0;
  #lines = 0;
  #unseen = 0;
  #begun: Begun | null = null;
  #fault: StompFault | null = null;

  /** `pending`: what another reader of the same socket had not given out. */
  constructor(bounds: FrameBounds, pending: Uint8Array = nothing) {
    this.#bounds = bounds;
    this.#bytes = pending.slice();
    this.#to = pending.length;
  }

  /** How many bytes have come of a frame that is not whole. */
  get pendingBytes(): number {
    return this.#to - this.#from;
  }

  /** What has come of a frame that is not whole, from its first byte. */
  get pending(): Uint8Array {
    return this.#bytes.slice(this.#from, this.#to);
  }

  /**
   * Takes what came in one message and gives out the frames that are whole by it. `version` null: nobody has connected yet; then it gives out one frame at
   * most, which is CONNECT or STOMP, and keeps what came behind it: `read("", version)` gives that out once there is a version.
   */
  read(chunk: Uint8Array | string, version: StompVersion | null): Frame[] {
    if (this.#fault !== null) throw this.#fault;
    this.#append(typeof chunk === "string" ? encoder.encode(chunk) : chunk);
    const frames: Frame[] = [];
    try {
      for (let frame = this.#next(version); frame !== null; frame = version === null ? null : this.#next(version)) frames.push(frame);
      if (version === null) this.#boundWaiting();
    } catch (error) {
      if (error instanceof StompFault) this.#fault = error;
      this.#bytes = nothing;
      this.#from = this.#to = 0;
      throw error;
    }
    this.#settle();
    return frames;
  }

  #append(chunk: Uint8Array): void {
    const held = this.#to - this.#from;
    if (chunk.length === 0) return;
    if (held === 0) {
      this.#become(chunk, 0, chunk.length, false);
      return;
    }
    const needed = held + chunk.length;
    if (!this.#isOurs || this.#to + chunk.length > this.#bytes.length) {
      // Twice as much as is needed: so all copying together stays within a few times what came.
      const room = this.#isOurs && this.#bytes.length >= 2 * needed ? this.#bytes : new Uint8Array(2 * needed);
      if (room === this.#bytes) room.copyWithin(0, this.#from, this.#to);
      else room.set(this.#bytes.subarray(this.#from, this.#to));
      this.#become(room, 0, held, true);
    }
    this.#bytes.set(chunk, this.#to);
    this.#to += chunk.length;
  }

  /** Takes other bytes that hold the same from `from` on. */
  #become(bytes: Uint8Array, from: number, to: number, isOurs: boolean): void {
    const moved = from - this.#from;
    this.#line += moved;
    this.#unseen += moved;
    if (this.#begun !== null) this.#begun.bodyFrom += moved;
    [this.#bytes, this.#from, this.#to, this.#isOurs] = [bytes, from, to, isOurs];
  }

  /** Keeps of a message only what was not given out. */
  #settle(): void {
    if (this.#from === this.#to) this.#become(nothing, 0, 0, true);
    else if (!this.#isOurs) this.#become(this.pending, 0, this.#to - this.#from, true);
  }

  #next(version: StompVersion | null): Frame | null {
    if (this.#begun === null && this.#lines === 0 && this.#unseen === this.#from) this.#skipHeartBeats();
    this.#begun ??= this.#readHead(version);
    return this.#begun === null ? null : this.#readBody(this.#begun);
  }

  /** The quick way over most of them; `#readHead` leaves out the others. */
  #skipHeartBeats(): void {
    while (this.#bytes[this.#from] === lf && this.#from < this.#to) this.#from++;
    this.#line = this.#unseen = this.#from;
  }

  #readHead(version: StompVersion | null): Begun | null {
    for (;;) {
      const end = this.#find(lf);
      if (this.#bytes.subarray(this.#unseen, end ?? this.#to).includes(nul)) throw new StompFault("NUL in the headers");
      const lineBytes = (end ?? this.#to) - this.#line;
      this.#boundHead(lineBytes, (end ?? this.#to) - this.#from);
      this.#unseen = end === null ? this.#to : end + 1;
      if (end === null) return null;
      if (lineBytes === 0 || (lineBytes === 1 && this.#bytes[this.#line] === cr)) {
        if (this.#lines > 0) return this.#begin(version, end);
        this.#from = this.#line = end + 1;
        continue;
      }
      this.#lines++;
      if (this.#lines === 1) requireCommand(this.#commandTo(end), version);
      if (this.#lines > this.#bounds.headersMax + 1)
        throw new StompFault("too many headers", `A frame has at most ${this.#bounds.headersMax}.`);
      this.#line = end + 1;
    }
  }

  #boundHead(lineBytes: number, headBytes: number): void {
    const { lineBytesMax, headBytesMax } = this.#bounds;
    if (this.#lines === 0 && lineBytes > commandBytesMax) throw new StompFault("unknown command", "No command of a client is so long.");
    if (lineBytes > lineBytesMax) throw new StompFault("header too long", `A line has at most ${lineBytesMax} bytes.`);
    if (headBytes > headBytesMax) throw new StompFault("headers too long", `All headers together have at most ${headBytesMax} bytes.`);
  }

  /** Bytes beyond ASCII make no command, so each byte may stand for a character. */
  #commandTo(end: number): string {
    const text = String.fromCharCode(...this.#bytes.subarray(this.#from, end));
    return text.endsWith("\r") ? text.slice(0, -1) : text;
  }

  #begin(version: StompVersion | null, end: number): Begun {
    const head = parseHead(this.#bytes.subarray(this.#from, this.#line - 1), version);
    return { ...head, bodyFrom: end + 1, bodyBytes: bodyBytesOf(head, this.#bounds) };
  }

  #readBody(begun: Begun): Frame | null {
    const { command, headers, bodyFrom, bodyBytes } = begun;
    const end = bodyBytes === null ? this.#find(nul) : this.#to > bodyFrom + bodyBytes ? bodyFrom + bodyBytes : null;
    if (bodyBytes === null) {
      const bytes = (end ?? this.#to) - bodyFrom;
      if (bytes > this.#bounds.bodyBytesMax) throw bodyTooLong(begun, this.#bounds);
    } else if (end !== null && this.#bytes[end] !== nul) {
      const details = command === "SEND" ? "A NUL comes after as many bytes as content-length says." : `${command} has no body.`;
      throw new StompFault("no NUL after the body", details, headerOf(begun, "receipt"));
    }
    this.#unseen = this.#to;
    if (end === null) return null;
    const body = this.#bytes.slice(bodyFrom, end);
    this.#begun = null;
    this.#lines = 0;
    this.#from = this.#line = this.#unseen = end + 1;
    return { command, headers, body };
  }

  /** Where a byte is among those that were not looked at. */
  #find(byte: number): number | null {
    const at = this.#bytes.subarray(this.#unseen, this.#to).indexOf(byte);
    return at === -1 ? null : this.#unseen + at;
  }

  #boundWaiting(): void {
    const { headBytesMax, bodyBytesMax } = this.#bounds;
    if (this.#to - this.#from <= headBytesMax + bodyBytesMax) return;
    throw new StompFault("not connected", "Wait for CONNECTED before you send more.");
  }
}

function bodyBytesOf(head: Pick<Frame, "command" | "headers">, bounds: FrameBounds): number | null {
  const said = headerOf(head, "content-length");
  if (said !== undefined && !/^\d{1,15}$/.test(said)) {
    throw new StompFault("bad content-length", "content-length is a count of bytes.", headerOf(head, "receipt"));
  }
  if (head.command !== "SEND") {
    if (said !== undefined && Number(said) > 0)
      throw new StompFault("unexpected body", `${head.command} has no body.`, headerOf(head, "receipt"));
    return 0;
  }
  if (said === undefined) return null;
  if (Number(said) > bounds.bodyBytesMax) throw bodyTooLong(head, bounds);
  return Number(said);
}

const bodyTooLong = (head: Pick<Frame, "headers">, { bodyBytesMax }: FrameBounds): StompFault =>
  new StompFault("body too long", `A body has at most ${bodyBytesMax} bytes.`, headerOf(head, "receipt"));
