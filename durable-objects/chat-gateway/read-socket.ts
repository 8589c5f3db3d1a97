import { limits } from "../../contracts/limits.ts";
import type { GatewayCore } from "./gateway-core.ts";
import type { Link } from "./link.ts";
import { frameBounds } from "./stomp/frame.ts";
import { FrameReader } from "./stomp/read-frames.ts";
import { guarded, takeFrame } from "./take-frame.ts";

const encoder = new TextEncoder();
const chunkBytesSmall = 1024;

/** Makes frames of what comes over a socket. Pieces of a frame that has not come whole are on disk, so that sleep loses none of it. */
export class SocketReader {
  readonly #core: GatewayCore;
  readonly #link: Link;
  readonly #frames: FrameReader;
  #hasPieces: boolean;
  /** Messages that wait for CONNECT to be handled, which decides how they are read. */
  #waiting = 0;

  constructor(core: GatewayCore, link: Link) {
    this.#core = core;
    this.#link = link;
    const pieces = core.storage.pieces(link.id);
    this.#hasPieces = pieces !== undefined;
    this.#frames = new FrameReader(frameBounds(link.seat.upgrade.bodyBytesMax), pieces);
  }

  /** Takes one message of the socket. Resolves when its frames are handled. */
  take(message: string | ArrayBuffer): Promise<void> {
    const link = this.#link;
    const bytes = typeof message === "string" ? encoder.encode(message) : new Uint8Array(message);
    if (!this.#hasPieces && isBeat(bytes)) {
      // Most are answered by the runtime and do not come here; this one was spelled otherwise.
      link.hear(Date.now(), 0);
      link.say("\n");
      return Promise.resolve();
    }
    link.waiting += bytes.length;
    if (link.waiting > limits.stompQueuedBytesMax + limits.stompBodyBytesMax) {
      this.#core.fault(link, { code: "OVERLOADED", message: "too much at once: wait for receipts" }, 1008);
      return Promise.resolve();
    }
    const done = link.seat.version !== null && this.#waiting === 0 ? this.#read(bytes) : this.#readInTurn(bytes);
    return done.finally(() => {
      link.waiting -= bytes.length;
    });
  }

  async #readInTurn(bytes: Uint8Array): Promise<void> {
    this.#waiting++;
    const frames: Promise<void>[] = [];
    await this.#link.order.run(async () => {
      frames.push(this.#read(bytes));
      this.#waiting--;
    });
    await Promise.all(frames);
    // What came behind CONNECT in the same message could not be read before its version was known.
    if (this.#hasPieces && this.#waiting === 0 && this.#link.seat.version !== null) await this.#read(new Uint8Array(0));
  }

  async #read(bytes: Uint8Array): Promise<void> {
    const link = this.#link;
    const handled: Promise<void>[] = [];
    await guarded(this.#core, link, null, () => {
      const frames = this.#frames.read(bytes, link.seat.version);
      this.#keep(bytes, frames.length);
      const counted = frames.length > 0 || bytes.length > chunkBytesSmall ? frames.length : Math.min(1, bytes.length);
      if (!link.hear(Date.now(), counted)) return this.#core.fault(link, { code: "RATE_LIMITED", message: "too many frames" }, 1008);
      for (const frame of frames) handled.push(takeFrame(this.#core, link, frame));
    });
    await Promise.all(handled);
  }

  #keep(bytes: Uint8Array, frames: number): void {
    const { storage } = this.#core;
    if (frames === 0 && this.#frames.pendingBytes > 0) {
      if (bytes.length > 0) storage.addPiece(this.#link.id, bytes);
      this.#hasPieces = true;
      return;
    }
    if (this.#hasPieces) storage.clearPieces(this.#link.id);
    this.#hasPieces = this.#frames.pendingBytes > 0;
    if (this.#hasPieces) storage.addPiece(this.#link.id, this.#frames.pending);
  }
}

const isBeat = (bytes: Uint8Array): boolean => bytes.length <= 2 && bytes.at(-1) === 10 && (bytes.length === 1 || bytes[0] === 13);
