import type { LiveServerFrame, SeatCode } from "../../../../contracts/seats.ts";
import { sendRaw } from "../../api/send.ts";
import type { Domain } from "../../domains.ts";
import { LiveSocket } from "../../live/live-socket.ts";
import { socketTicket } from "../../live/socket-ticket.ts";
import type { SeatStore } from "./seat-store.ts";

export type LiveState = "connecting" | "live" | "reconnecting";

/** Keeps a store true: the availability at once, then the live channel, which mends itself after every break. */
export class LiveSeats {
  readonly #domain: Domain;
  readonly #store: SeatStore;
  readonly #socket: LiveSocket<LiveServerFrame>;
  #resuming = false;

  constructor(domain: Domain, store: SeatStore, say: (state: LiveState) => void) {
    this.#domain = domain;
    this.#store = store;
    const path = `/showtimes/${store.plan.showtimeId}/live`;
    this.#socket = new LiveSocket({
      path,
      search: { format: "compact" },
      ticket: () => socketTicket(domain, path),
      hear: (frame) => this.#hear(frame),
      opened: () => {
        this.#resuming = false;
        say("live");
      },
      broken: () => {
        say("reconnecting");
        void this.reread();
        return 0;
      },
    });
  }

  start(): void {
    if (this.#store.version === -1) void this.reread();
    this.#socket.start();
  }

  stop(): void {
    this.#socket.stop();
  }

  /** Reads the availability again, where an answer showed that ours is behind. */
  async reread(): Promise<void> {
    try {
      const response = await sendRaw(this.#domain, `/showtimes/${this.#store.plan.showtimeId}/availability`);
      const body = new Uint8Array(await response.arrayBuffer());
      if (!this.#socket.isStopped) this.#store.applySnapshot(body, false);
    } catch {
      // The live channel brings the same; its own state is shown.
    }
  }

  #hear(frame: LiveServerFrame): void {
    if (frame.type === "snapshot" && "bitmap" in frame) {
      this.#resuming = false;
      this.#store.applySnapshot(
        Uint8Array.from(atob(frame.bitmap), (character) => character.charCodeAt(0)),
        true,
      );
    } else if (frame.type === "delta") this.#hearDelta(frame.version, pairsOf(frame.seats));
  }

  #hearDelta(version: number, changes: [number, SeatCode][]): void {
    const expected = this.#store.version + 1;
    if (version < expected) return;
    if (version === expected) {
      this.#resuming = false;
      this.#store.applyDelta(version, changes);
    } else if (!this.#resuming) {
      this.#resuming = true;
      this.#socket.send({ type: "resume", version: this.#store.version });
    }
  }
}

function pairsOf(seats: Extract<LiveServerFrame, { type: "delta" }>["seats"]): [number, SeatCode][] {
  return seats.filter((seat): seat is [number, SeatCode] => Array.isArray(seat));
}
