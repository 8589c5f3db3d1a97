import { DurableObject } from "cloudflare:workers";
import type { ChatGatewayCalls, LiveMessage, UserPush } from "../../contracts/chat-gateway.ts";
import type { RoomLine, RoomTick } from "../../contracts/chat-room.ts";
import type { SocketHost } from "../../contracts/inbox.ts";
import { limits } from "../../contracts/limits.ts";
import { answeredCode, refusedUpgrade } from "../sockets.ts";
import { GatewayClock } from "./gateway-clock.ts";
import { GatewayCore } from "./gateway-core.ts";
import type { Link } from "./link.ts";
import { liveMessage } from "./live-feed.ts";
import { jsonMessage, type Outgoing } from "./outgoing.ts";
import { SocketReader } from "./read-socket.ts";
import { roomMessage } from "./room-voice.ts";
import type { Seat } from "./seat.ts";
import { pickSubprotocol } from "./stomp/handshake.ts";
import type { TopicKind } from "./subscriptions.ts";

/** So many messages that were given here by other gateways are remembered, so that none goes round in a circle. */
const givenMax = 1000;

/**
 * The STOMP sockets of many people, each over many rooms. Rooms tell it once a tick, however many of their members are here. Sockets hibernate, and heart-beats
 * are answered by the runtime; subscriptions, pieces of frames, what is not acknowledged and open transactions are in SQLite, and memory is a cache of them.
 */
