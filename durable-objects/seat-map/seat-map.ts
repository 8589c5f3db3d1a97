import { DurableObject } from "cloudflare:workers";
import { errors } from "../../contracts/errors.ts";
import type { InboxCalls, SocketHost } from "../../contracts/inbox.ts";
import type { ConfirmInput, HoldInput, Outcome, Refusal, ReleaseInput, SeatLedger, ShowtimeTerms } from "../../contracts/ledger.ts";
import { limits } from "../../contracts/limits.ts";
import type { NewSeat, SeatStatus } from "../../contracts/seats.ts";
import { randomBase32 } from "../../workers/platform/ids.ts";
import { wishOf } from "./best-available.ts";
import type { BlockCommand } from "./judge-block.ts";
import { holdOf } from "./ledger.ts";
import { errorFrame, holder, LiveChannel, type Person, watcherOf } from "./live.ts";
import { newSeats } from "./seats.ts";
import { Showtime } from "./showtime.ts";
import { type Loaded, SeatMapStorage } from "./storage.ts";
import { Tally } from "./tally.ts";
import { availabilityBitmap, blockedSeats, bookingView, heldSeats, reservationView, seatPage } from "./views.ts";

/** How long a confirmation waits for D1 before it answers anyway: the booking exists from the commit on. */
const projectionPatienceMs = 250;

/**
 * One showtime: the only writer of its seats, holds and bookings. These methods are its public face; `Showtime` has its memory and the way of a
 * command through it. SQL is the truth, memory a cache of it.
 */
