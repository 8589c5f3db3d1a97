import type { LiveMessage } from "../../contracts/chat-gateway.ts";

/** How much may wait for one gateway, and the least time from one call to the next. */
export interface BranchBounds {
  framesMax: number;
  bytesMax: number;
  tickMs: number;
}

/** What a branch needs of the world. `tell` answers whether anybody listens there; `wait` resolves after so many ms. */
export interface BranchWorld {
  tell(frames: LiveMessage[]): Promise<{ listening: boolean }>;
  wait(ms: number): Promise<unknown>;
  now(): number;
  onFailure(error: unknown): void;
}

/**
 * The way from a relay to one gateway: one call at a time, in order. The first message goes at once, and what comes during a call or soon after goes
 * together. Of what waits for a gateway that does not keep up the oldest is dropped: nothing here is stored, and what is newest is worth most. What was on
 * its way in a call that failed is dropped too, because it may have arrived.
 */
export class Branch {
  readonly #bounds: BranchBounds;
  readonly #world: BranchWorld;
  #waiting: LiveMessage[] = [];
  #bytes = 0;
  #dropped = 0;
  #listens = 0;
  #running: Promise<boolean> | null = null;

  constructor(bounds: BranchBounds, world: BranchWorld) {
    this.#bounds = bounds;
    this.#world = world;
  }

  /** Whether as much waits as may. */
  get isFull(): boolean {
    return this.#waiting.length >= this.#bounds.framesMax || this.#bytes >= this.#bounds.bytesMax;
  }

  /** How many messages were dropped because this gateway did not keep up. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Somebody there has begun to listen: an answer to an earlier call that nobody does is out of date. */
  listens(): void {
    this.#listens++;
  }

  /** Sends these after those before. Resolves when nothing waits any more: false if nobody listens there. */
  send(frames: readonly LiveMessage[]): Promise<boolean> {
    for (const frame of frames) this.#add(frame);
    this.#running ??= this.#work().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  #add(frame: LiveMessage): void {
    this.#waiting.push(frame);
    this.#bytes += frame.body.length;
    let drop = 0;
    const { framesMax, bytesMax } = this.#bounds;
    while (this.#waiting.length - drop > framesMax || (this.#bytes > bytesMax && drop < this.#waiting.length - 1)) {
      this.#bytes -= this.#waiting[drop]?.body.length ?? 0;
      drop++;
    }
    if (drop === 0) return;
    this.#waiting.splice(0, drop);
    this.#dropped += drop;
  }

  async #work(): Promise<boolean> {
    let isListening = true;
    while (this.#waiting.length > 0) {
      const frames = this.#waiting;
      const listens = this.#listens;
      const begun = this.#world.now();
      this.#waiting = [];
      this.#bytes = 0;
      try {
        const { listening } = await this.#world.tell(frames);
        isListening = listening || listens !== this.#listens;
        if (!isListening) break;
      } catch (error) {
        this.#world.onFailure(error);
      }
      // Also when nothing waits yet: what comes next belongs to this tick.
      await this.#world.wait(Math.max(0, this.#bounds.tickMs - (this.#world.now() - begun)));
    }
    this.#waiting = [];
    this.#bytes = 0;
    return isListening;
  }
}
