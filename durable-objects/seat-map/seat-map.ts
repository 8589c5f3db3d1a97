import type { InboxCalls, SocketHost } from "../../contracts/inbox.ts";
import type { SeatLedger } from "../../contracts/ledger.ts";
import { limits } from "../../contracts/limits.ts";
import type { LiveClientFrame, SeatStatus } from "../../contracts/seats.ts";
import { verifyAdmission } from "../../workers/booking/waiting-room/admission-pass.ts";
import { answeredCode, refusedUpgrade } from "../sockets.ts";
import { blockedPage } from "./blocked-seats.ts";
import { errorFrame, holder, type Person, watcherOf } from "./live.ts";
import { Logged } from "./logged.ts";
import { unknownReservation, unknownShowtime } from "./showtime-object.ts";
import { availabilityBitmap, bookingView, reservationView, seatPage } from "./views.ts";

/**
 * One showtime: the only writer of its seats, holds and bookings. What it sells and what becomes of it is in the classes that this one inherits;
 * here is what is read of it, its sockets and its alarm. `Showtime` has its memory and the way of a command through it.
 */
export class SeatMap extends Logged implements SeatLedger, SocketHost {
  /** A reservation as it stands. RESERVATION_NOT_FOUND; RESERVATION_NOT_YOURS for another user's. */
  async reservation({ userId, token }: { userId: string | null; token: string }): ReturnType<SeatLedger["reservation"]> {
    const show = await this.settled();
    show?.recall(token);
    const hold = show?.ledger.holds.get(token);
    if (!show || !hold) return unknownReservation;
    if (userId !== null && hold.userId !== userId) return { ok: false, code: "RESERVATION_NOT_YOURS" };
    return { ok: true, reservation: reservationView(show.ledger, hold) };
  }

  /** What became of a reservation. RESERVATION_NOT_FOUND. */
  async bookingOf(token: string): ReturnType<SeatLedger["bookingOf"]> {
    const found = await this.reservation({ userId: null, token });
    if (!found.ok || this.show === null) return unknownReservation;
    const booking = this.show.ledger.bookings.get(found.reservation.bookingId ?? "");
    return { ok: true, status: found.reservation.status, booking: booking ? bookingView(this.show.ledger, booking) : null };
  }

  /** A page of seats with their status. SHOWTIME_NOT_FOUND. */
  async seats(query: { status?: SeatStatus; limit: number; after: number }): ReturnType<SeatLedger["seats"]> {
    const show = await this.settled();
    return show === null
      ? unknownShowtime
      : { ok: true, page: seatPage(show.ledger, show.version, query, Date.now()), published: show.ledger.terms.published };
  }

  /** The layout, or only its version if the caller knows it. SHOWTIME_NOT_FOUND. */
  async seatMap(knownVersion: number | null): ReturnType<SeatLedger["seatMap"]> {
    const show = this.show;
    if (show === null) return unknownShowtime;
    const { version, json } = await show.layout();
    return { ok: true, json: version === knownVersion ? null : json, version, published: show.ledger.terms.published };
  }

  /** The status of every seat in two bits. SHOWTIME_NOT_FOUND. */
  async availability(): ReturnType<SeatLedger["availability"]> {
    const show = await this.settled();
    if (show === null) return unknownShowtime;
    return { ok: true, bytes: availabilityBitmap(show.ledger, show.version), published: show.ledger.terms.published };
  }

  /** A page of the seats that are kept from sale, each with the reason. SHOWTIME_NOT_FOUND. */
  async blockedSeats(page: { after: number; limit: number }): ReturnType<SeatLedger["blockedSeats"]> {
    const { show } = this;
    return show === null ? unknownShowtime : { ok: true, ...blockedPage(show.ledger, this.storage.blocks(), page) };
  }

  /** Ends the telling of these events: their consumers have recorded them. */
  async acknowledge(seqs: number[]): Promise<void> {
    this.show?.outbox.acknowledge(seqs);
  }

  /** The sockets of these sessions may watch and no longer hold or release; tickets of theirs that are on their way open none. */
  async endSessions(sessionIds: string[]): Promise<void> {
    if (this.show === null) return;
    for (const sessionId of sessionIds) {
      this.storage.keepEnded(sessionId, Date.now());
      this.live.endSession(sessionId);
    }
  }

  /** Spends a one-time ticket that opened a link. SHOWTIME_NOT_FOUND; TICKET_INVALID for one that was spent or whose session has ended. */
  async spendTicket({ ticketId, sessionId }: { ticketId: string; sessionId: string | null }): ReturnType<SeatLedger["spendTicket"]> {
    if (this.show === null) return unknownShowtime;
    const spent = this.storage.spendTicket(ticketId, Date.now());
    return spent && (sessionId === null || !this.storage.hasEnded(sessionId)) ? { ok: true } : { ok: false, code: "TICKET_INVALID" };
  }

