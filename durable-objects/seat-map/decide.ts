import type { ErrorCode } from "../../contracts/errors.ts";
import { limits } from "../../contracts/limits.ts";
import { type BlockCommand, judgeBlock } from "./judge-block.ts";
import { type CancelCommand, judgeCancel } from "./judge-cancel.ts";
import { type CheckInCommand, judgeCheckIn } from "./judge-check-in.ts";
import { type ConfirmCommand, judgeConfirm } from "./judge-confirm.ts";
import { type HoldExchangeCommand, judgeHoldExchange, judgePin, type PinCommand, stalledPins } from "./judge-exchange.ts";
import { type HoldCommand, judgeHold } from "./judge-hold.ts";
import { judgeRefund, type RefundCommand } from "./judge-refund.ts";
import { judgeShow, type ShowCommand } from "./judge-show.ts";
import { judgeUndo, type UndoCommand } from "./judge-undo.ts";
import { judgeLeave, judgeWait, type WaitlistCommand } from "./judge-waitlist.ts";
import { type Fact, type HoldRow, type Ledger, type LedgerSeat, labelOf } from "./ledger.ts";
import { endedRefusal, ownHold, subjectOf } from "./own-hold.ts";
import { type Proposal, type Refused, View } from "./view.ts";

/** What somebody wants of a showtime. Ids and tokens are made outside, so that a seed replays a history. */
export type Command =
  | { type: "add"; seats: LedgerSeat[] }
  | BlockCommand
  | HoldCommand
  | { type: "release"; userId: string; token: string }
  | { type: "beginPayment"; userId: string; token: string }
  | ConfirmCommand
  | CancelCommand
  | UndoCommand
  | RefundCommand
  | HoldExchangeCommand
  | PinCommand
  | ShowCommand
  | WaitlistCommand
  | CheckInCommand
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
    case "beginPayment":
      return judgeBeginPayment(view, command);
    case "confirm":
      return judgeConfirm(view, command, at);
    case "cancel":
      return judgeCancel(view.ledger, command, at);
    case "undo":
      return judgeUndo(view, command, at);
    case "refund":
      return judgeRefund(view.ledger, command, at);
    case "holdExchange":
      return judgeHoldExchange(view, command, at);
    case "pin":
    case "unpin":
    case "depart":
      return judgePin(view.ledger, command, at);
    case "terms":
    case "cancelShow":
    case "cancelSlice":
      return judgeShow(view, command, at);
    case "wait":
      return judgeWait(view, command, at);
    case "leave":
      return judgeLeave(view, command);
    case "checkIn":
      return judgeCheckIn(view.ledger, command, at);
    case "sweep":
      return stalledPins(view.ledger, at);
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

/** The hold is extended once, because a payment for it starts. */
function judgeBeginPayment(view: View, command: { userId: string; token: string }): Proposal[] | Refused {
  const hold = ownHold(view, command);
  if ("code" in hold) return hold;
  const expiresAt = hold.expiresAt + 1000 * Math.min(view.ledger.terms.holdSeconds, limits.paymentExtensionSecondsMax);
  return endedRefusal(view, hold) ?? (hold.paying ? [] : [{ op: "EXTEND", ...subjectOf(hold), expiresAt }]);
}
