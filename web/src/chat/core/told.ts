type Listener = () => void;

/** How long changes that come over the socket are gathered before anybody redraws: a replay of five hundred messages is one drawing. */
const gatherMs = 16;

/** Something that changes in place and says so: `version` is another one after every change, as `useSyncExternalStore` wants it. */
export class Told {
  version = 0;
  readonly #listeners = new Set<Listener>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly subscribe = (listener: Listener): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** For what one's own person did: drawn at once. */
  tellNow(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.version++;
    for (const listener of this.#listeners) listener();
  }

  /** For what came from elsewhere. */
  tell(): void {
    this.#timer ??= setTimeout(() => this.tellNow(), gatherMs);
  }
}
