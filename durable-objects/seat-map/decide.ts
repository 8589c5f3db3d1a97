import type { ErrorCode } from "../../contracts/errors.ts";
import { limits } from "../../contracts/limits.ts";
import { seatCodes } from "../../contracts/seats.ts";
import { type Fact, type HoldRow, type Ledger, type LedgerSeat, labelOf, type PricedSeat, seatIndexOf } from "./ledger.ts";

/** What somebody wants of a showtime. Ids and tokens are made outside, so that a seed replays a history. */
export type Command =
  | { type: "add"; seats: LedgerSeat[] }
  | { type: "hold"; userId: string; seatIds: string[]; token: string }
  | { type: "release"; userId: string; token: string }
  | { type: "beginPayment"; userId: string; token: string }
  | { type: "confirm"; userId: string; token: string; bookingId: string; payment: { id: string; amount: number; currency: string } | null }
  | { type: "sweep" };

export type Decision = { facts: Fact[] } & ({ ok: true } | { ok: false; code: ErrorCode; details?: Record<string, unknown> });

type Refused = { code: ErrorCode; details?: Record<string, unknown> };
/** A fact before it has its place in the order. */
type Proposal = Fact extends infer Each ? (Each extends Fact ? Omit<Each, "seq" | "at"> : never) : never;

/**
 * Judges a command against the ledger at `now` (milliseconds; a clock that stepped back counts as standing still). Changes nothing: the facts
 * are for `evolve`. Holds that have run out end first, so none ever stands in anybody's way, however late the alarm.
 */
export function decide(ledger: Ledger, command: Command, now: number): Decision {
  const at = Math.max(now, ledger.clock);
  const lapsed = lapsedHolds(ledger, at);
  const expired: Proposal[] = lapsed.map((hold) => ({ op: "EXPIRE", ...subjectOf(hold) }));
  const judged = judge(new View(ledger, lapsed), command, at);
  const proposals = "code" in judged ? expired : [...expired, ...judged];
  const facts = proposals.map((proposal, place): Fact => ({ ...proposal, seq: ledger.seq + 1 + place, at }));
  return "code" in judged ? { ok: false, ...judged, facts } : { ok: true, facts };
}

/** The ledger as it will be once the lapsed holds have ended. */
class View {
  readonly ledger: Ledger;
  readonly #lapsed: Set<HoldRow>;

  constructor(ledger: Ledger, lapsed: HoldRow[]) {
    this.ledger = ledger;
    this.#lapsed = new Set(lapsed);
  }

  statusOf(index: number): number {
    const token = this.ledger.owner[index];
    const hold = token === null || token === undefined ? undefined : this.ledger.holds.get(token);
    return hold !== undefined && this.#lapsed.has(hold) ? seatCodes.AVAILABLE : (this.ledger.status[index] ?? seatCodes.BLOCKED);
  }

  isLapsed(hold: HoldRow): boolean {
    return this.#lapsed.has(hold);
  }

