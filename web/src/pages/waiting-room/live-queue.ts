import type { SocketTicket } from "../../../../contracts/identity.ts";
import type { QueueFrame, QueuePlace } from "../../../../contracts/waiting-room.ts";
import { ApiFailure } from "../../api/failure.ts";
import { request } from "../../api/request.ts";
import type { Domain } from "../../domains.ts";

const pingMs = 25_000;
const silenceMs = 10_000;
const backOffMs = { first: 1000, most: 20_000 };

export interface QueueListener {
  place: (place: QueuePlace) => void;
  admitted: (pass: string, expiresAt: string) => void;
  connected: (isConnected: boolean) => void;
  /** There is no queue, or none for this person. */
  refused: (failure: ApiFailure) => void;
}

/** Somebody's place in a waiting room: told over a socket, which mends itself, and asked for wherever the socket does not open. */
export class LiveQueue {
  #domain: Domain;
  #path: string;
  #listener: QueueListener;
  #socket: WebSocket | undefined;
  #stopped = false;
  #failures = 0;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #pingTimer: ReturnType<typeof setInterval> | undefined;
  #silenceTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(domain: Domain, showtimeId: string, listener: QueueListener) {
    this.#domain = domain;
    this.#path = `/waiting-room/${showtimeId}`;
    this.#listener = listener;
  }

  start(): void {
    addEventListener("online", this.#hurry);
    document.addEventListener("visibilitychange", this.#hurry);
    void this.#connect();
  }

  stop(): void {
    this.#stopped = true;
    removeEventListener("online", this.#hurry);
    document.removeEventListener("visibilitychange", this.#hurry);
    clearTimeout(this.#retryTimer);
    this.#drop();
  }

  async #connect(): Promise<void> {
    const target = `${this.#path}/live`;
    try {
      const { ticket } = await request<SocketTicket>(this.#domain, "/ws-tickets", { method: "POST", body: { target } });
      // Somebody who came back in front may have hurried while this waited.
      if (this.#stopped || this.#socket !== undefined) return;
      const url = new URL(`/api/v1${target}`, location.href);
      url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
      url.search = new URLSearchParams({ ticket }).toString();
      const socket = new WebSocket(url);
      this.#socket = socket;
      socket.onmessage = (event) => this.#read(String(event.data));
      socket.onopen = () => this.#opened();
      socket.onclose = () => {
        if (this.#socket === socket) void this.#retry();
      };
    } catch {
      if (!this.#stopped) void this.#retry();
    }
  }

  #opened(): void {
    this.#failures = 0;
    this.#listener.connected(true);
    this.#pingTimer = setInterval(() => {
      this.#socket?.send("ping");
      clearTimeout(this.#silenceTimer);
      this.#silenceTimer = setTimeout(() => void this.#retry(), silenceMs);
    }, pingMs);
  }

  #read(data: string): void {
    clearTimeout(this.#silenceTimer);
    if (data === "pong") return;
    const frame = JSON.parse(data) as QueueFrame;
    if (frame.type === "position") this.#hear(frame);
    else if (frame.type === "admitted") this.#listener.admitted(frame.admission, frame.expiresAt);
  }

  #hear(place: QueuePlace): void {
    if (place.admission !== null && place.expiresAt !== null) this.#listener.admitted(place.admission, place.expiresAt);
    else this.#listener.place(place);
    if (place.state === "CLOSED") this.stop();
  }

  #drop(): void {
    clearInterval(this.#pingTimer);
    clearTimeout(this.#silenceTimer);
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
  }

  /** A socket that was open comes back by itself; where none opens, the place is asked for, and the answer says why if there is none. */
  async #retry(): Promise<void> {
    this.#drop();
    if (this.#stopped) return;
    this.#listener.connected(false);
    const ceiling = Math.min(backOffMs.most, backOffMs.first * 2 ** this.#failures);
    this.#failures += 1;
    const pauseMs = this.#failures > 1 ? await this.#ask() : 0;
    if (this.#stopped) return;
    clearTimeout(this.#retryTimer);
    // Full jitter: thousands who were cut off together must not come back together.
    this.#retryTimer = setTimeout(() => void this.#connect(), Math.max(pauseMs, ceiling * (0.25 + 0.75 * Math.random())));
  }

  /** Answers how long to leave the server alone, in ms. */
  async #ask(): Promise<number> {
    try {
      const place = await request<QueuePlace>(this.#domain, `${this.#path}/join`, { method: "POST" });
      if (!this.#stopped) this.#hear(place);
      return 0;
    } catch (error) {
      if (!(error instanceof ApiFailure)) return 0;
      if (error.status >= 400 && error.status < 500 && error.status !== 429 && !this.#stopped) {
        this.stop();
        this.#listener.refused(error);
      }
      return (error.retryAfterSeconds ?? 0) * 1000;
    }
  }

  /** Back online or back in front: no need to wait out the pause. */
  readonly #hurry = (): void => {
    if (this.#socket !== undefined || this.#failures === 0 || document.hidden) return;
    clearTimeout(this.#retryTimer);
    void this.#connect();
  };
}
