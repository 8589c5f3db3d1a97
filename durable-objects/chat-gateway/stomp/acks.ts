import { limits } from "../../../contracts/limits.ts";
import { type Frame, headerOf, StompFault, type StompVersion } from "./frame.ts";

/** `client`: an ACK is for everything up to that message; `client-individual`: for one. */
export type AckMode = "auto" | "client" | "client-individual";

/** A message that was sent to a subscription and is to be acknowledged. `held`: what leads to it again; JSON. */
export interface Unacked<Held> {
  /** The `ack` header of its MESSAGE. */
  ackId: string;
  /** Rises with each message that was sent to this socket. */
  n: number;
  subscription: string;
  messageId: string;
  isCumulative: boolean;
  held: Held;
}

/** Which messages an ACK or NACK is about, as its version names them. */
export type AckName = { ackId: string } | { messageId: string; subscription?: string };

/**
 * What one socket has been sent and not yet acknowledged, over all its subscriptions, in the order of sending. What is taken out is answered, so that it can
 * be kept elsewhere row by row; `JSON.stringify` writes all of it, and the constructor takes that again.
 * Never more than `unackedMax`: for one more, the oldest is given back as if it were refused, so that somebody else gets it. Names of what is not (or no
 * longer) here are no fault: a message can be given back while its ACK is on its way.
 */
export class AckLedger<Held> {
  readonly #unackedMax: number;
  readonly #waiting = new Map<string, Unacked<Held>>();
  #n = 0;

  constructor(saved: Iterable<Unacked<Held>> = [], unackedMax: number = limits.stompUnackedMax) {
    this.#unackedMax = unackedMax;
    for (const each of [...saved].sort((one, other) => one.n - other.n)) {
      this.#waiting.set(each.ackId, each);
      this.#n = each.n;
    }
  }

  get size(): number {
    return this.#waiting.size;
  }

  /** Notes a message as it is sent. `givenBack`: the oldest, if there were too many. */
  sent(
    mode: Exclude<AckMode, "auto">,
    subscription: string,
    messageId: string,
    held: Held,
  ): { sent: Unacked<Held>; givenBack: Unacked<Held> | null } {
    const n = ++this.#n;
    // With the message's own id, because a count alone begins anew where nothing was waiting when the memory was lost.
    const sent = { ackId: `${n}.${messageId}`, n, subscription, messageId, isCumulative: mode === "client", held };
    const [oldest = null] = this.#waiting.size >= this.#unackedMax ? this.#waiting.values() : [];
    if (oldest !== null) this.#waiting.delete(oldest.ackId);
    this.#waiting.set(sent.ackId, sent);
    return { sent, givenBack: oldest };
  }

  /** Takes out what an ACK or NACK is about: one, or all up to it that this subscription was sent. A NACK's are to be redelivered. */
  settle(name: AckName): Unacked<Held>[] {
    const named = this.#find(name);
    if (named === null) return [];
    const settled = named.isCumulative ? this.#of(named.subscription).filter(({ n }) => n <= named.n) : [named];
    return this.#takeOut(settled);
  }

  /** Takes out everything of a subscription, which has ended. */
  unsubscribed(subscription: string): Unacked<Held>[] {
    return this.#takeOut(this.#of(subscription));
  }

  /** All of it, in the order of sending. */
  toJSON(): Unacked<Held>[] {
    return [...this.#waiting.values()];
  }

  #find(name: AckName): Unacked<Held> | null {
    if ("ackId" in name) return this.#waiting.get(name.ackId) ?? null;
    const { messageId, subscription } = name;
    for (const each of this.#waiting.values()) {
      if (each.messageId === messageId && (subscription === undefined || each.subscription === subscription)) return each;
    }
    return null;
  }

  #of(subscription: string): Unacked<Held>[] {
    return [...this.#waiting.values()].filter((each) => each.subscription === subscription);
  }

  #takeOut(these: Unacked<Held>[]): Unacked<Held>[] {
    for (const { ackId } of these) this.#waiting.delete(ackId);
    return these;
  }
}

/** How a SUBSCRIBE wants its messages acknowledged. Throws a StompFault for what is none of the three. */
export function ackModeOf(frame: Frame): AckMode {
  const mode = headerOf(frame, "ack") ?? "auto";
  if (mode === "auto" || mode === "client" || mode === "client-individual") return mode;
  throw new StompFault("bad ack mode", "ack is auto, client or client-individual.", headerOf(frame, "receipt"));
}

/**
 * What an ACK or NACK names: by `id` in 1.2, by `message-id` before, with `subscription` from 1.1 on. Throws a StompFault if it names nothing, and for a
 * NACK in 1.0, which has none.
 */
export function ackNameOf(frame: Frame, version: StompVersion): AckName {
  const receipt = headerOf(frame, "receipt");
  if (version === "1.0" && frame.command === "NACK") throw new StompFault("unknown command", "STOMP 1.0 has no NACK.", receipt);
  const id = headerOf(frame, "id");
  const messageId = headerOf(frame, "message-id");
  const subscription = headerOf(frame, "subscription");
  if (version === "1.2" && id !== undefined) return { ackId: id };
  if (version === "1.0" && messageId !== undefined) return subscription === undefined ? { messageId } : { messageId, subscription };
  if (version === "1.1" && messageId !== undefined && subscription !== undefined) return { messageId, subscription };
  const needed = { "1.0": "message-id", "1.1": "message-id and subscription", "1.2": "id" }[version];
  throw new StompFault("missing header", `${frame.command} needs ${needed}.`, receipt);
}
