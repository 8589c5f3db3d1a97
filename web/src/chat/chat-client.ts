import type { ChatRoom } from "../../../contracts/chat.ts";
import type { UserPush } from "../../../contracts/chat-gateway.ts";
import type { Message } from "../../../contracts/messages.ts";
import { type FailureCode, failedWith } from "../api/failure.ts";
import type { Domain } from "../domains.ts";
import { ChatCalls } from "./chat-calls.ts";
import { ChatLink } from "./chat-link.ts";
import { ChatStore } from "./core/chat-store.ts";
import { Drafts } from "./core/drafts.ts";
import { keptInBrowser } from "./core/kept-in-browser.ts";
import { passes, type Unsent } from "./core/outbox.ts";
import type { RoomState } from "./core/room-state.ts";
import { Listening } from "./listening.ts";

const shortBreakMs = 60_000;
const quietMs = 3 * 60_000;
const seenAfterMs = 300;
const typingEveryMs = 3000;
const probeMs = 6000;
const beginAgainMs = 2000;

interface Refused {
  code: FailureCode;
  message: string;
  destination: string;
  id?: string;
  details?: { retryAfterSeconds?: number };
}

/** Keeps a store true over one connection, and sends what is written. */
export class ChatClient {
  readonly domain: Domain;
  readonly store: ChatStore;
  readonly calls: ChatCalls;
  /** Pushes of the person's own: bookings, offers, invitations. */
  onPush: (push: UserPush) => void = () => {};
  readonly #link: ChatLink;
  readonly #listening: Listening;
  readonly #seen = new Map<string, number>();
  readonly #typedAt = new Map<string, number>();
  #pumpTimer: ReturnType<typeof setTimeout> | undefined;
  #seenTimer: ReturnType<typeof setTimeout> | undefined;
  #probeTimer: ReturnType<typeof setTimeout> | undefined;
  #quietTimer: ReturnType<typeof setInterval> | undefined;
  #cutAt = 0;
  #refreshing: Promise<void> | undefined;

  constructor(domain: Domain, me: string) {
    this.domain = domain;
    this.calls = new ChatCalls(domain);
    this.store = new ChatStore(me, keptInBrowser(localStorage, `${me}:${domain}`), new Drafts(localStorage, me));
    this.store.people.find = (ids) => this.calls.people(ids);
    this.#link = new ChatLink(domain, { connected: () => void this.#connected(), disconnected: () => this.#disconnected() });
    this.#listening = new Listening(this.#link, (room, message) => this.#heard(room, message));
  }

