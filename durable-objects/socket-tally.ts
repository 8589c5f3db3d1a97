import type { SocketChannel } from "../contracts/telemetry.ts";
import { flushSoon, reportSockets } from "../workers/platform/telemetry.ts";

/** Sockets come and go in crowds: they are counted once for all that did so within this time. */
const settleMs = 1000;

/** Reports how many sockets an object has. */
export class SocketTally {
  readonly #ctx: DurableObjectState;
  readonly #env: Env;
  readonly #channel: SocketChannel;
  #counting = false;

  constructor(ctx: DurableObjectState, env: Env, channel: SocketChannel) {
    this.#ctx = ctx;
    this.#env = env;
    this.#channel = channel;
  }

  /** Says soon how many sockets there are. To be called when one was opened or closed, and when the object wakes. */
  changed(): void {
    if (this.#counting) return;
    this.#counting = true;
    this.#ctx.waitUntil(this.#count());
  }

  async #count(): Promise<void> {
    await scheduler.wait(settleMs);
    this.#counting = false;
    reportSockets(this.#channel, this.#ctx.id.name ?? "", this.#ctx.getWebSockets().length);
    flushSoon(this.#env, (promise) => this.#ctx.waitUntil(promise), Date.now());
  }
}
