import type { Message } from "../../../../contracts/messages.ts";
import type { FailureCode } from "../../api/failure.ts";

/**
 * A message that one's own person has written. WAITING: not on its way. SENDING: it is. STORED: the room has it, and it will come back with the others.
 * FAILED: the room will not take it, `code` says why.
 */
export interface Unsent {
  clientId: string;
  roomId: string;
  content: string;
  replyTo?: Message["replyTo"];
  writtenAt: number;
  state: "WAITING" | "SENDING" | "STORED" | "FAILED";
  code?: FailureCode;
  reason?: string;
  /** Not to be tried before, in ms. */
  notBefore?: number;
  sentAt?: number;
}

/** Where the outbox survives a reload. */
export interface OutboxKeep {
  all(): Unsent[];
  put(unsent: Unsent): void;
  remove(clientId: string): void;
}

/** The room is asked again: by its clientId it is one message however often it is sent. */
const patienceMs = 20_000;
/** What passes by itself. */
const passing: readonly string[] = ["RATE_LIMITED", "SLOW_MODE", "OVERLOADED", "DEPENDENCY_UNAVAILABLE", "INTERNAL"];
export const passes = (code: FailureCode): boolean => passing.includes(code);

/**
 * What was written and is not in the room yet, in the order of writing: kept where it survives a reload, and sent one after the other for each room, each
 * under the same clientId until the room says that it has it. So nothing is lost, and nothing is said twice.
 */
export class Outbox {
  readonly #keep: OutboxKeep;
  readonly #unsent = new Map<string, Unsent>();
  #lastWrittenAt = 0;

  constructor(keep: OutboxKeep) {
    this.#keep = keep;
    const kept = keep.all().sort((a, b) => a.writtenAt - b.writtenAt);
    for (const each of kept) this.#unsent.set(each.clientId, each.state === "FAILED" ? each : { ...each, state: "WAITING" });
    this.#lastWrittenAt = kept.at(-1)?.writtenAt ?? 0;
  }

  get isEmpty(): boolean {
    return this.#unsent.size === 0;
  }

  /** Of one room, in the order of writing. */
  of(roomId: string): Unsent[] {
    return [...this.#unsent.values()].filter((each) => each.roomId === roomId);
  }

  /** When something is due again that waits for its time, or is not answered; null if nothing is. */
  dueAt(): number | null {
    const times = [...this.#unsent.values()].flatMap((each) => {
      if (each.state === "SENDING") return [(each.sentAt ?? 0) + patienceMs];
      return each.state === "WAITING" && each.notBefore !== undefined ? [each.notBefore] : [];
    });
    return times.length === 0 ? null : Math.min(...times);
  }

  write(draft: { clientId: string; roomId: string; content: string; replyTo?: Message["replyTo"] }, now: number): Unsent {
    this.#lastWrittenAt = Math.max(now, this.#lastWrittenAt + 1);
    const unsent: Unsent = { ...draft, writtenAt: this.#lastWrittenAt, state: "WAITING" };
    this.#unsent.set(unsent.clientId, unsent);
    this.#keep.put(unsent);
    return unsent;
  }

  /** What is to be sent now: of each room the first that is not there yet. It counts as under way from here on. */
  take(now: number): Unsent[] {
    const rooms = new Set<string>();
    const due: Unsent[] = [];
    for (const each of this.#unsent.values()) {
      if (each.state === "FAILED" || each.state === "STORED" || rooms.has(each.roomId)) continue;
      rooms.add(each.roomId);
      const isDue = each.state === "SENDING" ? (each.sentAt ?? 0) + patienceMs <= now : (each.notBefore ?? 0) <= now;
      if (isDue) due.push(this.#become(each, { state: "SENDING", sentAt: now }));
    }
    return due;
  }

  /** The room has it on disk. */
  stored(clientId: string): void {
    this.#keep.remove(clientId);
    const unsent = this.#unsent.get(clientId);
    if (unsent !== undefined) this.#become(unsent, { state: "STORED" });
  }

  /** The room has said it. True if it was waited for. */
  arrived({ clientId }: Message): boolean {
    this.#keep.remove(clientId);
    return this.#unsent.delete(clientId);
  }

  /** The room would not take it: for now, or for good. */
  refused(clientId: string, { code, reason, waitMs }: { code: FailureCode; reason: string; waitMs: number | null }, now: number): void {
    const unsent = this.#unsent.get(clientId);
    if (unsent === undefined || unsent.state === "STORED") return;
    if (passes(code)) this.#become(unsent, { state: "WAITING", code, notBefore: now + (waitMs ?? 3000) });
    else this.#keep.put(this.#become(unsent, { state: "FAILED", code, reason }));
  }

  /** The one that is under way to this room, if one is: the room answers in order. */
  underWay(roomId: string): Unsent | undefined {
    return [...this.#unsent.values()].find((each) => each.roomId === roomId && each.state === "SENDING");
  }

  /** The connection is gone: nobody knows whether what was under way came there. */
  disconnected(): void {
    for (const each of this.#unsent.values()) if (each.state === "SENDING") this.#become(each, { state: "WAITING" });
  }

  retry(clientId: string): void {
    const unsent = this.#unsent.get(clientId);
    if (unsent !== undefined) this.#keep.put(this.#become(unsent, { state: "WAITING", notBefore: 0 }));
  }

  discard(clientId: string): void {
    this.#unsent.delete(clientId);
    this.#keep.remove(clientId);
  }

  #become(unsent: Unsent, change: Partial<Unsent>): Unsent {
    const changed = { ...unsent, ...change };
    this.#unsent.set(unsent.clientId, changed);
    return changed;
  }
}
