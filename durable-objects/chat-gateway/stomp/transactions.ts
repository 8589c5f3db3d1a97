import { limits } from "../../../contracts/limits.ts";
import { type Frame, headerOf, StompFault } from "./frame.ts";

/** A frame of a transaction as JSON has it: the body in base64. */
export interface SavedFrame {
  command: string;
  headers: Frame["headers"];
  body: string;
}
export type SavedTransaction = readonly [name: string, frames: readonly SavedFrame[]];

/**
 * The open transactions of one socket: their SENDs, ACKs and NACKs wait here for COMMIT, and are done then, in their order. A socket that closes has aborted
 * them: it is enough to forget this. `JSON.stringify` writes all of it, and the constructor takes that again.
 * Every method throws a StompFault for names and counts that cannot be.
 */
export class Transactions {
  readonly #open = new Map<string, Frame[]>();
  #bytes = 0;

  constructor(saved: Iterable<SavedTransaction> = []) {
    for (const [name, frames] of saved) {
      this.#open.set(name, frames.map(openFrame));
      for (const frame of frames.map(openFrame)) this.#bytes += bytesOf(frame);
    }
  }

  get size(): number {
    return this.#open.size;
  }

  /** BEGIN. */
  begin(frame: Frame): void {
    const name = transactionOf(frame);
    if (this.#open.has(name)) throw fault(frame, "transaction exists", "A transaction of this name has begun and has not ended.");
    if (this.#open.size >= limits.stompTransactionsMax) {
      throw fault(frame, "too many transactions", `A socket has at most ${limits.stompTransactionsMax} at a time.`);
    }
    this.#open.set(name, []);
  }

  /** Keeps a SEND, ACK or NACK that names a transaction. False if it names none: then it is to be done now. */
  hold(frame: Frame): boolean {
    if (headerOf(frame, "transaction") === undefined) return false;
    const frames = this.#framesOf(frame);
    if (frames.length >= limits.stompTransactionFramesMax) {
      throw fault(frame, "transaction too long", `A transaction has at most ${limits.stompTransactionFramesMax} frames.`);
    }
    if (this.#bytes + bytesOf(frame) > limits.stompTransactionBytesMax) {
      throw fault(frame, "transactions too large", `All of a socket have at most ${limits.stompTransactionBytesMax} bytes.`);
    }
    frames.push(frame);
    this.#bytes += bytesOf(frame);
    return true;
  }

  /** COMMIT: what is to be done now, in this order. */
  commit(frame: Frame): Frame[] {
    const frames = this.#framesOf(frame);
    this.#open.delete(transactionOf(frame));
    for (const each of frames) this.#bytes -= bytesOf(each);
    return frames;
  }

  /** ABORT. */
  abort(frame: Frame): void {
    this.commit(frame);
  }

  /** All of it. */
  toJSON(): SavedTransaction[] {
    return [...this.#open].map(([name, frames]) => [name, frames.map(saveFrame)] as const);
  }

  #framesOf(frame: Frame): Frame[] {
    const frames = this.#open.get(transactionOf(frame));
    if (frames === undefined) throw fault(frame, "unknown transaction", "No transaction of this name has begun.");
    return frames;
  }
}

/** A frame for JSON. */
export const saveFrame = ({ command, headers, body }: Frame): SavedFrame => ({ command, headers, body: toBase64(body) });

/** A frame out of JSON. */
export const openFrame = ({ command, headers, body }: SavedFrame): Frame => ({
  command,
  headers,
  body: Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0)),
});

function toBase64(bytes: Uint8Array): string {
  let letters = "";
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return btoa(letters);
}

function transactionOf(frame: Frame): string {
  const name = headerOf(frame, "transaction");
  if (name === undefined || name === "") throw fault(frame, "missing header", `${frame.command} needs transaction.`);
  return name;
}

const bytesOf = ({ headers, body }: Frame): number => headers.reduce((sum, [name, value]) => sum + name.length + value.length, body.length);

const fault = (frame: Frame, message: string, details: string): StompFault => new StompFault(message, details, headerOf(frame, "receipt"));
