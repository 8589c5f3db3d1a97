import { reconnectAfterMs } from "./reconnecting.ts";
import { socketUrl } from "./socket-url.ts";

const pingMs = 25_000;
const silenceMs = 10_000;

interface LiveSocketOptions<Frame> {
  /** Of the API, e.g. `/cart/live`. */
  path: string;
  /** What else the address says. */
  search?: Record<string, string>;
  ticket: () => Promise<string>;
  hear: (frame: Frame) => void;
  opened?: () => void;
  /** It broke or did not open, for so many times in a row. Answers how long to leave the server alone at least, in ms. */
  broken?: (failures: number) => number | Promise<number>;
}

/** A socket of JSON frames, one at a time, that mends itself after every break with a fresh ticket. */
export class LiveSocket<Frame> {
  readonly #options: LiveSocketOptions<Frame>;
  #socket: WebSocket | undefined;
  #isConnecting = false;
  #isStopped = false;
  #failures = 0;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #pingTimer: ReturnType<typeof setInterval> | undefined;
  #silenceTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: LiveSocketOptions<Frame>) {
    this.#options = options;
  }

  get isStopped(): boolean {
    return this.#isStopped;
  }

  start(): void {
    addEventListener("online", this.#hurry);
    document.addEventListener("visibilitychange", this.#hurry);
    void this.#connect();
  }

  stop(): void {
    this.#isStopped = true;
    removeEventListener("online", this.#hurry);
    document.removeEventListener("visibilitychange", this.#hurry);
    clearTimeout(this.#retryTimer);
    this.#drop();
  }

  send(frame: object): void {
    this.#socket?.send(JSON.stringify(frame));
  }

  async #connect(): Promise<void> {
    // Somebody who comes back in front hurries, also while a ticket is on its way.
    if (this.#isConnecting || this.#socket !== undefined || this.#isStopped) return;
    this.#isConnecting = true;
    try {
      const ticket = await this.#options.ticket();
      if (!this.#isStopped) this.#open(ticket);
    } catch {
      void this.#retry();
    } finally {
      this.#isConnecting = false;
    }
  }

  #open(ticket: string): void {
    const { path, search } = this.#options;
    const socket = new WebSocket(socketUrl(path, { ...search, ticket }));
    this.#socket = socket;
    socket.onopen = () => this.#opened();
    socket.onmessage = (event) => this.#read(String(event.data));
    socket.onclose = () => {
      if (this.#socket === socket) void this.#retry();
    };
  }

  #opened(): void {
    this.#failures = 0;
    this.#options.opened?.();
    this.#pingTimer = setInterval(() => {
      this.#socket?.send("ping");
      clearTimeout(this.#silenceTimer);
      this.#silenceTimer = setTimeout(() => void this.#retry(), silenceMs);
    }, pingMs);
  }

  #read(data: string): void {
    clearTimeout(this.#silenceTimer);
    if (data !== "pong") this.#options.hear(JSON.parse(data) as Frame);
  }

  #drop(): void {
    clearInterval(this.#pingTimer);
    clearTimeout(this.#silenceTimer);
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
  }

  async #retry(): Promise<void> {
    this.#drop();
    if (this.#isStopped) return;
    const pauseMs = reconnectAfterMs(this.#failures++, Math.random());
    const leastMs = (await this.#options.broken?.(this.#failures)) ?? 0;
    if (this.#isStopped) return;
    clearTimeout(this.#retryTimer);
    this.#retryTimer = setTimeout(() => void this.#connect(), Math.max(pauseMs, leastMs));
  }

  /** Back online or back in front: no need to wait out the pause. */
  readonly #hurry = (): void => {
    if (this.#failures === 0 || document.hidden) return;
    clearTimeout(this.#retryTimer);
    void this.#connect();
  };
}
