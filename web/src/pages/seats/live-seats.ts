import type { SocketTicket } from "../../../../contracts/identity.ts";
import type { LiveServerFrame, SeatCode } from "../../../../contracts/seats.ts";
import { request } from "../../api/request.ts";
import { sendRaw } from "../../api/send.ts";
import type { Domain } from "../../domains.ts";
import type { SeatStore } from "./seat-store.ts";

export type LiveState = "connecting" | "live" | "reconnecting";

const pingMs = 25_000;
const silenceMs = 10_000;
const backOffMs = { first: 500, most: 20_000 };

/** Keeps a store true: the availability at once, then the live channel, which mends itself after every break. */
export class LiveSeats {
  #domain: Domain;
  #store: SeatStore;
  #say: (state: LiveState) => void;
  #socket: WebSocket | undefined;
  #stopped = false;
  #failures = 0;
  #resuming = false;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #pingTimer: ReturnType<typeof setInterval> | undefined;
  #silenceTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(domain: Domain, store: SeatStore, say: (state: LiveState) => void) {
    this.#domain = domain;
    this.#store = store;
    this.#say = say;
  }

  start(): void {
    addEventListener("online", this.#hurry);
    document.addEventListener("visibilitychange", this.#hurry);
    if (this.#store.version === -1) void this.#readAvailability();
    void this.#connect();
  }

  stop(): void {
    this.#stopped = true;
    removeEventListener("online", this.#hurry);
    document.removeEventListener("visibilitychange", this.#hurry);
    clearTimeout(this.#retryTimer);
    this.#drop();
  }

  /** Reads the availability again, where an answer showed that ours is behind. */
  async reread(): Promise<void> {
    await this.#readAvailability();
  }

  async #readAvailability(): Promise<void> {
    try {
      const response = await sendRaw(this.#domain, `/showtimes/${this.#store.plan.showtimeId}/availability`);
      const body = new Uint8Array(await response.arrayBuffer());
      if (!this.#stopped) this.#store.applySnapshot(body, false);
    } catch {
      // The live channel brings the same; its own state is shown.
    }
  }

  async #connect(): Promise<void> {
    const path = `/showtimes/${this.#store.plan.showtimeId}/live`;
    try {
      const { ticket } = await request<SocketTicket>(this.#domain, "/ws-tickets", { method: "POST", body: { target: path } });
      if (this.#stopped) return;
      const url = new URL(`/api/v1${path}`, location.href);
      url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
      url.search = new URLSearchParams({ ticket, format: "compact" }).toString();
      const socket = new WebSocket(url);
      this.#socket = socket;
      socket.onmessage = (event) => this.#read(String(event.data));
      socket.onopen = () => this.#opened();
      socket.onclose = () => {
        if (this.#socket === socket) this.#retry();
      };
    } catch {
      if (!this.#stopped) this.#retry();
    }
  }

  #opened(): void {
    this.#failures = 0;
    this.#resuming = false;
    this.#say("live");
    this.#pingTimer = setInterval(() => {
      this.#socket?.send("ping");
      clearTimeout(this.#silenceTimer);
      this.#silenceTimer = setTimeout(() => this.#retry(), silenceMs);
    }, pingMs);
  }

  #read(data: string): void {
    clearTimeout(this.#silenceTimer);
    if (data === "pong") return;
    const frame = JSON.parse(data) as LiveServerFrame;
    if (frame.type === "snapshot" && "bitmap" in frame) {
      this.#resuming = false;
      this.#store.applySnapshot(
        Uint8Array.from(atob(frame.bitmap), (character) => character.charCodeAt(0)),
        true,
      );
    } else if (frame.type === "delta") this.#readDelta(frame.version, pairsOf(frame.seats));
  }

  #readDelta(version: number, changes: [number, SeatCode][]): void {
    const expected = this.#store.version + 1;
    if (version < expected) return;
    if (version === expected) {
      this.#resuming = false;
      this.#store.applyDelta(version, changes);
    } else if (!this.#resuming) {
      this.#resuming = true;
      this.#socket?.send(JSON.stringify({ type: "resume", version: this.#store.version }));
    }
  }

  #drop(): void {
    clearInterval(this.#pingTimer);
    clearTimeout(this.#silenceTimer);
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
  }

  #retry(): void {
    this.#drop();
    if (this.#stopped) return;
    this.#say("reconnecting");
    const ceiling = Math.min(backOffMs.most, backOffMs.first * 2 ** this.#failures);
    this.#failures += 1;
    clearTimeout(this.#retryTimer);
    // Full jitter: thousands who were cut off together must not come back together.
    this.#retryTimer = setTimeout(() => void this.#connect(), ceiling * (0.25 + 0.75 * Math.random()));
    void this.#readAvailability();
  }

  /** Back online or back in front: no need to wait out the pause. */
  readonly #hurry = (): void => {
    if (this.#socket !== undefined || this.#failures === 0 || document.hidden) return;
    clearTimeout(this.#retryTimer);
    void this.#connect();
  };
}

function pairsOf(seats: Extract<LiveServerFrame, { type: "delta" }>["seats"]): [number, SeatCode][] {
  return seats.filter((seat): seat is [number, SeatCode] => Array.isArray(seat));
}
