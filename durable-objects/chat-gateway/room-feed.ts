import type { ChatRoomCalls, RoomPosition, RoomReplay, RoomTick } from "../../contracts/chat-room.ts";
import type { ErrorCode } from "../../contracts/errors.ts";
import type { Outcome } from "../../contracts/ledger.ts";
import { limits } from "../../contracts/limits.ts";
import { callObject } from "../../workers/platform/call-object.ts";
import type { Logger } from "../../workers/platform/log.ts";
import type { RoomVoice } from "./room-voice.ts";
import type { GatewayStorage, Handled } from "./storage.ts";
import type { Subscription, Subscriptions } from "./subscriptions.ts";

const retryMs = { first: 200, most: 10_000 };
const attemptsMax = 6;
const nowhere = -1;

/** What a room's feed needs of its gateway. */
export interface FeedHost {
  readonly gateway: string;
  readonly storage: GatewayStorage;
  readonly subscriptions: Subscriptions;
  readonly log: Logger;
  roomOf(appId: string, roomId: string): ChatRoomCalls;
  keepAlive(work: Promise<unknown>): void;
  /** Tells whoever lost a subscription why. */
  told(subscription: Subscription, code: ErrorCode): void;
  /** Resolves when this subscription's client may be sent more. */
  eased(subscription: Subscription): Promise<void>;
  /** The room does not answer: the client must come again, with what it has. */
  giveUp(subscription: Subscription): void;
}

/**
 * What one room says to everybody who listens here. `handled` is up to where ticks were handled, on disk: a tick that does not continue there makes the
 * gateway ask for what it missed. A subscription hears what is said once it has been sent everything before.
 */
export class RoomFeed {
  readonly appId: string;
  readonly roomId: string;
  readonly #host: FeedHost;
  readonly #voice: RoomVoice;
  #handled: Handled | null;
  /** Up to where ticks went by while nobody listened yet who could have been told. */
  #passed: RoomPosition = { seq: 0, rev: 0 };
  #turn: Promise<void> = Promise.resolve();
  #pending = 0;
  readonly #calls = new Map<string, Promise<unknown>>();

  constructor(host: FeedHost, voice: RoomVoice, appId: string, roomId: string) {
    this.#host = host;
    this.#voice = voice;
    this.appId = appId;
    this.roomId = roomId;
    this.#handled = host.storage.handled(appId, roomId);
  }

  get subscriptions(): ReadonlySet<Subscription> {
    return this.#host.subscriptions.at(this.appId, this.roomId);
  }

  get listeners(): string[] {
    return [...new Set([...this.subscriptions].map(({ userId }) => userId))];
  }

  /** Whether it can be forgotten. */
  get isIdle(): boolean {
    return this.#pending === 0 && this.#calls.size === 0 && this.subscriptions.size === 0;
  }

