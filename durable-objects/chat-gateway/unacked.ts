import type { LiveMessage } from "../../contracts/chat-gateway.ts";
import { fromBase64Url, toBase64 } from "../../workers/platform/digest.ts";
import type { Outgoing } from "./outgoing.ts";
import { AckLedger, type AckName, type Unacked as Entry } from "./stomp/acks.ts";
import type { GatewayStorage } from "./storage.ts";
import type { Subscription } from "./subscriptions.ts";

/**
 * What leads to a message again. What is only passed on is kept here itself, until it is acknowledged. `hops`: how often it was not wanted here.
 */
export type Held = { hops: number } & (
  | { kind: "room"; seq: number }
  | { kind: "live"; id: string; headers: [string, string][]; body: string }
  | { kind: "once" }
);

type Row = {
  ack_id: string;
  n: number;
  subscription_id: string;
  message_id: string;
  cumulative: number;
  held: string;
};

/** Messages that were sent and not acknowledged, of all sockets: in memory as ledgers, on disk row by row. */
export class Unacked {
  readonly #storage: GatewayStorage;
  readonly #ledgers = new Map<string, AckLedger<Held>>();

  constructor(storage: GatewayStorage) {
    this.#storage = storage;
  }

  /** Notes a message as it is sent; its `ack` header, and what is given back if there are too many. */
  expect({ socketId, id, ack }: Subscription, message: Outgoing, hops: number): { ackId: string; givenBack: Entry<Held> | null } {
    const mode = ack === "client" ? "client" : "client-individual";
    const { sent, givenBack } = this.#of(socketId).sent(mode, id, message.id, heldOf(message, hops));
    if (givenBack !== null) this.#remove(socketId, [givenBack]);
    this.#storage.run(
      "INSERT INTO unacked VALUES (?, ?, ?, ?, ?, ?, ?)",
      socketId,
      sent.ackId,
      sent.n,
      id,
      message.id,
      Number(sent.isCumulative),
      JSON.stringify(sent.held),
    );
    return { ackId: sent.ackId, givenBack };
  }

  /** Takes out what an ACK or NACK is about. */
  settle(socketId: string, name: AckName): Entry<Held>[] {
    return this.#remove(socketId, this.#of(socketId).settle(name));
  }

  /** Forgets what a subscription that has ended was sent. */
  unsubscribed(socketId: string, id: string): void {
    this.#remove(socketId, this.#of(socketId).unsubscribed(id));
  }

  /** To be called when a socket is gone and its rows are removed. */
  forget(socketId: string): void {
    this.#ledgers.delete(socketId);
  }

  #of(socketId: string): AckLedger<Held> {
    const known = this.#ledgers.get(socketId);
    if (known !== undefined) return known;
    const rows = this.#storage.rows<Row>("SELECT * FROM unacked WHERE socket_id = ?", socketId);
    const ledger = new AckLedger<Held>(rows.map(entryOf));
    this.#ledgers.set(socketId, ledger);
    return ledger;
  }

  #remove(socketId: string, entries: Entry<Held>[]): Entry<Held>[] {
    if (entries.length > 0) {
      const ids = JSON.stringify(entries.map(({ ackId }) => ackId));
      this.#storage.run("DELETE FROM unacked WHERE socket_id = ? AND ack_id IN (SELECT value FROM json_each(?))", socketId, ids);
    }
    return entries;
  }
}

function heldOf({ id, source, headers, body }: Outgoing, hops: number): Held {
  if (source.kind !== "live") return { hops, ...source };
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  return { hops, kind: "live", id, headers: headers.map(([name, value]) => [name, value]), body: toBase64(bytes) };
}

/** The message that is held. */
export const liveMessageOf = ({ id, headers, body }: Extract<Held, { kind: "live" }>): LiveMessage => ({
  id,
  headers,
  body: fromBase64Url(body),
});

const entryOf = ({ ack_id, n, subscription_id, message_id, cumulative, held }: Row): Entry<Held> => ({
  ackId: ack_id,
  n,
  subscription: subscription_id,
  messageId: message_id,
  isCumulative: cumulative === 1,
  held: JSON.parse(held),
});
