import type { Message } from "../../contracts/messages.ts";

/** What somebody has heard of a room: every message once and in order, or a fault. */
export class RoomLine {
  readonly ids: string[] = [];
  readonly faults: string[] = [];
  /** The last message that was heard. */
  last: number;
  readonly #first: number;

  /** `after`: what stands before that is not listened for. */
  constructor(after: number) {
    this.last = after;
    this.#first = after + 1;
  }

  take({ seq, id }: Pick<Message, "seq" | "id">): void {
    if (seq === this.last + 1) {
      this.ids.push(id);
      this.last = seq;
    } else if (seq > this.last) this.faults.push(`${this.last + 1} to ${seq - 1} missing before ${seq}`);
    else this.faults.push(`${seq} came again${this.ids[seq - this.#first] === id ? "" : " as another message"}, after ${this.last}`);
  }
}
