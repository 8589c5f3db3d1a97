import { limits } from "../../contracts/limits.ts";

/** What a message is known by once it is acknowledged. */
export interface Stored {
  id: string;
  seq: number;
}

/** How a message gets on its way; whether it arrives is another matter. */
type Post = (message: { clientId: string; content: string }) => void;

const pauseMs = 150;
/** Whoever hears nothing for this long says it again, under the same name. */
const patienceMs = 4000;

/** Says so many things one after another, and each as often as it takes until it is acknowledged. */
export class Sender {
  readonly stored = new Map<string, Stored>();
  readonly faults: string[] = [];
  readonly #name: string;
  readonly #total: number;
  readonly #unanswered = new Map<string, string>();
  #said = 0;
  #post: Post | null = null;
  #timer: NodeJS.Timeout;

  constructor(name: string, total: number) {
    this.#name = name;
    this.#total = total;
    this.#timer = setInterval(() => this.#next(), pauseMs);
  }

  get isDone(): boolean {
    return this.stored.size === this.#total;
  }

  /** There is a connection: whatever is unanswered goes out again. */
  connected(post: Post): void {
    this.#post = post;
    for (const [clientId, content] of this.#unanswered) post({ clientId, content });
  }

  /** An answer. The same message must never have two ids. */
  acknowledged(clientId: string, stored: Stored): void {
    const before = this.stored.get(clientId);
    if (before !== undefined && (before.id !== stored.id || before.seq !== stored.seq)) {
      this.faults.push(`${clientId} is ${before.id} and ${stored.id}`);
    }
    this.stored.set(clientId, stored);
    this.#unanswered.delete(clientId);
  }

  /** A refusal that passes: it is said again later. */
  refused(code: string): void {
    if (code !== "RATE_LIMITED" && code !== "OVERLOADED") this.faults.push(`${this.#name} was refused: ${code}`);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #lastSaidAt = Date.now();

  #next(): void {
    if (this.#post === null) return;
    if (this.#unanswered.size > 0 && Date.now() - this.#lastSaidAt > patienceMs) {
      this.#lastSaidAt = Date.now();
      this.connected(this.#post);
      return;
    }
    // Within what one person may say at once, however long the answers take.
    if (this.#said === this.#total || this.#unanswered.size >= limits.messagesPerSecond) return;
    const clientId = `${this.#name}-${this.#said}`;
    const content = `${this.#name} says the ${this.#said}th of ${this.#total} things`;
    this.#said++;
    this.#lastSaidAt = Date.now();
    this.#unanswered.set(clientId, content);
    this.#post({ clientId, content });
  }
}
