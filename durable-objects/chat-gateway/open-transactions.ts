import { type Frame, headerOf } from "./stomp/frame.ts";
import { type SavedFrame, saveFrame, Transactions } from "./stomp/transactions.ts";
import type { GatewayStorage } from "./storage.ts";

/** The open transactions of all sockets: in memory as they are worked with, on disk frame by frame. */
export class OpenTransactions {
  readonly #storage: GatewayStorage;
  readonly #known = new Map<string, Transactions>();

  constructor(storage: GatewayStorage) {
    this.#storage = storage;
  }

  begin(socketId: string, frame: Frame): void {
    this.#of(socketId).begin(frame);
    this.#save(socketId, frame, null);
  }

  /** False if the frame names no transaction. */
  hold(socketId: string, frame: Frame): boolean {
    if (!this.#of(socketId).hold(frame)) return false;
    this.#save(socketId, frame, saveFrame(frame));
    return true;
  }

  commit(socketId: string, frame: Frame): Frame[] {
    const frames = this.#of(socketId).commit(frame);
    this.#storage.run("DELETE FROM held_frame WHERE socket_id = ? AND name = ?", socketId, nameIn(frame));
    return frames;
  }

  abort(socketId: string, frame: Frame): void {
    this.commit(socketId, frame);
  }

  /** To be called when a socket is gone and its rows are removed. */
  forget(socketId: string): void {
    this.#known.delete(socketId);
  }

  #save(socketId: string, frame: Frame, held: SavedFrame | null): void {
    const text = held === null ? null : JSON.stringify(held);
    this.#storage.run("INSERT INTO held_frame (socket_id, name, frame) VALUES (?, ?, ?)", socketId, nameIn(frame), text);
  }

  #of(socketId: string): Transactions {
    const known = this.#known.get(socketId);
    if (known !== undefined) return known;
    const rows = this.#storage.rows<{ name: string; frame: string | null }>(
      "SELECT name, frame FROM held_frame WHERE socket_id = ? ORDER BY n",
      socketId,
    );
    const saved = [...Map.groupBy(rows, ({ name }) => name)].map(
      ([name, held]) => [name, held.flatMap(({ frame }): SavedFrame[] => (frame === null ? [] : [JSON.parse(frame)]))] as const,
    );
    const transactions = new Transactions(saved);
    this.#known.set(socketId, transactions);
    return transactions;
  }
}

const nameIn = (frame: Frame): string => headerOf(frame, "transaction") ?? "";