  /** How many watch: asked by whoever adds them up, in case this object crashed with sockets that it had told of. */
  async sockets(): Promise<number> {
    return this.live.watchers;
  }

  /** Upgrades a watcher's socket. The Worker has checked who comes and says so in `x-marquee-*`; a ticket is spent here. */
  override async fetch(request: Request): Promise<Response> {
    const show = await this.settled();
    if (show === null || (!show.ledger.terms.published && request.headers.get("x-marquee-drafts") !== "yes"))
      return refusedUpgrade("SHOWTIME_NOT_FOUND");
    if (this.live.watchers >= limits.socketsPerShowtimeMax) return refusedUpgrade("OVERLOADED");
    const ticketId = request.headers.get("x-marquee-ticket");
    if (ticketId !== null && !this.storage.spendTicket(ticketId, Date.now())) return refusedUpgrade("TICKET_INVALID");
    const person = personOf(request.headers, Date.now());
    show.throttle.hear(person?.limit);
    if (person !== null && this.storage.hasEnded(person.sessionId))
      return refusedUpgrade(ticketId === null ? "TOKEN_INVALID" : "TICKET_INVALID");
    const format = new URL(request.url).searchParams.get("format") === "compact" ? "compact" : "json";
    this.tally.socketsChanged();
    return this.live.accept({ format, person }, show.ledger, show.version);
  }

  override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
    const frame = this.live.read(socket, message, Date.now());
    if (frame === null) return;
    if (frame.type === "resume") {
      const show = await this.settled();
      if (show !== null) this.live.resume(socket, frame.version, show.ledger, show.version, this.storage);
      return;
    }
    const { ref } = frame;
    const person = holder(socket, Date.now());
    if (typeof person === "string") return this.live.send(socket, errorFrame(ref, { code: person }));
    const { userId } = person;
    this.show?.throttle.hear(person.limit, { known: true });
    const attempt = { showtime: this.show?.ledger.terms ?? null, userId, ref, startedAt: Date.now() };
    if (frame.type === "hold") {
      const answer = await this.#holdFor(userId, frame);
      this.tally.attempted("reserve", attempt, answer);
      return this.live.send(socket, answer.ok ? { type: "held", ref, ...answer.held } : errorFrame(ref, answer));
    }
    const answer = await this.release({ userId, token: frame.reservationToken });
    this.tally.attempted("release", attempt, answer);
    this.live.send(socket, answer.ok ? { type: "released", ref, reservationToken: frame.reservationToken } : errorFrame(ref, answer));
  }

  /** The close must be answered, or the client waits ten seconds and sees 1006. */
  override webSocketClose(socket: WebSocket, code: number, reason: string): void {
    socket.close(answeredCode(code), reason);
    this.tally.socketsChanged();
    const { person } = watcherOf(socket);
    if (person !== null) this.ctx.waitUntil(this.#forgetSocket(person));
  }

  /** May run late, twice or for nothing: it looks up what is due. */
  override async alarm(): Promise<void> {
    await this.show?.alarm();
  }

  /**
   * A hold over a socket. The Worker has not seen the frame, so the pass in it is checked here. SHOWTIME_NOT_FOUND for a wish that names another showtime,
   * ADMISSION_REQUIRED, and those of `hold`.
   */
  async #holdFor(userId: string, frame: Extract<LiveClientFrame, { type: "hold" }>): ReturnType<SeatLedger["hold"]> {
    const { seatId, seatIds = seatId ? [seatId] : [], entityId, bestAvailable, admission: token } = frame;
    const hold = { userId, seatIds, ...(bestAvailable && { bestAvailable }) };
    const { appId = "", showtimeId = "", admissionRequired = false } = this.show?.ledger.terms ?? {};
    if (entityId !== undefined && entityId !== showtimeId) return unknownShowtime;
    if (!admissionRequired || token === undefined) return this.hold(hold);
    const admission = await verifyAdmission(this.env, token, { appId, showtimeId, userId }, Date.now());
    return admission === null
      ? { ok: false, code: "ADMISSION_REQUIRED", details: { reason: "INVALID" } }
      : this.hold({ ...hold, admission });
  }

  /** What of this is lost lapses in the inbox by itself. */
  async #forgetSocket({ userId, socketId }: Person): Promise<void> {
    const inbox = this.env.INBOX.getByName(userId) as unknown as InboxCalls;
    await inbox.socketClosed(socketId).catch(() => {});
  }
}

/** Who the Worker says that it is. */
function personOf(headers: Headers, now: number): Person | null {
  const [userId, sessionId, socketId] = ["user", "session", "socket"].map((name) => headers.get(`x-marquee-${name}`));
  if (!userId || !sessionId || !socketId) return null;
  const [perSecond, burst] = (headers.get("x-marquee-limit") ?? "").split(";").map(Number);
  const limit = perSecond && burst ? { perSecond, burst } : undefined;
  return { userId, sessionId, socketId, until: now + limits.socketHoldHours * 3_600_000, ended: false, ...(limit && { limit }) };
}
