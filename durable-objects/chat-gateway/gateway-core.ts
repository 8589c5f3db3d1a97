import type { LiveRelayCalls } from "../../contracts/chat-gateway.ts";
import type { ChatRoomCalls } from "../../contracts/chat-room.ts";
import { type ErrorCode, errors } from "../../contracts/errors.ts";
import { liveRelayOf } from "../../workers/chat/live-relay-of.ts";
import { chatRoomOf } from "../../workers/chat/room-of.ts";
import { inboxOf } from "../../workers/identity/inbox-of.ts";
import { type Database, openDatabase } from "../../workers/platform/database.ts";
import { Logger } from "../../workers/platform/log.ts";
import { AppWatch } from "../app-watch.ts";
import { SocketTally } from "../socket-tally.ts";
import { giveOn } from "./acknowledge.ts";
import { Lane } from "./lane.ts";
import { type Link, Links } from "./link.ts";
import { LiveFeed } from "./live-feed.ts";
import { OpenTransactions } from "./open-transactions.ts";
import { jsonMessage, type Outgoing } from "./outgoing.ts";
import { type FeedHost, RoomFeed } from "./room-feed.ts";
import { RoomVoice } from "./room-voice.ts";
import { type Frame, headerOf } from "./stomp/frame.ts";
import { writeFrame } from "./stomp/write-frame.ts";
import { GatewayStorage } from "./storage.ts";
import { isOfRoom, type Subscription, Subscriptions } from "./subscriptions.ts";
import { Unacked } from "./unacked.ts";

export type Headers = readonly (readonly [string, string])[];

/** What a client is told of a frame that was refused. `id`: the subscription's, or the sender's own name for a message. */
export interface Refused {
  code: ErrorCode;
  destination: string;
  details?: Record<string, unknown> | undefined;
  id?: string | undefined;
}

/** Half of what may be unread: then whoever is being sent much waits for a sign of life. */
const strained = 0.5;
const easeMs = 250;
const easedAfterMs = 30_000;

/** What the frames of all sockets work with: who listens to what, and how they are spoken to. */
export class GatewayCore implements FeedHost {
  readonly gateway: string;
  readonly env: Env;
  readonly db: Database;
  readonly log: Logger;
  readonly storage: GatewayStorage;
  readonly subscriptions: Subscriptions;
  readonly links: Links;
  readonly unacked: Unacked;
  readonly transactions: OpenTransactions;
  readonly tally: SocketTally;
  readonly apps: AppWatch;
  readonly #ctx: DurableObjectState;
  readonly #voice = new RoomVoice((subscription, message) => this.speak(subscription, message));
  readonly #rooms = new Map<string, RoomFeed>();
  readonly #topics = new Map<string, LiveFeed>();
  readonly #lanes: Lanes<ChatRoomCalls> = new WeakMap();
  readonly #liveLanes: Lanes<LiveRelayCalls> = new WeakMap();

