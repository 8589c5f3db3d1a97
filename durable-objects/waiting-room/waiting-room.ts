import { DurableObject } from "cloudflare:workers";
import type { Outcome, Pressure } from "../../contracts/ledger.ts";
import { limits } from "../../contracts/limits.ts";
import type { QueueFrame, QueuePlace, WaitingRoomCalls, WaitingRoomTerms } from "../../contracts/waiting-room.ts";
import { signAdmission } from "../../workers/booking/waiting-room/admission-pass.ts";
import { seatMapOf } from "../../workers/catalog/seat-map-of.ts";
import { Logger } from "../../workers/platform/log.ts";
import { SocketTally } from "../socket-tally.ts";
import { refusedUpgrade } from "../sockets.ts";
import { Crowd } from "./crowd.ts";
import { admissible, etaSeconds } from "./pace.ts";
import { randomBelow } from "./random-below.ts";
import { type Pass, type Room, RoomStorage } from "./room-storage.ts";

const tickMs = 1000;
/** While nothing is sold, or the showtime's object does not answer, it is asked this often. */
const restMs = 5000;

/** What the showtime's object last said of the sale. */
type Outlook = "SELLING" | "SOLD_OUT" | "CLOSED";

/**
 * The queue before one showtime's sale. Everybody who is here at the opening is drawn at random, whoever comes later stands behind them, and each
 * second the next few are let in. SQL is the truth; memory is a cache of it. Nothing runs while nobody waits, and nothing is kept after the sale.
 */
export class WaitingRoom extends DurableObject<Env> implements WaitingRoomCalls {
  readonly #storage: RoomStorage;
  readonly #crowd: Crowd;
  readonly #tally: SocketTally;
  #room: Room | null;
  #outlook: Outlook = "SELLING";
  /** When people were let in within the last `limits.admissionChoosingSeconds`, and how many. */
  #lately: { at: number; count: number }[] = [];
  #ticking: Promise<void> | null = null;
  #tickedAt = 0;
  #alarmAt: number | null = null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#crowd = new Crowd(ctx);
    this.#tally = new SocketTally(ctx, env, "queue");
    this.#storage = new RoomStorage(ctx.storage);
    this.#room = this.#storage.load();
    if (this.#room !== null) this.#tally.changed();
    for (const { until } of this.#room?.passes.values() ?? []) this.#lately.push({ at: until - limits.admissionSeconds * 1000, count: 1 });
  }

  /**
   * Gives somebody a place, or tells them the one that they have: another tab, a reload and another device find the same. Whoever has spent their pass,
   * or let it run out, stands at the end again. OVERLOADED if no more people fit in.
   */
  async join({ userId, terms }: { userId: string; terms: WaitingRoomTerms }): Promise<Outcome<{ place: QueuePlace }>> {
    if (Date.now() >= terms.closesAtMs) return { ok: true, place: closedPlace };
    const pass = this.#passOf(userId);
    const spent = pass !== null && (await this.#isSpent(pass, terms));
    const room = this.#adopt(terms);
    const { queue, passes } = room;
    // Meanwhile another tab may have asked the same.
    if (spent && passes.get(userId)?.id === pass.id) passes.delete(userId);
    if (!queue.has(userId) && this.#passOf(userId) === null) {
      if (queue.waiting >= limits.waitingRoomPlacesMax) return { ok: false, code: "OVERLOADED", details: { retryAfterSeconds: 60 } };
      this.#storage.saveJoined(userId, queue.join(userId), Date.now());
    }
    // Whoever finds nobody waiting need not wait for the next second, and whoever comes back wants to know whether seats have come back too.
    const isStale = this.#outlook !== "SELLING" && Date.now() - this.#tickedAt >= restMs;
    if (queue.isOpen && (queue.waiting === 1 || isStale)) await this.#tick();
    else this.#armAlarm(room);
    return { ok: true, place: await this.#placeOf(room, userId) };
  }

  /** Upgrades the socket of somebody who waits, and gives them a place. The Worker says in `x-marquee-*` who comes; a ticket is spent here. */
  override async fetch(request: Request): Promise<Response> {
    const userId = request.headers.get("x-marquee-user") ?? "";
    const terms: WaitingRoomTerms = JSON.parse(request.headers.get("x-marquee-terms") ?? "{}");
    const ticketId = request.headers.get("x-marquee-ticket");
    if (this.#crowd.size >= limits.socketsPerWaitingRoomMax) return refusedUpgrade("OVERLOADED");
    // Nothing is written down any more once the sale is over.
    if (ticketId !== null && Date.now() < terms.closesAtMs) {
      this.#adopt(terms);
      if (!this.#storage.spendTicket(ticketId, Date.now())) return refusedUpgrade("TICKET_INVALID");
    }
    const joined = await this.join({ userId, terms });
    if (!joined.ok) return refusedUpgrade("OVERLOADED");
    this.#tally.changed();
    return this.#crowd.accept(userId, frameOf(joined.place));
  }

  /** How many wait at a socket: asked by whoever adds them up, in case this object crashed with sockets that it had told of. */
  async sockets(): Promise<number> {
    return this.ctx.getWebSockets().length;
  }

  /** Nobody has anything to say here. */
  override webSocketMessage(socket: WebSocket): void {
    socket.close(1008, "only listen here");
  }

  override webSocketClose(socket: WebSocket, code: number, reason: string): void {
    this.#crowd.close(socket, code, reason);
    this.#tally.changed();
  }

  /** May run late, twice or for nothing: it looks up what is due. */
  override async alarm(): Promise<void> {
    this.#alarmAt = null;
    await this.#tick();
  }

  #adopt(terms: WaitingRoomTerms): Room {
    this.#room ??= this.#storage.create(terms);
    const room = this.#room;
    if (JSON.stringify(room.terms) !== JSON.stringify(terms)) {
      room.terms = terms;
      this.#storage.saveTerms(terms);
    }
    this.#openIfDue(room);
    return room;
  }

  /** What the rate makes counts from the opening on. */
  #openIfDue(room: Room): void {
    const { terms, queue } = room;
    if (queue.isOpen || Date.now() < (terms.opensAtMs ?? 0)) return;
    room.pace = { ...room.pace, credit: 0, at: terms.opensAtMs ?? 0 };
    this.#storage.saveOpened(queue.open(randomBelow), room.pace);
  }

  /** One at a time: whoever comes while it runs waits for the same. */
  #tick(): Promise<void> {
    this.#ticking ??= this.#work().finally(() => {
      this.#ticking = null;
    });
    return this.#ticking;
  }

