import { limits } from "../../contracts/limits.ts";
import type { SeatCode } from "../../contracts/seats.ts";

/**
 * When watchers hear of what changed: at once while they are few, and gathered for a while when they are many, so that the cost follows ticks and not
 * commits. A version is one telling: everything that is committed before the next one belongs to the version after the last.
 */
export class DeltaTicks {
  /** The last version that was told. */
  version: number;
  readonly #tell: (version: number, changes: ReadonlyMap<number, SeatCode>) => void;
  readonly #watchers: () => number;
  #gathered = new Map<number, SeatCode>();
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(version: number, watchers: () => number, tell: (version: number, changes: ReadonlyMap<number, SeatCode>) => void) {
    this.version = version;
    this.#watchers = watchers;
    this.#tell = tell;
  }

  /** The version of which a commit with or without changes is a part: what its entries of the log say. */
  versionOf(changes: ReadonlyMap<number, SeatCode>): number {
    return changes.size > 0 || this.#gathered.size > 0 ? this.version + 1 : this.version;
  }

  /** Has watchers hear of what was just committed, now or with the next tick. */
  add(changes: ReadonlyMap<number, SeatCode>): void {
    if (changes.size === 0) return;
    for (const [index, code] of changes) this.#gathered.set(index, code);
    // Counting the sockets costs as much as there are: once a tick is enough.
    if (this.#timer !== null) return;
    if (this.#watchers() <= limits.watchersToldAtOnceMax) this.flush();
    else this.#timer = setTimeout(() => this.flush(), limits.deltaTickMs);
  }

  /** Tells what was gathered. A timer keeps the object awake, so nothing that was gathered is forgotten by sleep. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#gathered.size === 0) return;
    const changes = this.#gathered;
    this.#gathered = new Map();
    this.version++;
    this.#tell(this.version, changes);
  }
}