  constructor(ctx: DurableObjectState, env: Env) {
    this.#ctx = ctx;
    this.env = env;
    this.gateway = ctx.id.name ?? "";
    this.db = openDatabase(env);
    this.log = new Logger(env.LOG_LEVEL, { gateway: this.gateway });
    this.storage = new GatewayStorage(ctx.storage);
    this.subscriptions = new Subscriptions(this.storage);
    this.unacked = new Unacked(this.storage);
    this.transactions = new OpenTransactions(this.storage);
    this.tally = new SocketTally(ctx, env, "gateway");
    this.apps = new AppWatch(ctx, env, (appId) => this.#switchedOff(appId));
    this.links = new Links(ctx, (link) => this.leave(link.id));
  }

  keepAlive(work: Promise<unknown>): void {
    this.#ctx.waitUntil(work);
  }

  roomOf(appId: string, roomId: string): ChatRoomCalls {
    return chatRoomOf(this.env, appId, roomId);
  }

  room(appId: string, roomId: string): RoomFeed {
    const key = `${appId} ${roomId}`;
    return this.#rooms.get(key) ?? added(this.#rooms, key, new RoomFeed(this, this.#voice, appId, roomId));
  }

  topic(appId: string, name: string): LiveFeed {
    const key = `${appId} ${name}`;
    return this.#topics.get(key) ?? added(this.#topics, key, new LiveFeed(this, appId, name));
  }

  /** This socket's way to a room. */
  lane(link: Link, appId: string, roomId: string): Lane<ChatRoomCalls> {
    return laneOf(this.#lanes, link, `${appId} ${roomId}`, () => this.roomOf(appId, roomId));
  }

  /** This socket's way to a live topic. */
  liveLane(link: Link, appId: string, name: string): Lane<LiveRelayCalls> {
    return laneOf(this.#liveLanes, link, `${appId} ${name}`, () => liveRelayOf(this.env, appId, name));
  }

  /** Sends a message to a subscription. `hops`: how often it was not wanted here. */
  speak(subscription: Subscription, message: Outgoing, hops = 0): void {
    const link = this.links.byId(subscription.socketId);
    if (link === null || subscription.ack === "auto") {
      if (link === null) this.leave(subscription.socketId);
      else link.say(message.frameFor(subscription, null));
      return;
    }
    const { ackId, givenBack } = this.unacked.expect(subscription, message, hops);
    link.say(message.frameFor(subscription, ackId));
    if (givenBack === null) return;
    const late = this.subscriptions.of(link.id).get(givenBack.subscription);
    if (late !== undefined) this.keepAlive(giveOn(this, late, givenBack));
  }

  /** Sends a frame that is no message. */
  answer(link: Link, command: string, headers: Headers, body = ""): void {
    link.say(writeFrame(command, headers, body, link.seat.version ?? "1.0"));
  }

  /** Says that a frame was handled, if its sender asked for that. */
  receipt(link: Link, frame: Frame, headers: Headers = []): void {
    const id = headerOf(frame, "receipt");
    if (id !== undefined) this.answer(link, "RECEIPT", [["receipt-id", id], ...headers]);
  }

  /** Tells a client on `/user/queue/errors` what was refused. The socket stays. */
  refuse(link: Link, { code, destination, details, id }: Refused): void {
    const body = { code, message: errors[code][1], destination, ...(id !== undefined && { id }), ...(details && { details }) };
    this.toQueue(link.id, "errors", jsonMessage(crypto.randomUUID(), JSON.stringify(body)));
  }

  /** A message to those subscriptions of a socket that listen to one of its user's own queues. */
  toQueue(socketId: string, queue: "errors" | "heartbeatReply" | "notifications", message: Outgoing): void {
    for (const each of this.subscriptions.of(socketId).values()) if (each.kind === queue) this.speak(each, message);
  }

  told({ socketId, destination, id }: Subscription, code: ErrorCode): void {
    const link = this.links.byId(socketId);
    if (link !== null) this.refuse(link, { code, destination, id });
  }

  /** Says what is wrong in an ERROR frame, which ends the connection. */
  fault(
    link: Link,
    fault: { message: string; code?: ErrorCode; details?: unknown; receiptId?: string | undefined },
    closeCode = 1002,
  ): void {
    if (link.closed) return;
    const { message, code, details, receiptId } = fault;
    const body = JSON.stringify({ ...(code && { code }), message, ...(details !== undefined && { details }) });
    const headers: [string, string][] = [
      ["message", message],
      ["content-type", "application/json"],
    ];
    if (code !== undefined) headers.push(["code", code]);
    if (receiptId !== undefined) headers.push(["receipt-id", receiptId]);
    this.answer(link, "ERROR", headers, body);
    link.close(closeCode, message.slice(0, 100));
  }

  async eased({ socketId }: Subscription): Promise<void> {
    for (let waited = 0; ; waited += easeMs) {
      const link = this.links.byId(socketId);
      if (link === null || link.closed || link.strain < strained) return;
      if (waited >= (link.seat.beatMs > 0 ? easedAfterMs : easeMs)) {
        if (link.seat.beatMs === 0) link.trust();
        return;
      }
      await scheduler.wait(easeMs);
    }
  }

  giveUp({ socketId }: Subscription): void {
    this.links.byId(socketId)?.close(1013, "try again");
  }

  /** Ends subscriptions of one socket, however many rooms and topics they are of. */
  end(leaving: readonly Subscription[]): void {
    const byTarget = Map.groupBy(leaving, ({ kind, appId, target }) => (target === "" ? kind : `${appId} ${target}`));
    for (const group of byTarget.values()) {
      const [first] = group;
      if (first === undefined) continue;
      if (isOfRoom(first)) this.room(first.appId, first.target).leave(group);
      else {
        for (const each of group) this.subscriptions.remove(each);
        if (first.kind === "live") this.topic(first.appId, first.target).left();
      }
      for (const { socketId, id, ack } of group) if (ack !== "auto") this.unacked.unsubscribed(socketId, id);
    }
  }

  #switchedOff(appId: string): void {
    for (const { id } of this.storage.socketsBy("app_id", appId)) {
      const link = this.links.byId(id);
      if (link === null) this.leave(id);
      else this.fault(link, { code: "APP_INACTIVE", message: errors.APP_INACTIVE[1] }, 1008);
    }
  }

  /** Forgets a socket that is gone, and lets everybody know who cares. Again: nothing. */
  leave(socketId: string): void {
    const leaving = [...this.subscriptions.of(socketId).values()];
    const { user_id: userId } = this.storage.rows<{ user_id: string | null }>("SELECT user_id FROM socket WHERE id = ?", socketId)[0] ?? {};
    this.end(leaving);
    this.storage.removeSocket(socketId);
    this.subscriptions.forget(socketId);
    this.unacked.forget(socketId);
    this.transactions.forget(socketId);
    this.links.forget(socketId);
    this.tally.changed();
    // What the inbox is not told lapses there by itself.
    if (userId)
      this.keepAlive(
        inboxOf(this.env, userId)
          .socketClosed(socketId)
          .catch(() => {}),
      );
  }
}

/** Keeps a new feed, and forgets those that nobody listens to any more. */
function added<Feed extends { isIdle: boolean }>(feeds: Map<string, Feed>, key: string, feed: Feed): Feed {
  for (const [other, { isIdle }] of feeds) if (isIdle) feeds.delete(other);
  feeds.set(key, feed);
  return feed;
}

type Lanes<Stub> = WeakMap<Link, Map<string, Lane<Stub>>>;
/** A socket that writes to very many rooms forgets its ways now and then, when nothing is under way on them. */
const lanesMax = 100;

function laneOf<Stub>(all: Lanes<Stub>, link: Link, key: string, open: () => Stub): Lane<Stub> {
  const lanes = all.get(link) ?? new Map<string, Lane<Stub>>();
  all.set(link, lanes);
  for (const [other, { isIdle }] of lanes.size > lanesMax ? lanes : []) if (isIdle) lanes.delete(other);
  const lane = lanes.get(key) ?? new Lane(open);
  lanes.set(key, lane);
  return lane;
}