  async #work(): Promise<void> {
    const room = this.#room;
    if (room === null) return;
    let delayMs = restMs;
    try {
      this.#openIfDue(room);
      this.#forgetPasses(room);
      if (room.queue.isOpen && (room.queue.waiting > 0 || Date.now() >= room.terms.closesAtMs)) await this.#letIn(room);
      if (this.#outlook === "CLOSED" && Date.now() >= room.terms.closesAtMs) return await this.#end();
      if (this.#outlook === "SELLING") delayMs = tickMs;
      this.#crowd.tellNext((userId) => (this.#passOf(userId) === null ? frameOf(this.#waitingPlace(room, userId)) : null));
    } catch (error) {
      const { appId, showtimeId } = room.terms;
      new Logger(this.env.LOG_LEVEL, { app: appId, showtime: showtimeId }).error("the waiting room could not let anybody in", error);
    } finally {
      this.#tickedAt = Date.now();
      if (this.#room !== null) this.#armAlarm(room, delayMs);
    }
  }

  async #letIn(room: Room): Promise<void> {
    const { terms, queue, passes } = room;
    const askedAt = Date.now();
    const answer = await seatMapOf(this.env, terms.appId, terms.showtimeId).pressure();
    if (!answer.ok) throw new Error(`the showtime answers ${answer.code}`);
    const now = Date.now();
    this.#outlook = outlookOf(answer.pressure);
    this.#lately = this.#lately.filter(({ at }) => at > now - limits.admissionChoosingSeconds * 1000);
    const lately = this.#lately.reduce((sum, { count }) => sum + count, 0);
    const { count, pace } = admissible(room.pace, {
      now,
      perSecond: terms.admitPerSecond,
      pressure: answer.pressure,
      lately,
      answerMs: now - askedAt,
    });
    const next = queue.admit(count);
    // Whom nobody could be let in for is not lost: the rate has made it, and the next tick may use it.
    room.pace = { ...pace, credit: pace.credit + count - next.length };
    if (next.length === 0) return;
    const until = now + limits.admissionSeconds * 1000;
    const given = next.map((userId) => [userId, { id: crypto.randomUUID(), until }] as const);
    this.#storage.saveAdmitted(queue.admitted, given, room.pace);
    for (const [userId, pass] of given) passes.set(userId, pass);
    this.#lately.push({ at: now, count: next.length });
    const here = next.filter((userId) => this.#crowd.isHere(userId));
    await Promise.all(here.map(async (userId) => this.#crowd.tell(userId, frameOf(await this.#placeOf(room, userId)))));
  }

  #forgetPasses({ passes }: Room): void {
    const now = Date.now();
    const before = passes.size;
    for (const [userId, { until }] of passes) {
      if (until > now) break;
      passes.delete(userId);
    }
    if (passes.size < before) this.#storage.forgetPasses(now);
  }

  /** The sale is over: nobody need be known here any more. */
  async #end(): Promise<void> {
    this.#crowd.sendAway(frameOf(closedPlace));
    this.#room = null;
    this.#lately = [];
    this.#outlook = "SELLING";
    this.#alarmAt = null;
    await this.#storage.erase();
  }

  /** The pass that somebody has and that has not run out. */
  #passOf(userId: string): Pass | null {
    const pass = this.#room?.passes.get(userId);
    return pass !== undefined && pass.until > Date.now() ? pass : null;
  }

  /** Where the showtime's object does not answer, the pass may as well be good. */
  async #isSpent({ id }: Pass, { appId, showtimeId }: WaitingRoomTerms): Promise<boolean> {
    try {
      const answer = await seatMapOf(this.env, appId, showtimeId).admissionSpent(id);
      return answer.ok && answer.spent;
    } catch {
      return false;
    }
  }

