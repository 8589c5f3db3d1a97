import type { CartTold } from "../../../../contracts/cart.ts";
import { reconnectAfterMs } from "../../chat/core/reconnecting.ts";
import type { Domain } from "../../domains.ts";
import { cartIsAt } from "./cart-queries.ts";
import { liveCartTicket } from "./cart-request.ts";

const pingMs = 25_000;
const silenceMs = 10_000;

/** Hears of every change of a cart, wherever it is made, and asks for the cart then. It mends itself after every break. */
export class LiveCart {
  readonly #domain: Domain;
  #socket: WebSocket | undefined;
  #stopped = false;
  #failures = 0;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #pingTimer: ReturnType<typeof setInterval> | undefined;
  #silenceTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(domain: Domain) {
    this.#domain = domain;
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
    try {
      const ticket = await liveCartTicket(this.#domain);
      if (this.#stopped) return;
      const url = new URL("/api/v1/cart/live", location.href);
      url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
      url.search = new URLSearchParams({ ticket }).toString();
      const socket = new WebSocket(url);
      this.#socket = socket;
      socket.onopen = () => this.#opened();
      socket.onmessage = (event) => this.#read(String(event.data));
      socket.onclose = () => {
        if (this.#socket === socket) this.#retry();
      };
    } catch {
      this.#retry();
    }
  }

  #opened(): void {
    this.#failures = 0;
    this.#pingTimer = setInterval(() => {
      this.#socket?.send("ping");
      clearTimeout(this.#silenceTimer);
      this.#silenceTimer = setTimeout(() => this.#retry(), silenceMs);
    }, pingMs);
  }

  #read(data: string): void {
    clearTimeout(this.#silenceTimer);
    if (data === "pong") return;
    const { type, rev } = JSON.parse(data) as CartTold;
    if (type === "cart") cartIsAt(this.#domain, rev);
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
    clearTimeout(this.#retryTimer);
    this.#retryTimer = setTimeout(() => void this.#connect(), reconnectAfterMs(this.#failures++, Math.random()));
  }

  /** Back online or back in front: no need to wait out the pause. */
  readonly #hurry = (): void => {
    if (this.#socket !== undefined || this.#failures === 0 || document.hidden) return;
    clearTimeout(this.#retryTimer);
    void this.#connect();
  };
}
