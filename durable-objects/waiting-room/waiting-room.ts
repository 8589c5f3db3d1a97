import { DurableObject } from "cloudflare:workers";
import { errors } from "../../contracts/errors.ts";
import type { Pressure } from "../../contracts/ledger.ts";
import { limits } from "../../contracts/limits.ts";
import type { QueueFrame, QueuePlace, WaitingRoomCalls, WaitingRoomTerms } from "../../contracts/waiting-room.ts";
import { signAdmission } from "../../workers/booking/waiting-room/admission-pass.ts";
import { seatMapOf } from "../../workers/catalog/seat-map-of.ts";
import { Logger } from "../../workers/platform/log.ts";
import { admissible, type Pace } from "./pace.ts";
import { type LoadedRoom, type Pass, RoomStorage } from "./room-storage.ts";

const tickMs = 1000;
/** While the showtime's object does not answer, or sells nothing, it is asked this often. */
const restMs = 5000;

/** What the room knows of the sale beyond its queue. */
type Outlook = "SELLING" | "SOLD_OUT" | "CLOSED";

/**
 * The queue before one showtime's sale. Everybody who is here at the opening is drawn at random, whoever comes later stands behind them, and each
 * second the next few are let in. SQL is the truth; memory is a cache of it. Nothing runs while nobody waits.
 */
