import type { Change } from "../../../../contracts/chat-socket.ts";
import type { Message } from "../../../../contracts/messages.ts";

/** More than this is not kept for drawing: the other end is let go of, and loaded again when somebody comes back to it. */
export const shownMax = 3000;
/** Of a room that nobody has opened, so many of what was said meanwhile are kept. */
export const heardMax = 500;

/**
 * What is known of one room's messages. `seq` is dense, so a gap shows: what is shown is one run without any, around where somebody reads. What is said
 * live is heard in order up to `heardSeq`; a page of history may lie anywhere.
 */
export class RoomLog {
  /** The newest message that there is, whether it is known or not. */
  head: number;
  /** Up to here everything was heard: where a subscription goes on. */
  heardSeq: number;
  /** The same of changes. */
  heardRev: number;
  readonly #bySeq = new Map<number, Message>();
  #from = 1;
  #to = 0;
  #isOpen = false;
  #shown: readonly Message[] | undefined;

  constructor(head: number, rev: number) {
    this.head = head;
    this.heardSeq = head;
    this.heardRev = rev;
  }

  /** Whether anything was loaded to read. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Whether what is shown goes back to the room's first message. */
  get atStart(): boolean {
    return this.#isOpen && this.#from <= 1;
  }

  /** Whether what is shown goes up to the newest message. */
  get atEnd(): boolean {
    return this.#isOpen && this.#to >= this.head;
  }

  /** Whether there is something that was not heard: a heart-beat is no proof of delivery. */
  get isBehind(): boolean {
    return this.head > this.heardSeq;
  }

  /** The run that is read, rising by seq; the same array until something in it changes. */
  get shown(): readonly Message[] {
    this.#shown ??= this.#run();
    return this.#shown;
  }

  get(seq: number): Message | undefined {
    return this.#bySeq.get(seq);
  }

  /** Looks through what is held. */
  byId(id: string): Message | undefined {
    for (const message of this.#bySeq.values()) if (message.id === id) return message;
    return undefined;
  }

  /** A message that came live or by replay. True if it was not known. */
  hear(message: Message): boolean {
    const isNew = this.#put(message);
    while (this.#bySeq.has(this.heardSeq + 1)) this.heardSeq++;
    this.#grow();
    if (!this.#isOpen) this.#forgetOldest();
    return isNew;
  }

  /** A page of history to read from: what is shown is the run around it. An empty one is a room where nothing was said. */
  open(page: readonly Message[]): void {
    for (const message of page) this.#put(message);
    this.#isOpen = true;
    const first = page[0];
    this.#from = first?.seq ?? this.head + 1;
    this.#to = page.at(-1)?.seq ?? this.head;
    this.#grow();
  }

  /** A page that goes on from what is shown, above or below it. */
  extend(page: readonly Message[], side: "above" | "below"): void {
    for (const message of page) this.#put(message);
    this.#grow();
    this.#trim(side === "above" ? "below" : "above");
  }

  /** A change of a message that is held replaces it; true if it did. What is older than what is held changes nothing. */
  change(change: Change): boolean {
    this.heardRev = Math.max(this.heardRev, change.rev);
    const { message } = change;
    if (message === undefined || !this.#bySeq.has(message.seq)) return false;
    const isNewer = (this.#bySeq.get(message.seq)?.rev ?? 0) < (message.rev ?? change.rev);
    if (isNewer) this.#replace(message);
    return isNewer;
  }

  /** As the server says it is now, e.g. in the answer of an edit. */
  replace(message: Message): void {
    const held = this.#bySeq.get(message.seq);
    if (held !== undefined && (held.rev ?? 0) <= (message.rev ?? 0)) this.#replace(message);
  }

  /** Whoever was erased said nothing that can be read. */
  erase(userId: string, at: string): void {
    for (const message of this.#bySeq.values()) {
      if (message.senderId === userId && message.kind === "TEXT")
        this.#replace({ ...message, content: "", deletedAt: message.deletedAt ?? at });
    }
  }

  /** The room says how far it has come. */
  note(head: number): void {
    this.head = Math.max(this.head, head);
  }

  /** Too much was missed to hear it all: goes on from `seq`, and what lies between is loaded when somebody reads there. */
  skipTo(seq: number): void {
    this.head = Math.max(this.head, seq);
    this.heardSeq = Math.max(this.heardSeq, seq);
  }

  #put(message: Message): boolean {
    this.head = Math.max(this.head, message.seq);
    const held = this.#bySeq.get(message.seq);
    if (held !== undefined && (held.rev ?? 0) >= (message.rev ?? 0)) return false;
    this.#replace(message);
    return held === undefined;
  }

  #replace(message: Message): void {
    this.#bySeq.set(message.seq, message);
    this.#shown = undefined;
  }

  #grow(): void {
    if (!this.#isOpen) return;
    while (this.#bySeq.has(this.#to + 1)) this.#to++;
    while (this.#bySeq.has(this.#from - 1)) this.#from--;
    this.#shown = undefined;
  }

  #trim(side: "above" | "below"): void {
    while (this.#to - this.#from >= shownMax) this.#bySeq.delete(side === "above" ? this.#from++ : this.#to--);
  }

  #forgetOldest(): void {
    const [oldest] = this.#bySeq.keys();
    if (this.#bySeq.size > heardMax && oldest !== undefined) this.#bySeq.delete(oldest);
  }

  #run(): Message[] {
    const run: Message[] = [];
    for (let seq = this.#from; seq <= this.#to; seq++) {
      const message = this.#bySeq.get(seq);
      if (message !== undefined) run.push(message);
    }
    return run;
  }
}
