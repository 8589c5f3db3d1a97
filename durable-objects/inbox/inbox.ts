import { DurableObject } from "cloudflare:workers";
import type { UserPush } from "../../contracts/chat-gateway.ts";
import type { InboxCalls, NotificationsAsked, SocketHost, SocketPlace } from "../../contracts/inbox.ts";
import type { Refusal } from "../../contracts/ledger.ts";
import type { KeptNotification, NotificationTopic } from "../../contracts/notifications.ts";
import type { ReadPush } from "../../contracts/pushes.ts";
import { chatGatewayOf } from "../../workers/chat/gateway-of.ts";
import { chatRoomOf } from "../../workers/chat/room-of.ts";
import { sessionEnds } from "../../workers/identity/session-ends.ts";
import { Logger } from "../../workers/platform/log.ts";
import { InboxStorage } from "./inbox-storage.ts";
import { Notifications } from "./notifications.ts";
import { type DueSocket, Sockets } from "./sockets.ts";

/** How long D1 or another object may take before it counts as away. */
const patienceMs = 5000;
/** An attempt is made at once; the alarm is for what came of it, and for the case that this object is evicted meanwhile. */
const alarmNotBeforeMs = 250;

/**
 * One user's inbox: it keeps what they were told, and knows where their signed-in sockets are, to tell them and to let those places know when a session
 * has ended. Whoever ends sessions writes that to D1 first and tells the inbox then; a socket is first written down here, and its session looked up in D1
 * then: so one of the two always sees the other, in whatever order they come.
 */
