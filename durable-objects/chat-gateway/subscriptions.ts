import type { AckMode } from "./stomp/acks.ts";
import type { StompVersion } from "./stomp/frame.ts";
import type { GatewayStorage } from "./storage.ts";

export type TopicKind = "room" | "command" | "presence" | "live" | "errors" | "heartbeatReply" | "notifications";

/** One SUBSCRIBE of one socket. `gone`: ended; whoever is still at work for it sends nothing more. */
export interface Subscription {
  readonly socketId: string;
  readonly id: string;
  readonly appId: string;
  readonly userId: string;
  readonly kind: TopicKind;
  /** The room's id, the name of a live topic, or "". */
  readonly target: string;
  /** As the client spells it. */
  readonly destination: string;
  readonly version: StompVersion;
  readonly ack: AckMode;
  /** Whether the client says itself what was read. */
  readonly seenExplicit: boolean;
  /** Whether later changes of messages come too. */
  readonly changes: boolean;
  /** False while it is being sent what it missed. It has everything up to `fromSeq` and `fromRev`. */
  live: boolean;
  fromSeq: number;
  fromRev: number;
  gone: boolean;
}

type Row = {
  socket_id: string;
  id: string;
  app_id: string;
  user_id: string;
  kind: TopicKind;
  target: string;
  destination: string;
  version: StompVersion;
  ack: AckMode;
  seen_explicit: number;
  changes: number;
  live: number;
  from_seq: number;
  from_rev: number;
};

const targetKey = (appId: string, target: string): string => `${appId} ${target}`;
const roomKinds: readonly TopicKind[] = ["room", "command", "presence"];

/** Whether what is at this topic comes from a room's object. */
export const isOfRoom = ({ kind }: Pick<Subscription, "kind">): boolean => roomKinds.includes(kind);

/** Who listens to what. SQL is the truth; what was looked up once is kept as objects, one for each subscription however it was found. */
export class Subscriptions {
  readonly #storage: GatewayStorage;
  readonly #bySocket = new Map<string, Map<string, Subscription>>();
  readonly #byTarget = new Map<string, Set<Subscription>>();

  constructor(storage: GatewayStorage) {
    this.#storage = storage;
  }

  /** Those of a socket, by their ids. */
  of(socketId: string): ReadonlyMap<string, Subscription> {
    return this.#loadedOf(socketId);
  }

  /** Those of a room, of all kinds, or of a live topic. */
  at(appId: string, target: string): ReadonlySet<Subscription> {
    const key = targetKey(appId, target);
    const known = this.#byTarget.get(key);
    if (known !== undefined) return known;
    // All that their sockets have is looked up at once: those are about to be written to anyway.
    const rows = this.#storage.rows<Row>(
      "SELECT * FROM subscription WHERE socket_id IN (SELECT socket_id FROM subscription WHERE app_id = ?1 AND target = ?2)",
      appId,
      target,
    );
    for (const [socketId, ofSocket] of Map.groupBy(rows, (row) => row.socket_id)) {
      if (!this.#bySocket.has(socketId)) this.#bySocket.set(socketId, new Map(ofSocket.map((row) => [row.id, subscriptionOf(row)])));
    }
    const found = new Set<Subscription>();
    for (const row of rows) {
      const subscription = this.#bySocket.get(row.socket_id)?.get(row.id);
      if (subscription?.target === target && subscription.appId === appId) found.add(subscription);
    }
    if (found.size > 0) this.#byTarget.set(key, found);
    return found;
  }

  /** Those that were being sent what they missed when this object lost its memory. */
  behind(): Subscription[] {
    return this.#storage
      .rows<{ socket_id: string; id: string }>("SELECT socket_id, id FROM subscription WHERE live = 0")
      .flatMap(({ socket_id, id }) => this.#loadedOf(socket_id).get(id) ?? []);
  }

  add(subscription: Subscription): void {
    const { socketId, id, appId, target } = subscription;
    this.#loadedOf(socketId).set(id, subscription);
    if (target !== "") this.#byTarget.set(targetKey(appId, target), new Set(this.at(appId, target)).add(subscription));
    this.save(subscription);
  }

  /** Writes down how far it has come. */
  save(subscription: Subscription): void {
    const { socketId, id, appId, userId, kind, target, destination, version, ack, seenExplicit, changes, live, fromSeq, fromRev } =
      subscription;
    this.#storage.run(
      `INSERT INTO subscription VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET live = excluded.live, from_seq = excluded.from_seq, from_rev = excluded.from_rev`,
      socketId,
      id,
      appId,
      userId,
      kind,
      target,
      destination,
      version,
      ack,
      Number(seenExplicit),
      Number(changes),
      Number(live),
      fromSeq,
      fromRev,
    );
  }

  remove(subscription: Subscription): void {
    const { socketId, id, appId, target } = subscription;
    subscription.gone = true;
    this.#bySocket.get(socketId)?.delete(id);
    const key = targetKey(appId, target);
    const others = this.#byTarget.get(key);
    others?.delete(subscription);
    if (others?.size === 0) this.#byTarget.delete(key);
    this.#storage.run("DELETE FROM subscription WHERE socket_id = ? AND id = ?", socketId, id);
  }

  /** To be called when a socket is gone and its subscriptions have been removed. */
  forget(socketId: string): void {
    this.#bySocket.delete(socketId);
  }

  #loadedOf(socketId: string): Map<string, Subscription> {
    const known = this.#bySocket.get(socketId);
    if (known !== undefined) return known;
    const rows = this.#storage.rows<Row>("SELECT * FROM subscription WHERE socket_id = ?", socketId);
    const found = new Map(rows.map((row) => [row.id, subscriptionOf(row)]));
    this.#bySocket.set(socketId, found);
    return found;
  }
}

const subscriptionOf = (row: Row): Subscription => ({
  socketId: row.socket_id,
  id: row.id,
  appId: row.app_id,
  userId: row.user_id,
  kind: row.kind,
  target: row.target,
  destination: row.destination,
  version: row.version,
  ack: row.ack,
  seenExplicit: row.seen_explicit === 1,
  changes: row.changes === 1,
  live: row.live === 1,
  fromSeq: row.from_seq,
  fromRev: row.from_rev,
  gone: false,
});