  async #placeOf(room: Room, userId: string): Promise<QueuePlace> {
    const pass = this.#passOf(userId);
    const place = this.#waitingPlace(room, userId);
    if (pass === null) return place;
    const { appId, showtimeId } = room.terms;
    const admission = await signAdmission(this.env, { id: pass.id, userId, appId, showtimeId, untilMs: pass.until }, Date.now());
    return { ...place, state: "ADMITTED", admission, expiresAt: new Date(pass.until).toISOString() };
  }

  #waitingPlace({ terms, queue, pace }: Room, userId: string): QueuePlace {
    const position = queue.positionOf(userId);
    return {
      state: queue.isOpen ? (this.#outlook === "SELLING" ? "QUEUED" : this.#outlook) : "WAITING_FOR_OPENING",
      position,
      waiting: queue.waiting,
      etaSeconds: position === null || this.#outlook !== "SELLING" ? null : etaSeconds(position, pace),
      opensAt: terms.opensAtMs === null ? null : new Date(terms.opensAtMs).toISOString(),
      admission: null,
      expiresAt: null,
    };
  }

  /** Never puts off an alarm that is due earlier: however many come, those who wait are let in. */
  #armAlarm(room: Room, delayMs = tickMs): void {
    const at = this.#dueAt(room, Date.now() + delayMs);
    if (this.#alarmAt !== null && this.#alarmAt <= at) return;
    this.#alarmAt = at;
    this.ctx.waitUntil(this.ctx.storage.setAlarm(at));
  }

  #dueAt({ terms, queue }: Room, next: number): number {
    const isWatched = this.#crowd.size > 0;
    const opensAtMs = terms.opensAtMs ?? 0;
    if (!queue.isOpen) return isWatched ? Math.min(opensAtMs, Math.max(next, Date.now() + restMs)) : opensAtMs;
    const hasWork = queue.waiting > 0 && (isWatched || this.#outlook === "SELLING");
    return hasWork ? next : Math.max(next, terms.closesAtMs);
  }
}

const closedPlace: QueuePlace = {
  state: "CLOSED",
  position: null,
  waiting: 0,
  etaSeconds: null,
  opensAt: null,
  admission: null,
  expiresAt: null,
};

function outlookOf({ closed, freeSeats, heldSeats }: Pressure): Outlook {
  if (closed) return "CLOSED";
  return freeSeats === 0 && heldSeats === 0 ? "SOLD_OUT" : "SELLING";
}

function frameOf(place: QueuePlace): QueueFrame {
  const { admission, expiresAt } = place;
  return admission !== null && expiresAt !== null ? { type: "admitted", admission, expiresAt } : { type: "position", ...place };
}