  /** Handles a tick after those before it. Rejects if the room did not answer what was missed: then it is asked again. */
  tick(tick: RoomTick): Promise<void> {
    return this.#inTurn(async () => {
      this.#lose(tick.lost);
      const known = this.#handled;
      if (known === null) this.#passed = later(this.#passed, tick.to);
      else {
        const isAhead = tick.from.seq > known.seq || tick.from.rev > known.rev;
        if (isAhead || tick.access - known.access > tick.lost.length) await this.#mend();
        this.#hear(tick, { ...tick.to, access: tick.access });
      }
      this.#voice.presence(this.subscriptions, tick.presence);
      this.#voice.passing(this.subscriptions, tick.passing);
    });
  }

  /** The room has lost its memory: asks for what was missed, if anything was. */
  awoke(head: RoomPosition, access: number): Promise<void> {
    return this.#inTurn(async () => {
      const known = this.#handled;
      if (known !== null && (head.seq > known.seq || head.rev > known.rev || access > known.access)) await this.#mend();
    });
  }

  /**
   * Begins to listen for a subscription, which is on disk already, where it says that it is. Its client has been sent the first page of what it missed when
   * this resolves. NOT_A_MEMBER, BANNED, ROOM_NOT_FOUND.
   */
  async join(subscription: Subscription): Promise<Outcome<object>> {
    const answer = await this.#listen(subscription);
    if (!answer.ok) return answer;
    await this.#page(subscription, answer);
    if (!subscription.live && !subscription.gone) this.#host.keepAlive(this.catchUp(subscription));
    return { ok: true };
  }

  /** Sends the rest of what a subscription missed, until it hears what is said as it is said. */
  async catchUp(subscription: Subscription): Promise<void> {
    for (let failures = 0; !subscription.gone && !subscription.live; ) {
      await this.#host.eased(subscription);
      try {
        const answer = await this.#listen(subscription);
        if (!answer.ok) return this.#drop(subscription, answer.code);
        await this.#page(subscription, answer);
        failures = 0;
      } catch (error) {
        this.#host.log.warn("a room did not answer what was missed", { room: this.roomId, cause: String(error) });
        if (++failures === attemptsMax) return this.#host.giveUp(subscription);
        await scheduler.wait(Math.min(retryMs.most, retryMs.first * 2 ** failures) * (0.5 + Math.random() / 2));
      }
    }
  }

  /** Ends subscriptions of one socket, which has left the room by them; what it was sent counts as read, unless its client says that itself. */
  leave(leaving: readonly Subscription[]): void {
    const [first] = leaving;
    if (first === undefined) return;
    const read = leaving.filter(({ kind, seenExplicit }) => kind === "room" && !seenExplicit).map((each) => this.#sentTo(each));
    for (const subscription of leaving) this.#remove(subscription);
    const { userId, socketId } = first;
    const readSeq = read.length === 0 ? {} : { readSeq: Math.max(0, ...read) };
    const isStillHere = [...this.subscriptions].some((other) => other.socketId === socketId);
    if (isStillHere && read.length === 0) return;
    const { gateway } = this.#host;
    const told = this.#call(userId, (room) => {
      const last = ![...this.subscriptions].some((other) => other.userId === userId);
      return room.unlisten({ gateway, userId, last, ...readSeq });
    });
    this.#host.keepAlive(told.catch((error) => this.#host.log.warn("a room could not be told who left", { cause: String(error) })));
  }

  /** The message with this number, as it is now; null if the room has none. */
  async messageAt(seq: number): Promise<RoomReplay["messages"][number] | null> {
    const from = { seq: seq - 1, rev: Number.MAX_SAFE_INTEGER };
    const answer = await this.#room().replay({ gateway: this.#host.gateway, from, limit: 1, listeners: [] });
    return answer.ok ? (answer.messages[0] ?? null) : null;
  }

  #sentTo({ live, fromSeq }: Subscription): number {
    return live ? Math.max(fromSeq, this.#handled?.seq ?? 0) : fromSeq;
  }

  /** What is new of this goes to everybody who listens, and is handled by then. */
  #hear({ messages, changes }: Pick<RoomTick, "messages" | "changes">, to: Handled): void {
    const known = this.#handled;
    if (known === null || this.subscriptions.size === 0) return;
    this.#handled = { ...later(known, to), access: Math.max(known.access, to.access) };
    const live = [...this.subscriptions].filter((each) => each.live);
    for (const line of messages) if (line.n > known.seq) this.#voice.message(live, line);
    for (const line of changes) if (line.n > known.rev) this.#voice.change(live, line);
    // Behind what is sent, which would otherwise wait for the disk frame by frame; whatever loses this write closes the sockets too.
    if (this.subscriptions.size > 0) this.#host.storage.saveHandled(this.appId, this.roomId, this.#handled);
  }

  /** Asks for what this gateway missed, and who of its people lost their access meanwhile. */
  async #mend(): Promise<void> {
    for (let more = true; more && this.#handled !== null; ) {
      const { seq, rev } = this.#handled;
      const input = { gateway: this.#host.gateway, from: { seq, rev }, limit: limits.roomReplayPage, listeners: this.listeners };
      const answer = await callObject(() => this.#room().replay(input), { idempotent: true });
      if (!answer.ok) return this.#lose(this.listeners, answer.code);
      this.#lose(answer.lost);
      const { messages, changes, head, access } = answer;
      const end = { seq: messages.at(-1)?.n ?? seq, rev: changes.at(-1)?.n ?? rev };
      more = answer.more;
      this.#hear(answer, { ...(more ? end : head), access });
    }
  }

  async #listen({ userId, fromSeq, fromRev }: Subscription) {
    const after = { ...(fromSeq !== nowhere && { seq: fromSeq }), ...(fromRev !== nowhere && { rev: fromRev }) };
    const input = { gateway: this.#host.gateway, userId, after, limit: limits.roomReplayPage };
    return this.#call(userId, (room) => room.listen(input));
  }

  /** Sends a page, and lets a subscription that has everything hear what is said from here on. Without a wait between these two. */
  async #page(subscription: Subscription, { messages, changes, head, access, more }: RoomReplay): Promise<void> {
    const isPresence = subscription.kind === "presence";
    if (isPresence) await this.#voice.here(subscription, this.#room());
    if (subscription.gone) return;
    // Whoever says that they have more than there is, has what there is.
    const from = (known: number, top: number) => (known === nowhere ? top : Math.min(known, top));
    subscription.fromSeq = from(subscription.fromSeq, head.seq);
    subscription.fromRev = from(subscription.fromRev, head.rev);
    const { fromSeq, fromRev } = subscription;
    for (const line of messages) this.#voice.message([subscription], line);
    for (const line of changes) this.#voice.change([subscription], line);
    const end = more ? { seq: messages.at(-1)?.n ?? fromSeq, rev: changes.at(-1)?.n ?? fromRev } : head;
    subscription.fromSeq = Math.max(fromSeq, end.seq);
    subscription.fromRev = Math.max(fromRev, end.rev);
    const known = this.#handled;
    const told = known ?? this.#passed;
    subscription.live = isPresence || (!more && end.seq >= told.seq && end.rev >= told.rev);
    this.#host.subscriptions.save(subscription);
    if (known === null && subscription.live) {
      this.#handled = { ...head, access };
      this.#host.storage.saveHandled(this.appId, this.roomId, this.#handled);
    } else if (known !== null && access > known.access) this.#host.keepAlive(this.awoke(head, access).catch(() => {}));
  }

  /** Nothing more reaches these people: they have left or were taken out. */
  #lose(userIds: readonly string[], code: ErrorCode = "NOT_A_MEMBER"): void {
    if (userIds.length === 0) return;
    const lost = new Set(userIds);
    for (const subscription of [...this.subscriptions]) if (lost.has(subscription.userId)) this.#drop(subscription, code);
  }

  #drop(subscription: Subscription, code: ErrorCode): void {
    this.#remove(subscription);
    this.#host.told(subscription, code);
  }

  #remove(subscription: Subscription): void {
    this.#host.subscriptions.remove(subscription);
    if (this.subscriptions.size > 0) return;
    this.#handled = null;
    this.#passed = { seq: 0, rev: 0 };
    this.#host.storage.forgetRoom(this.appId, this.roomId);
  }

  /** One after another; after a failure what was missed is asked for once more later, because nothing else may come. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#pending++;
    const done = this.#turn.then(work).finally(() => {
      this.#pending--;
    });
    this.#turn = done.catch((error) => {
      this.#host.log.warn("a room's tick could not be handled", { room: this.roomId, cause: String(error) });
      this.#host.keepAlive(this.#mendLater());
    });
    return done;
  }

  async #mendLater(): Promise<void> {
    await scheduler.wait(retryMs.most * (0.5 + Math.random() / 2));
    if (this.#handled === null) return;
    await this.#inTurn(() => this.#mend()).catch(() => {});
  }

  /** Who listens and who no longer does, the room hears in order, for each person. */
  #call<Result>(userId: string, ask: (room: ChatRoomCalls) => Promise<Result>): Promise<Result> {
    const before = this.#calls.get(userId) ?? Promise.resolve();
    const done = before.catch(() => {}).then(() => callObject(() => ask(this.#room()), { idempotent: true }));
    this.#calls.set(userId, done);
    const clear = () => {
      if (this.#calls.get(userId) === done) this.#calls.delete(userId);
    };
    done.then(clear, clear);
    return done;
  }

  #room(): ChatRoomCalls {
    return this.#host.roomOf(this.appId, this.roomId);
  }
}

const later = (one: RoomPosition, other: RoomPosition): RoomPosition => ({
  seq: Math.max(one.seq, other.seq),
  rev: Math.max(one.rev, other.rev),
});
