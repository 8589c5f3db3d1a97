import type { PublicUser } from "../../../../contracts/users.ts";
import { Told } from "./told.ts";

/** Who is behind the ids that messages carry. Whoever is asked for and unknown is looked up with the others of the same moment. */
export class People extends Told {
  /** Looks people up; set by whoever can. */
  find: (ids: string[]) => Promise<readonly PublicUser[]> = async () => [];
  readonly #known = new Map<string, PublicUser>();
  readonly #asked = new Set<string>();
  #wanted: string[] = [];
  readonly #perCall: number;

  constructor(perCall = 100) {
    super();
    this.#perCall = perCall;
  }

  /** Somebody, or undefined until they are found. */
  get(id: string): PublicUser | undefined {
    const known = this.#known.get(id);
    if (known === undefined && id !== "" && !this.#asked.has(id)) this.#want(id);
    return known;
  }

  /** Everybody who is known, oneself too. */
  get all(): PublicUser[] {
    return [...this.#known.values()];
  }

  meet(people: Iterable<PublicUser>): void {
    let anyNew = false;
    for (const { id, username, name, avatarUrl } of people) {
      const known = this.#known.get(id);
      if (known?.name === name && known.username === username && known.avatarUrl === avatarUrl) continue;
      this.#known.set(id, { id, username, name, avatarUrl });
      anyNew = true;
    }
    if (anyNew) this.tell();
  }

  #want(id: string): void {
    this.#asked.add(id);
    this.#wanted.push(id);
    if (this.#wanted.length === 1) setTimeout(() => void this.#lookUp(), 30);
  }

  async #lookUp(): Promise<void> {
    const ids = this.#wanted;
    this.#wanted = [];
    for (let from = 0; from < ids.length; from += this.#perCall) {
      const some = ids.slice(from, from + this.#perCall);
      try {
        this.meet(await this.find(some));
      } catch {
        // Asked again when somebody looks at them the next time.
        for (const id of some) this.#asked.delete(id);
      }
    }
  }
}
