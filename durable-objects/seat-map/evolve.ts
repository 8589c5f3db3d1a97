import { seatCodes } from "../../contracts/seats.ts";
import { spendAdmission } from "./admission.ts";
import { evolveBooking, evolveConfirm, evolveExchange } from "./evolve-booking.ts";
import { evolveDoor } from "./evolve-door.ts";
import { evolveOffer, evolveQueue, noteForQueue } from "./evolve-queue.ts";
import { evolveTerms } from "./evolve-terms.ts";
import { type Fact, type HoldRow, holdOf, type Ledger, labelOf } from "./ledger.ts";
import { moveSeats } from "./seat-moves.ts";

/** Ended reservations that stay in memory for whoever asks again; older ones are read back from storage. */
const endedHoldsMax = 5000;

/** When the next hold runs out, in milliseconds, or null. Drops the entries of holds that have ended from the top of the heap. */
export const nextExpiry = ({ expiries, holds }: Ledger): number | null =>
  expiries.earliest((token, expiresAt) => {
    const hold = holds.get(token);
    return hold?.status === "ACTIVE" && hold.expiresAt === expiresAt;
  });

/** Brings the ledger to the state after `fact`. Throws if the fact cannot follow: that is a bug, and the object must not go on. */
export function evolve(ledger: Ledger, fact: Fact): void {
  if (fact.seq !== ledger.seq + 1) throw new Error(`fact ${fact.seq} cannot follow ${ledger.seq}`);
  if (fact.at < ledger.clock) throw new Error("the clock stepped back");
  ledger.seq = fact.seq;
  ledger.clock = fact.at;
  apply(ledger, fact);
  noteForQueue(ledger, fact);
}

function apply(ledger: Ledger, fact: Fact): void {
  switch (fact.op) {
    case "ADD":
      addSeats(ledger, fact);
      return;
    case "BLOCK":
      moveSeats(ledger, fact.seats, { from: seatCodes.AVAILABLE, fromOwner: null, to: seatCodes.BLOCKED, owner: null }, null);
      return;
    case "UNBLOCK":
      moveSeats(ledger, fact.seats, { from: seatCodes.BLOCKED, fromOwner: null, to: seatCodes.AVAILABLE, owner: null }, null);
      return;
    case "HOLD":
      hold(ledger, fact);
      return;
    case "EXTEND": {
      const hold = endOrChange(ledger, fact, "ACTIVE");
      hold.expiresAt = fact.expiresAt;
      hold.paying = true;
      ledger.expiries.push(fact.token, fact.expiresAt);
      evolveOffer(ledger, hold, fact);
      return;
    }
    case "RELEASE":
    case "EXPIRE": {
      const hold = endOrChange(ledger, fact, fact.op === "RELEASE" ? "RELEASED" : "EXPIRED");
      moveSeats(ledger, hold.seats, { from: seatCodes.LOCKED, fromOwner: hold.token, to: seatCodes.AVAILABLE, owner: null }, hold.userId);
      if (fact.op === "RELEASE" && hold.admissionId !== null) ledger.spentAdmissions.delete(hold.admissionId);
      evolveOffer(ledger, hold, fact);
      return;
    }
    case "CONFIRM": {
      const hold = endOrChange(ledger, fact, "CONFIRMED");
      evolveConfirm(ledger, hold, fact);
      evolveOffer(ledger, hold, fact);
      return;
    }
    case "EXCHANGE":
      evolveExchange(ledger, endOrChange(ledger, fact, "CONFIRMED"), fact);
      return;
    case "CANCEL":
    case "REFUND":
    case "PIN":
    case "UNPIN":
    case "DEPART":
      evolveBooking(ledger, fact);
      return;
    case "WAIT":
    case "LEAVE":
      evolveQueue(ledger, fact);
      return;
    case "CHECK_IN":
      evolveDoor(ledger, fact);
      return;
    case "TERMS":
      evolveTerms(ledger, fact.change);
      return;
    case "CANCEL_SHOW":
      ledger.terms = { ...ledger.terms, cancelled: { by: fact.by, reason: fact.reason } };
      return;
  }
}

function addSeats(ledger: Ledger, { added }: Extract<Fact, { op: "ADD" }>): void {
  ledger.geometry = null;
  for (const seat of added) {
    if (seat.general) ledger.places.set(ledger.seats.length, true);
    ledger.seats.push(seat);
    ledger.status.push(seatCodes.AVAILABLE);
    ledger.owner.push(null);
    ledger.labels.add(labelOf(seat));
    ledger.freeSeats++;
  }
}

function hold(ledger: Ledger, fact: Extract<Fact, { op: "HOLD" }>): void {
  const { token, userId, seats, price, expiresAt, at, seq } = fact;
  const hold: HoldRow = {
    token,
    userId,
    status: "ACTIVE",
    seats,
    price,
    createdAt: at,
    expiresAt,
    paying: false,
    bookingId: null,
    pricing: fact.pricing ?? null,
    exchange: fact.exchange ?? null,
    waitlistId: fact.waitlistId ?? null,
    admissionId: fact.admissionId ?? null,
    seq,
  };
  moveSeats(ledger, seats, { from: seatCodes.AVAILABLE, fromOwner: null, to: seatCodes.LOCKED, owner: token }, userId);
  ledger.holds.set(token, hold);
  ledger.expiries.push(token, expiresAt);
  if (hold.admissionId !== null) spendAdmission(ledger, hold.admissionId, token, at);
  evolveOffer(ledger, hold, fact);
}

function endOrChange(ledger: Ledger, fact: { token: string; seq: number }, becomes: HoldRow["status"]): HoldRow {
  const hold = holdOf(ledger, fact.token);
  if (hold.status !== "ACTIVE") throw new Error(`reservation ${fact.token} is ${hold.status}`);
  hold.status = becomes;
  hold.seq = fact.seq;
  nextExpiry(ledger);
  return hold;
}

/** Keeps memory bounded over a showtime's whole life. To be called between commits; it walks the map only when that has doubled. */
export function forgetEnded(ledger: Ledger): void {
  // Blocked seats count too: it is a bound, and they only make it wider.
  const live = ledger.seats.length - ledger.freeSeats;
  if (ledger.holds.size <= live + 2 * endedHoldsMax) return;
  let tooMany = ledger.holds.size - live - endedHoldsMax;
  for (const [token, hold] of ledger.holds) {
    if (tooMany <= 0) return;
    if (hasEnded(ledger, hold)) {
      ledger.holds.delete(token);
      tooMany--;
    }
  }
}

/** Whether no seat is a hold's any more: it was given back or ran out, what it became was cancelled or left, or its seats went into another's booking. */
function hasEnded(ledger: Ledger, { token, status, bookingId }: HoldRow): boolean {
  if (status !== "CONFIRMED") return status !== "ACTIVE";
  const booking = ledger.bookings.get(bookingId ?? "");
  return booking === undefined || booking.status !== "CONFIRMED" || booking.token !== token;
}