  start(): void {
    this.#link.start();
    this.#quietTimer = setInterval(() => this.#lookIfQuiet(quietMs), quietMs / 3);
    document.addEventListener("visibilitychange", this.#back);
    void this.refresh().catch(() => {});
  }

  stop(): void {
    this.#link.stop();
    clearInterval(this.#quietTimer);
    for (const timer of [this.#pumpTimer, this.#seenTimer, this.#probeTimer]) clearTimeout(timer);
    document.removeEventListener("visibilitychange", this.#back);
  }

  /** Asks for the list of rooms; many who ask at the same time ask once. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#readRooms().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  /** The next page of rooms. */
  async more(): Promise<void> {
    const { nextCursor } = this.store;
    if (nextCursor === null) return;
    const page = await this.calls.ownRooms(nextCursor);
    for (const room of page.items) this.#listening.listen(this.store.put(room));
    this.store.nextCursor = page.nextCursor;
    this.store.tellNow();
  }

  /** Of this room also who is here and who is writing is told, until the answer is called. */
  attend(roomId: string): () => void {
    this.#listening.openRoom = roomId;
    this.#listenTo(roomId);
    return () => {
      if (this.#listening.openRoom === roomId) this.#listening.openRoom = null;
    };
  }

  /** A room that one has made, joined or been let into. */
  entered(room: ChatRoom): RoomState {
    const state = this.store.putOwn(room);
    state.gone = null;
    this.#listening.listen(state);
    this.store.tellNow();
    return state;
  }

  left(roomId: string): void {
    this.#listening.unlisten(roomId);
    this.store.drop(roomId);
  }

  /** Writes a message: it is kept here until the room has it. */
  write(roomId: string, content: string, replyTo?: Message["replyTo"]): Unsent {
    const clientId = crypto.randomUUID();
    const unsent = this.store.outbox.write({ clientId, roomId, content, ...(replyTo && { replyTo }) }, Date.now());
    this.#typedAt.delete(roomId);
    this.#pump();
    this.store.rooms.get(roomId)?.tellNow();
    return unsent;
  }

  retry({ clientId, roomId }: Unsent): void {
    this.store.outbox.retry(clientId);
    this.#pump();
    this.store.rooms.get(roomId)?.tellNow();
  }

  discard({ clientId, roomId }: Unsent): void {
    this.store.outbox.discard(clientId);
    this.store.rooms.get(roomId)?.tellNow();
  }

  /** Everything of a room up to this message was on the screen. */
  saw(roomId: string, seq: number): void {
    if (!this.store.rooms.get(roomId)?.saw(seq)) return;
    this.#seen.set(roomId, seq);
    this.#seenTimer ??= setTimeout(() => this.#tellSeen(), seenAfterMs);
  }

  /** Somebody writes in the composer, or has emptied it. */
  typing(roomId: string, active: boolean): void {
    const now = Date.now();
    const last = this.#typedAt.get(roomId) ?? 0;
    if (active ? now - last < typingEveryMs : last === 0) return;
    if (active) this.#typedAt.set(roomId, now);
    else this.#typedAt.delete(roomId);
    this.#link.send(`/app/chat.typing/${roomId}`, { active });
  }

  async #readRooms(): Promise<void> {
    try {
      const page = await this.calls.ownRooms();
      const listed = new Set(page.items.map(({ id }) => id));
      for (const room of page.items) this.store.put(room);
      // Where the list is whole, what it leaves out is one's own no longer.
      if (page.nextCursor === null && this.store.isListed) {
        for (const room of this.store.rooms.values()) if (!listed.has(room.id) && room.gone === null) await this.#checkMembership(room);
      }
      if (!this.store.isListed) this.store.nextCursor = page.nextCursor;
      this.store.isListed = true;
      this.store.listFailure = null;
    } catch (error) {
      this.store.listFailure = error;
      throw error;
    } finally {
      this.store.tellNow();
    }
    if (this.#link.isLive) for (const room of this.store.inOrder) this.#listening.listen(room);
  }

  /** The list comes from an archive that may be a moment behind the room itself. */
  async #checkMembership(room: RoomState): Promise<void> {
    try {
      const info = await this.calls.room(room.id);
      if (info.role === null) room.gone = "OUT";
    } catch (error) {
      if (failedWith(error, "ROOM_NOT_FOUND", "INVITATION_REQUIRED")) room.gone = "OUT";
      else if (failedWith(error, "BANNED")) room.gone = "BANNED";
    }
    room.tell();
  }

  async #connected(): Promise<void> {
    this.#listening.reset();
    this.#link.subscribe("/user/queue/errors", {}, (body) => this.#refused(JSON.parse(body) as Refused));
    this.#link.subscribe("/user/queue/heartbeatReply", {}, () => clearTimeout(this.#probeTimer));
    this.#link.subscribe("/user/queue/notifications", {}, (body) => this.#pushed(JSON.parse(body) as UserPush));
    // After a short break each room goes on where it was. After a long one the list says first whether that is too far back.
    const refreshed = this.refresh().catch(() => {});
    if (!this.store.isListed || Date.now() - this.#cutAt > shortBreakMs) await refreshed;
    if (!this.#link.isLive) return;
    for (const room of this.store.inOrder) this.#listening.listen(room);
    this.store.become("LIVE");
    this.#tellSeen();
    this.#pump();
  }

  #disconnected(): void {
    this.#cutAt = Date.now();
    this.#listening.reset();
    clearTimeout(this.#probeTimer);
    this.store.outbox.disconnected();
    for (const room of this.store.rooms.values()) {
      room.online.clear();
      room.tell();
    }
    if (this.store.link === "LIVE") this.store.become("AWAY");
  }

  #heard(room: RoomState, message: Message): void {
    const wasWaitedFor = message.senderId === this.store.me && this.store.outbox.arrived(message);
    room.hear(message);
    if (!wasWaitedFor) return;
    room.tellNow();
    this.#pump();
  }

  #refused({ code, message, destination, id, details }: Refused): void {
    const [, verb, roomId = ""] = /^\/(?:app|topic)\/([a-z.]+?)[./](room_\w+)$/.exec(destination) ?? [];
    if (verb === "chat.send") {
      const clientId = id ?? this.store.outbox.underWay(roomId)?.clientId;
      const waitMs = details?.retryAfterSeconds === undefined ? null : details.retryAfterSeconds * 1000;
      if (clientId !== undefined) this.store.outbox.refused(clientId, { code, reason: message, waitMs }, Date.now());
      this.#pump();
      this.store.rooms.get(roomId)?.tellNow();
    } else if (code === "NOT_A_MEMBER" || code === "BANNED" || code === "ROOM_NOT_FOUND") {
      const room = this.store.rooms.get(roomId);
      if (room === undefined) return;
      room.gone ??= code === "BANNED" ? "BANNED" : "OUT";
      this.#listening.unlisten(roomId);
      room.tellNow();
    } else if (destination.startsWith("/topic/") && passes(code)) {
      // A room that could not be listened to for now would stay silent as long as the connection lives.
      this.#listening.unlisten(roomId);
      const waitMs = (details?.retryAfterSeconds ?? 0) * 1000 + beginAgainMs * (0.5 + Math.random());
      setTimeout(() => this.#listenTo(roomId), waitMs);
    }
  }

  #listenTo(roomId: string): void {
    const room = this.store.rooms.get(roomId);
    if (room !== undefined) this.#listening.listen(room);
  }

  #pushed(push: UserPush): void {
    if (push.type === "chat.added") void this.refresh().catch(() => {});
    this.onPush(push);
  }

  /** Sends what is due, and comes back when something else will be. */
  #pump(): void {
    const { outbox } = this.store;
    if (this.#link.isLive && this.store.link === "LIVE") for (const unsent of outbox.take(Date.now())) this.#send(unsent);
    clearTimeout(this.#pumpTimer);
    const dueAt = outbox.dueAt();
    if (dueAt !== null) this.#pumpTimer = setTimeout(() => this.#pump(), Math.max(50, dueAt - Date.now()));
  }

  #send({ clientId, roomId, content, replyTo }: Unsent): void {
    const stored = () => {
      this.store.outbox.stored(clientId);
      this.store.rooms.get(roomId)?.tellNow();
      this.#pump();
    };
    this.#link.send(`/app/chat.send/${roomId}`, { content, clientId, ...(replyTo && { replyTo: replyTo.id }) }, { id: clientId, stored });
  }

  #tellSeen(): void {
    clearTimeout(this.#seenTimer);
    this.#seenTimer = undefined;
    for (const [roomId, seq] of this.#seen) {
      // Without a connection it is told when there is one.
      if (this.#link.send(`/app/chat.seen/${roomId}`, { seq })) this.#seen.delete(roomId);
    }
  }

  readonly #back = (): void => {
    if (!document.hidden) this.#lookIfQuiet(quietMs / 3);
  };

  /** A heart-beat is no proof of delivery: when it has been quiet, the rooms are asked how far they have come. */
  #lookIfQuiet(forMs: number): void {
    if (document.hidden || Date.now() - this.#listening.lastHeardAt < forMs) return;
    this.#listening.lastHeardAt = Date.now();
    if (!this.#link.send("/app/heartbeat", {})) return;
    clearTimeout(this.#probeTimer);
    this.#probeTimer = setTimeout(() => this.#link.renew(), probeMs);
    const check = () => {
      if (this.store.inOrder.some(({ log }) => log.isBehind)) this.#link.renew();
    };
    void this.refresh().then(
      () => setTimeout(check, probeMs / 2),
      () => {},
    );
  }
}