export class ChatGateway extends DurableObject<Env> implements ChatGatewayCalls, SocketHost {
  readonly #core: GatewayCore;
  readonly #clock: GatewayClock;
  readonly #readers = new WeakMap<Link, SocketReader>();
  readonly #given = new Set<string>();

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("\n", "\n"));
    this.#core = new GatewayCore(ctx, env);
    this.#core.log.debug("gateway woke");
    this.#clock = new GatewayClock(ctx, this.#core);
    if (!this.#core.storage.isSetUp) return;
    this.#core.tally.changed();
    this.#buryLost();
    for (const each of this.#core.subscriptions.behind()) ctx.waitUntil(this.#core.room(each.appId, each.target).catchUp(each));
  }

  /** What happened in a room; see `ChatGatewayCalls.tick`. */
  async tick(tick: RoomTick): Promise<{ listening: boolean }> {
    const feed = this.#core.room(tick.appId, tick.roomId);
    if (feed.subscriptions.size > 0) await feed.tick(tick);
    return { listening: feed.subscriptions.size > 0 };
  }

  /** A room has lost its memory; see `ChatGatewayCalls.roomAwoke`. Answers at once: the room may wait for it before it answers what was missed. */
  async roomAwoke({ appId, roomId, head, access }: Parameters<ChatGatewayCalls["roomAwoke"]>[0]) {
    const feed = this.#core.room(appId, roomId);
    const { listeners } = feed;
    if (listeners.length > 0) this.ctx.waitUntil(feed.awoke(head, access).catch(() => {}));
    return { listening: listeners.length > 0, listeners };
  }

  /** A message of a room that another gateway's subscriber would not take. */
  async redelivered({ appId, roomId, line }: { appId: string; roomId: string; line: RoomLine }): Promise<{ taken: boolean }> {
    return { taken: this.#give("room", appId, roomId, roomMessage(line)) };
  }

  /** A message of a live topic that another gateway's subscriber would not take. */
  async relayRedelivered({ appId, name, frame }: { appId: string; name: string; frame: LiveMessage }): Promise<{ taken: boolean }> {
    return { taken: this.#give("live", appId, name, liveMessage(frame)) };
  }

  /** Messages of a live topic, in their order. */
  async relay({ appId, name, frames }: { appId: string; name: string; frames: LiveMessage[] }): Promise<{ listening: boolean }> {
    return { listening: this.#core.topic(appId, name).hear(frames) };
  }

  /** To this person's sockets at the push's app that listen to their notifications. */
  async push({ userId, push }: { userId: string; push: UserPush }): Promise<void> {
    const message = jsonMessage(push.id, JSON.stringify(push));
    for (const { id, appId } of this.#core.storage.socketsBy("user_id", userId)) {
      if (appId === push.appId) this.#core.toQueue(id, "notifications", message);
    }
  }

  /** How many sockets are open here: asked by whoever adds them up, in case this object crashed with sockets that it had told of. */
  async sockets(): Promise<number> {
    return this.ctx.getWebSockets().length;
  }

  /** The sockets of these sessions are closed, and those that are on their way are refused. */
  async endSessions(sessionIds: string[]): Promise<void> {
    this.#core.storage.setUp();
    for (const sessionId of sessionIds) {
      this.#core.storage.endSession(sessionId, Date.now());
      for (const { id } of this.#core.storage.socketsBy("session_id", sessionId)) {
        const link = this.#core.links.byId(id);
        if (link === null) this.#core.leave(id);
        else this.#core.fault(link, { code: "TOKEN_INVALID", message: "session ended" }, 1008);
      }
    }
  }

  /** Upgrades a socket. The Worker says in `x-marquee-*` what the upgrade proved of who comes; a ticket is spent here. */
  override async fetch({ headers }: Request): Promise<Response> {
    const given = <Value>(name: string): Value | null => JSON.parse(headers.get(`x-marquee-${name}`) ?? "null");
    const { storage } = this.#core;
    const person = given<Seat["person"]>("person");
    const ticketId = headers.get("x-marquee-ticket");
    const now = Date.now();
    storage.setUp();
    if (storage.sockets >= limits.socketsPerGatewayMax) return refusedUpgrade("OVERLOADED");
    if (ticketId !== null && !storage.spendTicket(ticketId, now)) return refusedUpgrade("TICKET_INVALID");
    if (person !== null && storage.hasEnded(person.sessionId)) return refusedUpgrade("TOKEN_INVALID");
    const upgrade = given<Seat["upgrade"]>("upgrade");
    if (upgrade === null) throw new Error("an upgrade came without its description");
    const seat: Seat = {
      id: crypto.randomUUID(),
      upgrade,
      tenant: given("tenant"),
      person,
      version: null,
      beatMs: 0,
      openedAt: now,
    };
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server, [seat.id]);
    server.serializeAttachment(seat);
    const until = now + limits.stompConnectSeconds * 1000;
    storage.saveSocket({ id: seat.id, appId: null, userId: null, sessionId: null, until, beatMs: 0 });
    this.#clock.arm();
    this.#core.tally.changed();
    const protocol = pickSubprotocol(headers.get("sec-websocket-protocol"));
    return new Response(null, { status: 101, webSocket: client, headers: protocol === null ? {} : { "sec-websocket-protocol": protocol } });
  }

  override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
    this.#core.log.debug("gateway frame");
    const link = this.#core.links.of(socket);
    if (link.closed) return;
    const reader = this.#readers.get(link) ?? new SocketReader(this.#core, link);
    this.#readers.set(link, reader);
    const isNew = link.seat.version === null;
    await reader.take(message);
    // Whoever does not beat themselves is to be beaten for.
    if (isNew) this.#clock.arm();
  }

  /** What came before the close is still done. */
  override async webSocketClose(socket: WebSocket, code: number, reason: string): Promise<void> {
    const link = this.#core.links.of(socket);
    await link.order.run(() => link.close(answeredCode(code), reason));
  }

  override webSocketError(socket: WebSocket): Promise<void> {
    return this.webSocketClose(socket, 1006, "");
  }

  /** May run late, twice or for nothing: it looks up what is due. */
  override async alarm(): Promise<void> {
    this.#clock.ring();
  }

  /** One of those who listen here gets what somebody elsewhere would not take; each message once, so that it does not go back and forth. */
  #give(kind: TopicKind, appId: string, target: string, message: Outgoing): boolean {
    const key = `${appId} ${target} ${message.id}`;
    if (this.#given.has(key)) return false;
    const taker = [...this.#core.subscriptions.at(appId, target)].find((each) => each.kind === kind && each.live);
    if (taker === undefined) return false;
    const oldest = this.#given.size >= givenMax ? this.#given.values().next().value : undefined;
    if (oldest !== undefined) this.#given.delete(oldest);
    this.#given.add(key);
    this.#core.speak(taker, message, 1);
    return true;
  }

  /** If a socket is not here that should be, this object was lost with all that it had: whoever cares hears that they are gone. */
  #buryLost(): void {
    const one = this.#core.storage.someSocket();
    if (one === null || this.#core.links.byId(one) !== null) return;
    for (const { id } of this.#core.storage.allSockets()) if (this.#core.links.byId(id) === null) this.#core.leave(id);
  }
}
