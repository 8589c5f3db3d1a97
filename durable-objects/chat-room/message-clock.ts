import { snowflakeEpochMs } from "../../contracts/snowflake.ts";

/** Counts within a millisecond; as many as an id has bits for it. */
export const ticksPerMs = 4096;

/** When a message of these ticks was said, in ms since 1970. */
export const timeOf = (ticks: number): number => Math.floor(ticks / ticksPerMs) + snowflakeEpochMs;

/** Gives each message a later moment than the one before it, also when the clock stands still or steps back. */
export class MessageClock {
  #last: number;

  /** `last`: the ticks of the room's last message, or 0. */
  constructor(last: number) {
    this.#last = last;
  }

  next(nowMs: number): number {
    this.#last = Math.max(this.#last + 1, (nowMs - snowflakeEpochMs) * ticksPerMs);
    return this.#last;
  }
}
