import type { ErrorCode } from "../../contracts/errors.ts";
import { limits } from "../../contracts/limits.ts";
import { type BlockCommand, judgeBlock } from "./judge-block.ts";
import { type HoldCommand, judgeHold } from "./judge-hold.ts";
import { type Fact, type HoldRow, type Ledger, type LedgerSeat, labelOf } from "./ledger.ts";
import { type Proposal, type Refused, View } from "./view.ts";

/** What somebody wants of a showtime. Ids and tokens are made outside, so that a seed replays a history. */
export type Command =
  | { type: "add"; seats: LedgerSeat[] }
  | BlockCommand
  | HoldCommand
  | { type: "release"; userId: string; token: string }
  | { type: "beginPayment"; userId: string; token: string }
  | { type: "confirm"; userId: string; token: string; bookingId: string; payment: { id: string; amount: number; currency: string } | null }
  | { type: "sweep" };

export type Decision = { facts: Fact[] } & ({ ok: true } | { ok: false; code: ErrorCode; details?: Record<string, unknown> });

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
    case "block":
    case "unblock":
      return judgeBlock(view, command, at);
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