export class SeatMap extends DurableObject<Env> implements SeatLedger, SocketHost {
  readonly #storage: SeatMapStorage;
  readonly #live: LiveChannel;
  readonly #tally: Tally;
  #show: Showtime | null = null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#storage = new SeatMapStorage(ctx.storage);
    this.#live = new LiveChannel(ctx);
    this.#tally = new Tally(ctx, env);
    const loaded = this.#storage.load();
    if (loaded !== null) this.#adopt(loaded);
  }

  /** Sets up the showtime. Repeating it changes nothing; SEAT_EXISTS if two seats have one label. */
  async open(terms: ShowtimeTerms, seats: NewSeat[]): Promise<Outcome<{ seatsTotal: number }>> {
    const show = this.#show ?? this.#adopt(this.#storage.create(terms));
    if (show.ledger.seq === 0 && seats.length > 0) {
      const added = await show.submit({ type: "add", seats: newSeats(show.ledger, seats) }, null, () => ({}));
      if (!added.ok) return added;
    }
    return { ok: true, seatsTotal: show.ledger.seats.length };
  }

  /** Opens or stops the sale because the listing was published or taken back. SHOWTIME_NOT_FOUND. */
  async setPublished(published: boolean): Promise<Outcome<object>> {
    this.#show?.setPublished(published);
    return this.#show === null ? unknownShowtime : { ok: true };
  }

  /** Adds seats behind those that there are. SHOWTIME_NOT_FOUND; SEAT_EXISTS, SEAT_LIMIT_REACHED: none was added. */
  async addSeats(seats: NewSeat[]): Promise<Outcome<{ created: number; seatsTotal: number }>> {
    const show = this.#show;
    if (show === null) return unknownShowtime;
    return show.submit({ type: "add", seats: newSeats(show.ledger, seats) }, null, () => ({
      created: seats.length,
      seatsTotal: show.ledger.seats.length,
    }));
  }

  /**
   * Keeps seats from sale, all or none. SHOWTIME_NOT_FOUND; SEAT_NOT_FOUND; SEAT_ALREADY_LOCKED with `expiresIn` (s), SEAT_ALREADY_BOOKED: nobody
   * loses a seat that they have.
   */
  async blockSeats(input: { seatIds: string[]; reason: string | null; by: string }): ReturnType<SeatLedger["blockSeats"]> {
    return this.#organize({ type: "block", ...input });
  }

  /** Puts blocked seats on sale again. SHOWTIME_NOT_FOUND, SEAT_NOT_FOUND. */
  async unblockSeats(input: { seatIds: string[]; by: string }): ReturnType<SeatLedger["unblockSeats"]> {
    return this.#organize({ type: "unblock", ...input });
  }

  /**
   * Holds seats for a user, all or none, at the price that they have now. Errors: SALE_NOT_OPEN, SEAT_NOT_FOUND, SEAT_ALREADY_BOOKED,
   * SEAT_BLOCKED, SEAT_ALREADY_LOCKED (with `expiresIn`, s), NOT_ENOUGH_SEATS, LONELY_SEAT (with `instead`, seat ids), HOLD_LIMIT_REACHED,
   * RATE_LIMITED, IDEMPOTENCY_KEY_REUSED, OVERLOADED.
   */
  async hold({ userId, seatIds, bestAvailable, limit, idempotency = null }: HoldInput): ReturnType<SeatLedger["hold"]> {
    const show = this.#show;
    if (show === null) return bestAvailable ? unknownShowtime : { ok: false, code: "SEAT_NOT_FOUND", details: { seats: seatIds } };
    const { ledger } = show;
    show.throttle.hear(limit);
    const wish = bestAvailable && wishOf(bestAvailable);
    const answer = await show.once(userId, idempotency, (record) => {
      const token = `rsv_${ledger.terms.showtimeId.slice(4)}_${randomBase32(26)}`;
      return show.submit({ type: "hold", userId, seatIds, token, ...(wish && { wish }) }, record, () => {
        const { seats, price, expiresAt } = holdOf(ledger, token);
        const { currency } = ledger.terms;
        return {
          held: { reservationToken: token, expiresAt: new Date(expiresAt).toISOString(), seats: heldSeats(ledger, seats), price, currency },
        };
      });
    });
    if (!answer.ok && !answer.replayed) this.#tally.holdRefused(ledger.terms.appId, answer.code);
    return answer;
  }

  /**
   * Gives a hold back; one that was given back stays so. Errors: RESERVATION_NOT_FOUND, RESERVATION_NOT_YOURS, RESERVATION_EXPIRED,
   * RESERVATION_CONFIRMED, RATE_LIMITED, IDEMPOTENCY_KEY_REUSED, OVERLOADED.
   */
  async release({ userId, token, limit, idempotency = null }: ReleaseInput): ReturnType<SeatLedger["release"]> {
    const show = this.#show;
    if (show === null) return unknownReservation;
    const { ledger } = show;
    show.throttle.hear(limit);
    return show.once(userId, idempotency, (record) =>
      show.submit({ type: "release", userId, token }, record, () => ({ reservation: reservationView(ledger, holdOf(ledger, token)) })),
    );
  }

  /** Extends a hold once by its own length, at most 3 minutes, because a payment starts. Errors: the RESERVATION_ ones of `release`. */
  async beginPayment({ userId, token }: { userId: string; token: string }): ReturnType<SeatLedger["beginPayment"]> {
    const show = this.#show;
    if (show === null) return unknownReservation;
    return show.submit({ type: "beginPayment", userId, token }, null, () => {
      const { price, expiresAt } = holdOf(show.ledger, token);
      return { price, currency: show.ledger.terms.currency, expiresAt: new Date(expiresAt).toISOString() };
    });
  }

  /**
   * Turns a live hold into a booking; again with the same payment it answers the same booking. Errors: the RESERVATION_ ones of `release`,
   * PAYMENT_NOT_SUCCESSFUL (a price and no payment), PAYMENT_ALREADY_USED, PAYMENT_AMOUNT_MISMATCH.
   */
  async confirm({ userId, token, payment }: ConfirmInput): ReturnType<SeatLedger["confirm"]> {
    const show = this.#show;
    if (show === null) return unknownReservation;
    const { ledger } = show;
    const bookingId = `BK-${new Date().toISOString().slice(0, 10).replaceAll("-", "")}-${randomBase32(10)}`;
    const answer = await show.submit({ type: "confirm", userId, token, payment, bookingId }, null, () => {
      const booking = ledger.bookings.get(holdOf(ledger, token).bookingId ?? "");
      if (booking === undefined) throw new Error("a confirmed reservation has no booking");
      return { booking: bookingView(ledger, booking), created: booking.id === bookingId };
    });
    if (answer.ok) await show.projector.toldWithin(answer.seq, projectionPatienceMs);
    return answer;
  }

  /** A reservation as it stands. RESERVATION_NOT_FOUND; RESERVATION_NOT_YOURS for another user's. */
  async reservation({ userId, token }: { userId: string | null; token: string }): ReturnType<SeatLedger["reservation"]> {
    const show = await this.#settled();
    show?.recall(token);
    const hold = show?.ledger.holds.get(token);
    if (!show || !hold) return unknownReservation;
    if (userId !== null && hold.userId !== userId) return { ok: false, code: "RESERVATION_NOT_YOURS" };
    return { ok: true, reservation: reservationView(show.ledger, hold) };
  }

  /** What became of a reservation. RESERVATION_NOT_FOUND. */
  async bookingOf(token: string): ReturnType<SeatLedger["bookingOf"]> {
    const found = await this.reservation({ userId: null, token });
    if (!found.ok || this.#show === null) return unknownReservation;
    const booking = this.#show.ledger.bookings.get(found.reservation.bookingId ?? "");
    return { ok: true, status: found.reservation.status, booking: booking ? bookingView(this.#show.ledger, booking) : null };
  }

  /** A page of seats with their status. SHOWTIME_NOT_FOUND. */
  async seats(query: { status?: SeatStatus; limit: number; after: number }): ReturnType<SeatLedger["seats"]> {
    const show = await this.#settled();
    return show === null
      ? unknownShowtime
      : { ok: true, page: seatPage(show.ledger, show.version, query), published: show.ledger.terms.published };
  }

  /** The layout, or only its version if the caller knows it. SHOWTIME_NOT_FOUND. */
  async seatMap(knownVersion: number | null): ReturnType<SeatLedger["seatMap"]> {
    const show = this.#show;
    if (show === null) return unknownShowtime;
    const { version, json } = await show.layout();
    return { ok: true, json: version === knownVersion ? null : json, version, published: show.ledger.terms.published };
  }

  /** The status of every seat in two bits. SHOWTIME_NOT_FOUND. */
  async availability(): ReturnType<SeatLedger["availability"]> {
    const show = await this.#settled();
    if (show === null) return unknownShowtime;
    return { ok: true, bytes: availabilityBitmap(show.ledger, show.version), published: show.ledger.terms.published };
  }

  /** Ends the telling of these events: their consumers have recorded them. */
  async acknowledge(seqs: number[]): Promise<void> {
    this.#show?.outbox.acknowledge(seqs);
  }

  /** The sockets of these sessions may watch and no longer hold or release; tickets of theirs that are on their way open none. */
  async endSessions(sessionIds: string[]): Promise<void> {
    if (this.#show === null) return;
    for (const sessionId of sessionIds) {
      this.#storage.keepEnded(sessionId, Date.now());
      this.#live.endSession(sessionId);
    }
  }

  /** How many watch: asked by whoever adds them up, in case this object crashed with sockets that it had told of. */
  async sockets(): Promise<number> {
    return this.#live.watchers;
  }

  /** Upgrades a watcher's socket. The Worker has checked who comes and says so in `x-marquee-*`; a ticket is spent here. */
  override async fetch(request: Request): Promise<Response> {
    const show = await this.#settled();
    if (show === null || (!show.ledger.terms.published && request.headers.get("x-marquee-drafts") !== "yes"))
      return refusal("SHOWTIME_NOT_FOUND");
    if (this.#live.watchers >= limits.socketsPerShowtimeMax) return refusal("OVERLOADED");
    const ticketId = request.headers.get("x-marquee-ticket");
    if (ticketId !== null && !this.#storage.spendTicket(ticketId, Date.now())) return refusal("TICKET_INVALID");
    const person = personOf(request.headers, Date.now());
    show.throttle.hear(person?.limit);
    if (person !== null && this.#storage.hasEnded(person.sessionId)) return refusal(ticketId === null ? "TOKEN_INVALID" : "TICKET_INVALID");
    const format = new URL(request.url).searchParams.get("format") === "compact" ? "compact" : "json";
    this.#tally.socketsChanged();
    return this.#live.accept({ format, person }, show.ledger, show.version);
  }

  override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
    const frame = this.#live.read(socket, message, Date.now());
    if (frame === null) return;
    if (frame.type === "resume") {
      const show = await this.#settled();
      if (show !== null) this.#live.resume(socket, frame.version, show.ledger, show.version, this.#storage);
      return;
    }
    const { ref } = frame;
    const person = holder(socket, Date.now());
    if (typeof person === "string") return this.#live.send(socket, errorFrame(ref, { code: person }));
    const { userId } = person;
    this.#show?.throttle.hear(person.limit, { known: true });
    const attempt = { showtime: this.#show?.ledger.terms ?? null, userId, ref, startedAt: Date.now() };
    if (frame.type === "hold") {
      const { seatId, seatIds = seatId ? [seatId] : [], bestAvailable } = frame;
      const answer = await this.hold({ userId, seatIds, ...(bestAvailable && { bestAvailable }) });
      this.#tally.attempted("reserve", attempt, answer);
      return this.#live.send(socket, answer.ok ? { type: "held", ref, ...answer.held } : errorFrame(ref, answer));
    }
    const answer = await this.release({ userId, token: frame.reservationToken });
    this.#tally.attempted("release", attempt, answer);
    this.#live.send(socket, answer.ok ? { type: "released", ref, reservationToken: frame.reservationToken } : errorFrame(ref, answer));
  }

  /** The close must be answered, or the client waits ten seconds and sees 1006. */
  override webSocketClose(socket: WebSocket, code: number, reason: string): void {
    socket.close(code === 1005 || code === 1006 ? 1000 : code, reason);
    this.#tally.socketsChanged();
    const { person } = watcherOf(socket);
    if (person !== null) this.ctx.waitUntil(this.#forgetSocket(person));
  }

  /** May run late, twice or for nothing: it looks up what is due. */
  override async alarm(): Promise<void> {
    await this.#show?.alarm();
  }

  /** What of this is lost lapses in the inbox by itself. */
  async #forgetSocket({ userId, socketId }: Person): Promise<void> {
    const inbox = this.env.INBOX.getByName(userId) as unknown as InboxCalls;
    await inbox.socketClosed(socketId).catch(() => {});
  }

  async #organize(command: BlockCommand): Promise<Outcome<{ changed: number }>> {
    const show = this.#show;
    if (show === null) return unknownShowtime;
    const before = blockedSeats(show.ledger);
    return show.submit(command, null, () => ({ changed: Math.abs(blockedSeats(show.ledger) - before) }));
  }

  #adopt(loaded: Loaded): Showtime {
    this.#show = new Showtime(this.ctx, this.env, this.#storage, this.#live, this.#tally, loaded);
    this.#tally.socketsChanged();
    return this.#show;
  }

  /** The showtime once everything lapsed has ended and everything decided is on disk: what may be shown. */
  async #settled(): Promise<Showtime | null> {
    await this.#show?.settle();
    return this.#show;
  }
}

const unknownShowtime: Refusal = { ok: false, code: "SHOWTIME_NOT_FOUND" };
const unknownReservation: Refusal = { ok: false, code: "RESERVATION_NOT_FOUND" };

/** Who the Worker says that it is. */
function personOf(headers: Headers, now: number): Person | null {
  const [userId, sessionId, socketId] = ["user", "session", "socket"].map((name) => headers.get(`x-marquee-${name}`));
  if (!userId || !sessionId || !socketId) return null;
  const [perSecond, burst] = (headers.get("x-marquee-limit") ?? "").split(";").map(Number);
  const limit = perSecond && burst ? { perSecond, burst } : undefined;
  return { userId, sessionId, socketId, until: now + limits.socketHoldHours * 3_600_000, ended: false, ...(limit && { limit }) };
}

const refusal = (code: "SHOWTIME_NOT_FOUND" | "OVERLOADED" | "TICKET_INVALID" | "TOKEN_INVALID"): Response =>
  Response.json({ code }, { status: errors[code][0] });