  seatsOf(userId: string): number {
    let seats = this.ledger.seatsOfUser.get(userId) ?? 0;
    for (const hold of this.#lapsed) if (hold.userId === userId) seats -= hold.seats.length;
    return seats;
  }
}

function lapsedHolds(ledger: Ledger, at: number): HoldRow[] {
  const lapsed = new Set<HoldRow>();
  for (const { token } of ledger.expiries.due(at)) {
    const hold = ledger.holds.get(token);
    if (hold?.status === "ACTIVE" && hold.expiresAt <= at) lapsed.add(hold);
  }
  return [...lapsed].sort((a, b) => a.expiresAt - b.expiresAt || (a.token < b.token ? -1 : 1));
}

const subjectOf = ({ token, userId, seats }: HoldRow): Pick<HoldRow, "token" | "userId" | "seats"> => ({ token, userId, seats });

function judge(view: View, command: Command, at: number): Proposal[] | Refused {
  switch (command.type) {
    case "add":
      return judgeAdd(view.ledger, command.seats);
    case "hold":
      return judgeHold(view, command, at);
    case "release": {
      const hold = ownHold(view, command);
      if ("code" in hold) return hold;
      if (hold.status === "RELEASED") return [];
      return endedRefusal(view, hold) ?? [{ op: "RELEASE", ...subjectOf(hold) }];
    }
    case "beginPayment": {
      const hold = ownHold(view, command);
      if ("code" in hold) return hold;
      const expiresAt = hold.expiresAt + 1000 * Math.min(view.ledger.terms.holdSeconds, limits.paymentExtensionSecondsMax);
      return endedRefusal(view, hold) ?? (hold.paying ? [] : [{ op: "EXTEND", ...subjectOf(hold), expiresAt }]);
    }
    case "confirm":
      return judgeConfirm(view, command);
    case "sweep":
      return [];
  }
}

function judgeAdd(ledger: Ledger, seats: LedgerSeat[]): Proposal[] | Refused {
  if (ledger.seats.length + seats.length > limits.seatsPerShowtimeMax) return { code: "SEAT_LIMIT_REACHED" };
  const labels = new Set<string>();
  for (const seat of seats) {
    const label = labelOf(seat);
    if (ledger.labels.has(label) || labels.has(label)) {
      return { code: "SEAT_EXISTS", details: { seatNumber: seat.seatNumber, section: seat.section, row: seat.row } };
    }
    labels.add(label);
  }
  return seats.length === 0 ? [] : [{ op: "ADD", added: seats }];
}

function judgeHold(view: View, command: Extract<Command, { type: "hold" }>, at: number): Proposal[] | Refused {
  const { ledger } = view;
  const { terms } = ledger;
  if (!terms.published) return { code: "SALE_NOT_OPEN", details: { reason: "NOT_PUBLISHED" } };
  if (terms.saleOpensAtMs !== null && at < terms.saleOpensAtMs) {
    return { code: "SALE_NOT_OPEN", details: { reason: "NOT_YET", opensAt: new Date(terms.saleOpensAtMs).toISOString() } };
  }
  if (at >= terms.saleClosesAtMs) return { code: "SALE_NOT_OPEN", details: { reason: "CLOSED" } };

  const seats: PricedSeat[] = [];
  const unknown: string[] = [];
  const inTheWay: Record<number, string[]> = {};
  let freeAt = at;
  for (const seatId of command.seatIds) {
    const index = seatIndexOf(ledger, seatId);
    const seat = index === null ? undefined : ledger.seats[index];
    if (index === null || seat === undefined) {
      unknown.push(seatId);
      continue;
    }
    const status = view.statusOf(index);
    if (status === seatCodes.AVAILABLE) seats.push({ index, price: seat.price });
    else {
      inTheWay[status] = [...(inTheWay[status] ?? []), seatId];
      if (status === seatCodes.LOCKED) freeAt = Math.max(freeAt, ledger.holds.get(ledger.owner[index] ?? "")?.expiresAt ?? at);
    }
  }
  if (unknown.length > 0) return { code: "SEAT_NOT_FOUND", details: { seats: unknown } };
  const { [seatCodes.BOOKED]: booked, [seatCodes.BLOCKED]: blocked, [seatCodes.LOCKED]: locked } = inTheWay;
  if (booked) return { code: "SEAT_ALREADY_BOOKED", details: { seats: booked } };
  if (blocked) return { code: "SEAT_BLOCKED", details: { seats: blocked } };
  if (locked) return { code: "SEAT_ALREADY_LOCKED", details: { seats: locked, expiresIn: Math.ceil((freeAt - at) / 1000) } };
  if (new Set(seats.map(({ index }) => index)).size < seats.length) return { code: "VALIDATION_FAILED" };

  const owned = view.seatsOf(command.userId);
  if (owned + seats.length > terms.maxSeatsPerUser) {
    return { code: "HOLD_LIMIT_REACHED", details: { maxSeatsPerUser: terms.maxSeatsPerUser, owned } };
  }
  const price = seats.reduce((sum, seat) => sum + seat.price, 0);
  return [{ op: "HOLD", token: command.token, userId: command.userId, seats, price, expiresAt: at + terms.holdSeconds * 1000 }];
}

function judgeConfirm(view: View, command: Extract<Command, { type: "confirm" }>): Proposal[] | Refused {
  const { ledger } = view;
  const { payment, bookingId } = command;
  const hold = ownHold(view, command);
  if ("code" in hold) return hold;
  if (hold.status === "CONFIRMED") {
    const booking = ledger.bookings.get(hold.bookingId ?? "");
    return booking?.paymentId === (payment?.id ?? null) ? [] : { code: "RESERVATION_CONFIRMED", details: { bookingId: hold.bookingId } };
  }
  const ended = endedRefusal(view, hold);
  if (ended) return ended;
  if (hold.price > 0 && payment === null) return { code: "PAYMENT_NOT_SUCCESSFUL" };
  if (payment !== null) {
    if (ledger.usedPayments.has(payment.id)) return { code: "PAYMENT_ALREADY_USED" };
    if (payment.amount !== hold.price || payment.currency !== ledger.terms.currency) {
      return { code: "PAYMENT_AMOUNT_MISMATCH", details: { price: hold.price, currency: ledger.terms.currency } };
    }
  }
  return [{ op: "CONFIRM", ...subjectOf(hold), price: hold.price, bookingId, paymentId: payment?.id ?? null }];
}

function ownHold(view: View, command: { userId: string; token: string }): HoldRow | Refused {
  const hold = view.ledger.holds.get(command.token);
  if (hold === undefined) return { code: "RESERVATION_NOT_FOUND" };
  return hold.userId === command.userId ? hold : { code: "RESERVATION_NOT_YOURS" };
}

/** Why a reservation can no longer be used, or undefined if it can. One that was given back answers like one that ran out. */
function endedRefusal(view: View, hold: HoldRow): Refused | undefined {
  if (hold.status === "CONFIRMED") return { code: "RESERVATION_CONFIRMED", details: { bookingId: hold.bookingId } };
  if (hold.status !== "ACTIVE" || view.isLapsed(hold)) return { code: "RESERVATION_EXPIRED" };
  return undefined;
}
