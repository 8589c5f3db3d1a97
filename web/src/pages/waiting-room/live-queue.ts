import type { QueueFrame, QueuePlace } from "../../../../contracts/waiting-room.ts";
import { ApiFailure } from "../../api/failure.ts";
import { request } from "../../api/request.ts";
import type { Domain } from "../../domains.ts";
import { LiveSocket } from "../../live/live-socket.ts";
import { socketTicket } from "../../live/socket-ticket.ts";

export interface QueueListener {
  place: (place: QueuePlace) => void;
  admitted: (pass: string, expiresAt: string) => void;
  connected: (isConnected: boolean) => void;
  /** There is no queue, or none for this person. */
  refused: (failure: ApiFailure) => void;
}

/** Somebody's place in a waiting room: told over a socket, which mends itself, and asked for wherever the socket does not open. */
export class LiveQueue {
  readonly #domain: Domain;
  readonly #path: string;
  readonly #listener: QueueListener;
  readonly #socket: LiveSocket<QueueFrame>;

  constructor(domain: Domain, showtimeId: string, listener: QueueListener) {
    this.#domain = domain;
    this.#path = `/waiting-room/${showtimeId}`;
    this.#listener = listener;
    const path = `${this.#path}/live`;
    this.#socket = new LiveSocket({
      path,
      ticket: () => socketTicket(domain, path),
      hear: (frame) => {
        if (frame.type === "position") this.#hear(frame);
        else if (frame.type === "admitted") listener.admitted(frame.admission, frame.expiresAt);
      },
      opened: () => listener.connected(true),
      // A socket that was open comes back by itself; where none opens, the place is asked for, and the answer says why if there is none.
      broken: (failures) => {
        listener.connected(false);
        return failures > 1 ? this.#ask() : 0;
      },
    });
  }

  start(): void {
    this.#socket.start();
  }

  stop(): void {
    this.#socket.stop();
  }

  #hear(place: QueuePlace): void {
    if (place.admission !== null && place.expiresAt !== null) this.#listener.admitted(place.admission, place.expiresAt);
    else this.#listener.place(place);
    if (place.state === "CLOSED") this.stop();
  }

  /** Answers how long to leave the server alone, in ms. */
  async #ask(): Promise<number> {
    try {
      const place = await request<QueuePlace>(this.#domain, `${this.#path}/join`, { method: "POST" });
      if (!this.#socket.isStopped) this.#hear(place);
      return 0;
    } catch (error) {
      if (!(error instanceof ApiFailure)) return 0;
      if (error.status >= 400 && error.status < 500 && error.status !== 429 && !this.#socket.isStopped) {
        this.stop();
        this.#listener.refused(error);
      }
      return (error.retryAfterSeconds ?? 0) * 1000;
    }
  }
}