export class WaitingRoom extends DurableObject<Env> implements WaitingRoomCalls {
  readonly #storage: RoomStorage;
  #room: LoadedRoom | null;
  #outlook: Outlook = "SELLING";
  #pace: Pace = { credit: 0, at: 0 };
  /** When people were let in lately, and how many. */
  #lately: { at: number; count: number }[] = [];
  #ticking: Promise<void> | null = null;
  /** Which socket hears of its place next. */
  #nextToTell = 0;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#storage = new RoomStorage(ctx.storage);
    this.#room = this.#storage.load(Date.now());
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
  }

  /**
   * Gives somebody a place, or tells them the one that they have: another tab, a reload and another device find the same. Whoever has had their turn
   * and let the pass run out stands at the end again. OVERLOADED is thrown as an error when the room is full.
   */
  async join({ userId, terms }: { userId: string; terms: WaitingRoomTerms }): Promise<QueuePlace> {
    const room = this.#adopt(terms);
    const now = Date.now();
    const { queue } = room;
    const hadTheirTurn = queue.isOpen && queue.has(userId) && queue.positionOf(userId) === null;
    if (!queue.has(userId) || (hadTheirTurn && passOf(room, userId, now) === null)) {
      if (queue.size >= limits.waitingRoomPlacesMax) throw new Error("the waiting room is full");
      this.#storage.saveJoined(userId, queue.join(userId), now);
    }
    // Whoever finds nobody waiting need not wait for the next second.
    if (queue.isOpen && queue.waiting === 1) await this.#tick();
    else this.#armAlarm(room);
    return this.#placeOf(room, userId);
  }

  /** Upgrades the socket of somebody who waits. The Worker has checked who comes and says so in `x-marquee-*`; a ticket is spent here. */
  override async fetch(request: Request): Promise<Response> {
    const userId = request.headers.get("x-marquee-user") ?? "";
    const terms: WaitingRoomTerms = JSON.parse(request.headers.get("x-marquee-terms") ?? "{}");
    const ticketId = request.headers.get("x-marquee-ticket");
    if (this.ctx.getWebSockets().length >= limits.socketsPerWaitingRoomMax) return refusal("OVERLOADED");
    if (ticketId !== null) {
      this.#adopt(terms);
      if (!this.#storage.spendTicket(ticketId, Date.now())) return refusal("TICKET_INVALID");
    }
    const place = await this.join({ userId, terms });
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server, [userId]);
    server.serializeAttachment({ userId } satisfies Visitor);
    server.send(JSON.stringify(frameOf(place)));
    return new Response(null, { status: 101, webSocket: client });
  }

  /** Nobody has anything to say here. */
  override webSocketMessage(socket: WebSocket): void {
    socket.close(1008, "only listen here");
  }

  override webSocketClose(socket: WebSocket, code: number, reason: string): void {
    socket.close(code === 1005 || code === 1006 ? 1000 : code, reason);
  }

  /** May run late, twice or for nothing: it looks up what is due. */
  override async alarm(): Promise<void> {
    await this.#tick();
  }

  #adopt(terms: WaitingRoomTerms): LoadedRoom {
    const room = this.#room ?? this.#storage.create(terms);
    this.#room = room;
    if (JSON.stringify(room.terms) !== JSON.stringify(terms)) {
      room.terms = terms;
      this.#storage.saveTerms(terms);
    }
    this.#openIfDue(room, Date.now());
    return room;
  }

  #openIfDue({ terms, queue }: LoadedRoom, now: number): void {
    if (queue.isOpen || (terms.opensAtMs !== null && now < terms.opensAtMs)) return;
    this.#storage.saveOpened(queue.open(randomBelow));
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
    try {
      this.#openIfDue(room, Date.now());
      if (room.queue.isOpen && room.queue.waiting > 0) await this.#letIn(room);
      this.#tellPlaces(room);
    } catch (error) {
      this.#pace = { ...this.#pace, at: Date.now() };
      const { appId, showtimeId } = room.terms;
      new Logger(this.env.LOG_LEVEL, { app: appId, showtime: showtimeId }).error("the waiting room could not let anybody in", error);
    } finally {
      this.#armAlarm(room);
    }
  }

  async #letIn(room: LoadedRoom): Promise<void> {
    const { terms, queue, passes } = room;
    const answer = await seatMapOf(this.env, terms.appId, terms.showtimeId).pressure();
    if (!answer.ok) throw new Error(`the showtime answers ${answer.code}`);
    const now = Date.now();
    this.#outlook = outlookOf(answer.pressure);
    this.#lately = this.#lately.filter(({ at }) => at > now - limits.admissionChoosingSeconds * 1000);
    const lately = this.#lately.reduce((sum, { count }) => sum + count, 0);
    const { count, pace } = admissible(this.#pace, { now, perSecond: terms.admitPerSecond, pressure: answer.pressure, lately });
    this.#pace = pace;
    // A person who has come back to the end stands there; the place that they had before is passed over.
    const next = queue.admit(count).filter((userId) => userId !== "");
    if (next.length === 0) return;
    const until = now + limits.admissionSeconds * 1000;
    const given = next.map((userId) => [userId, { id: crypto.randomUUID(), until }] as const);
    this.#storage.saveAdmitted(queue.admitted, given);
    for (const [userId, pass] of given) passes.set(userId, pass);
    this.#lately.push({ at: now, count: next.length });
    await Promise.all(next.map((userId) => this.#tellAdmitted(room, userId)));
  }

  async #tellAdmitted(room: LoadedRoom, userId: string): Promise<void> {
    const sockets = this.ctx.getWebSockets(userId);
    if (sockets.length === 0) return;
    const text = JSON.stringify(frameOf(await this.#placeOf(room, userId)));
    for (const socket of sockets) sendText(socket, text);
  }

  /** Tells the next few sockets their place, round and round, so that a tick costs the same however large the crowd is. */
  #tellPlaces(room: LoadedRoom): void {
    const sockets = this.ctx.getWebSockets();
    const now = Date.now();
    for (let told = 0; told < Math.min(sockets.length, limits.queuePlacesToldPerTick); told++) {
      const socket = sockets[this.#nextToTell++ % sockets.length];
      if (socket === undefined) continue;
      const { userId } = visitorOf(socket);
      if (passOf(room, userId, now) === null) sendText(socket, JSON.stringify({ type: "position", ...this.#waitingPlace(room, userId) }));
    }
    if (this.#nextToTell >= sockets.length) this.#nextToTell %= Math.max(1, sockets.length);
  }

  async #placeOf(room: LoadedRoom, userId: string): Promise<QueuePlace> {
    const now = Date.now();
    const pass = passOf(room, userId, now);
    if (pass === null) return this.#waitingPlace(room, userId);
    const { appId, showtimeId } = room.terms;
    return {
      ...this.#waitingPlace(room, userId),
      state: "ADMITTED",
      position: null,
      etaSeconds: null,
      admission: await signAdmission(this.env, { id: pass.id, userId, appId, showtimeId, untilMs: pass.until }, now),
      expiresAt: new Date(pass.until).toISOString(),
    };
  }

  #waitingPlace({ terms, queue }: LoadedRoom, userId: string): QueuePlace {
    const position = queue.positionOf(userId);
    return {
      state: queue.isOpen ? (this.#outlook === "SELLING" ? "QUEUED" : this.#outlook) : "WAITING_FOR_OPENING",
      position,
      waiting: queue.waiting,
      etaSeconds: position === null ? null : Math.ceil(position / terms.admitPerSecond),
      opensAt: terms.opensAtMs === null ? null : new Date(terms.opensAtMs).toISOString(),
      admission: null,
      expiresAt: null,
    };
  }

  #armAlarm({ terms, queue }: LoadedRoom): void {
    if (queue.waiting === 0) return;
    const now = Date.now();
    const next = this.#outlook === "SELLING" ? now + tickMs : now + restMs;
    const at = queue.isOpen
      ? next
      : Math.min(terms.opensAtMs ?? now, this.ctx.getWebSockets().length > 0 ? now + restMs : Number.POSITIVE_INFINITY);
    this.ctx.waitUntil(this.ctx.storage.setAlarm(Math.max(at, now)));
  }
}

interface Visitor {
  userId: string;
}
const visitorOf = (socket: WebSocket): Visitor => socket.deserializeAttachment();

/** The pass that somebody has and that is still good. */
function passOf({ passes }: LoadedRoom, userId: string, now: number): Pass | null {
  const pass = passes.get(userId);
  return pass !== undefined && pass.until > now ? pass : null;
}

function outlookOf({ closed, freeSeats, heldSeats }: Pressure): Outlook {
  if (closed) return "CLOSED";
  return freeSeats === 0 && heldSeats === 0 ? "SOLD_OUT" : "SELLING";
}

function frameOf(place: QueuePlace): QueueFrame {
  const { admission, expiresAt } = place;
  return admission !== null && expiresAt !== null ? { type: "admitted", admission, expiresAt } : { type: "position", ...place };
}

/** A socket that closed a moment ago must not keep the others from hearing; its close event does the rest. */
function sendText(socket: WebSocket, text: string): void {
  try {
    socket.send(text);
  } catch {
    // Said above.
  }
}

const refusal = (code: "OVERLOADED" | "TICKET_INVALID"): Response =>
  Response.json({ code, message: errors[code][1] }, { status: errors[code][0] });

/** Each number as likely as any other: what is left over of 2³² is drawn again. */
function randomBelow(below: number): number {
  const fair = 2 ** 32 - (2 ** 32 % below);
  for (;;) {
    const [drawn = 0] = crypto.getRandomValues(new Uint32Array(1));
    if (drawn < fair) return drawn % below;
  }
}
