const prefix = "mq_draft:";

/** What one person had begun to write, by room: kept until it is sent or they log out, and nobody else's in the same browser. */
export class Drafts {
  readonly #storage: Storage;
  readonly #mine: string;

  constructor(storage: Storage, me: string) {
    this.#storage = storage;
    this.#mine = `${prefix}${me}:`;
  }

  of(roomId: string): string {
    return this.#storage.getItem(this.#mine + roomId) ?? "";
  }

  keep(roomId: string, text: string): void {
    try {
      if (text === "") this.#storage.removeItem(this.#mine + roomId);
      else this.#storage.setItem(this.#mine + roomId, text);
    } catch {
      // A full storage keeps nothing over a reload; the open page still has it.
    }
  }
}

/** Whether an entry of the storage is a draft, of whomever. */
export const isDraft = (key: string): boolean => key.startsWith(prefix);