export class Inbox extends DurableObject<Env> implements InboxCalls {
  readonly #sockets: Sockets;
  readonly #notifications: Notifications;
  #working = false;
  #alarmAt: number | null = null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const storage = new InboxStorage(ctx.storage);
    this.#sockets = new Sockets(storage);
    this.#notifications = new Notifications(storage);
  }

  /** Writes down where a socket is, and looks in the background whether its session goes on. OVERLOADED if this user has too many. */
  async socketOpened(place: SocketPlace): Promise<{ ok: true } | Refusal> {
    if (!this.#sockets.add(place, Date.now())) return { ok: false, code: "OVERLOADED", details: { retryAfterSeconds: 60 } };
    this.#begin();
    return { ok: true };
  }

  /** Forgets a socket. One that is not known is no error. */
  async socketClosed(socketId: string): Promise<void> {
    this.#sockets.remove([socketId]);
  }

  /** Notes that these sessions are over and tells their sockets' places: now, and again until each has heard it. */
  async sessionsEnded(sessionIds: string[]): Promise<void> {
    this.#sockets.sessionsEnded(sessionIds, Date.now());
    this.#begin();
  }

  /**
   * Keeps what belongs behind the bell, and tells every gateway where this person is connected at the app. Nobody waits for one that does not answer: whoever
   * is connected there looks up what they have missed. Throws if it could not be kept.
   */
  async push(push: UserPush): Promise<void> {
    this.#notifications.keep(push, Date.now());
    this.#armAlarm();
    await this.#tellGateways(push);
  }

  /** A page of what is kept of an app, the newest first, and how many are unread. Nobody reads what is older than it may be. */
  async notifications(asked: NotificationsAsked): Promise<{ items: KeptNotification[]; unreadCount: number }> {
    return this.#notifications.page(asked, Date.now());
  }

  /** Marks these as read, or with null all of the app's, and lets every tab know. Unknown ids are none. Answers how many are unread now. */
  async markRead({ appId, ids }: { appId: string; ids: string[] | null }): Promise<number> {
    const now = Date.now();
    const anyNew = this.#notifications.markRead(appId, ids, now);
    const unreadCount = this.#notifications.unreadCount(appId, now);
    const at = new Date(now).toISOString();
    const push: ReadPush = { id: `read_${crypto.randomUUID()}`, appId, at, type: "notifications.read", data: { unreadCount } };
    if (anyNew) this.ctx.waitUntil(this.#tellGateways(push));
    return unreadCount;
  }

  /** Keeps none of these topics from now on, unless a later change was heard of already. What is kept stays. */
  async mute({ topics, version }: { topics: NotificationTopic[]; version: number }): Promise<void> {
    this.#notifications.mute(topics, version);
  }

  /** Everything that is kept, of all apps, from old to new. */
  async everyNotification(): Promise<KeptNotification[]> {
    return this.#notifications.all();
  }

  /** Forgets everything that is kept, and keeps nothing any more: its person is erased. */
  async forgetNotifications(): Promise<void> {
    this.#notifications.close(Date.now());
    this.#armAlarm();
  }

  /** May run late, twice or for nothing: it looks up what is due. */
  override async alarm(): Promise<void> {
    this.#alarmAt = null;
    await this.#work();
    this.#armAlarm();
  }

  /** Does at once what is due, without anybody waiting for it. */
  #begin(): void {
    this.#armAlarm();
    this.ctx.waitUntil(this.#work());
  }

  /** Works off what is due. Never throws: what did not work out is due again later. */
  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    try {
      this.#notifications.forgetOld(Date.now());
      this.#sockets.forgetLapsed(Date.now());
      for (let due = this.#sockets.takeDue(Date.now()); due.length > 0; due = this.#sockets.takeDue(Date.now())) {
        await Promise.all([this.#askEnds(due.filter(({ endsAt }) => endsAt === null)), this.#tellPlaces(due.filter(isOver))]);
      }
    } finally {
      this.#working = false;
      this.#armAlarm();
    }
  }

  async #tellGateways(push: UserPush): Promise<void> {
    const userId = this.ctx.id.name ?? "";
    await Promise.all(
      this.#sockets
        .gatewaysAt(push.appId)
        .map((name) => this.#attempt("send a push to a gateway", () => chatGatewayOf(this.env, name).push({ userId, push }))),
    );
  }

  async #askEnds(unknown: DueSocket[]): Promise<void> {
    if (unknown.length === 0) return;
    await this.#attempt("look up a session's end", async () => {
      const ends = await sessionEnds(this.env.DB, [...new Set(unknown.map(({ sessionId }) => sessionId))]);
      for (const [sessionId, endsAt] of ends) this.#sockets.endsKnown(sessionId, endsAt, Date.now());
    });
  }

  async #tellPlaces(over: DueSocket[]): Promise<void> {
    const byPlace = Map.groupBy(over, ({ kind, appId, placeId }) => `${kind} ${appId}:${placeId}`);
    await Promise.all(
      [...byPlace.values()].map((sockets) =>
        this.#attempt("tell of a session's end", async () => {
          await this.#hostOf(sockets).endSessions([...new Set(sockets.map(({ sessionId }) => sessionId))]);
          this.#sockets.remove(sockets.map(({ socketId }) => socketId));
        }),
      ),
    );
  }

  /** The object of a place, for its sockets. Their classes implement `SocketHost`, so their stubs answer by it. */
  #hostOf([socket]: DueSocket[]): SocketHost {
    const { kind, appId = "", placeId = "" } = socket ?? {};
    if (kind === "gateway") return chatGatewayOf(this.env, placeId);
    if (kind === "room") return chatRoomOf(this.env, appId, placeId) as unknown as SocketHost;
    return this.env.SEAT_MAP.getByName(`${appId}:${placeId}`) as unknown as SocketHost;
  }

  async #attempt(what: string, work: () => Promise<void>): Promise<void> {
    const clock = new AbortController();
    const late = scheduler.wait(patienceMs, { signal: clock.signal }).then(() => Promise.reject(new Error("no answer in time")));
    late.catch(() => {});
    try {
      await Promise.race([work(), late]);
    } catch (error) {
      new Logger(this.env.LOG_LEVEL).warn(`an inbox could not ${what}`, { cause: String(error) });
    } finally {
      // A timer that runs on would keep the object in memory.
      clock.abort();
    }
  }

  #armAlarm(): void {
    const dues = [this.#sockets.nextDue(), this.#notifications.nextDue()].filter((due) => due !== null);
    const at = dues.length === 0 ? null : Math.max(Math.min(...dues), Date.now() + alarmNotBeforeMs);
    if (at === this.#alarmAt) return;
    this.#alarmAt = at;
    this.ctx.waitUntil(at === null ? this.ctx.storage.deleteAlarm() : this.ctx.storage.setAlarm(at));
  }
}

const isOver = ({ endsAt }: DueSocket): boolean => endsAt !== null && endsAt <= Date.now();
