/** Whoever has not said for so long that they are still writing has stopped, or their connection has. */
const forgottenAfterMs = 6000;

/** Who is writing in a room. */
export class Typing {
  readonly #until = new Map<string, number>();

  hear({ userId, active }: { userId: string; active: boolean }, now: number): void {
    if (active) this.#until.set(userId, now + forgottenAfterMs);
    else this.#until.delete(userId);
  }

  /** Those who are writing at this moment, whoever began first in front. */
  who(now: number): string[] {
    return [...this.#until].filter(([, until]) => until > now).map(([userId]) => userId);
  }

  /** When the next one is forgotten, in ms, or null. */
  dueAt(now: number): number | null {
    const times = [...this.#until.values()].filter((until) => until > now);
    return times.length === 0 ? null : Math.min(...times);
  }
}
