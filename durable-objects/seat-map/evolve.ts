import { type SeatCode, seatCodes } from "../../contracts/seats.ts";
import { type BookingRow, type Fact, type HoldRow, holdOf, type Ledger, labelOf } from "./ledger.ts";

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
  switch (fact.op) {
    case "ADD":
      ledger.geometry = null;
      for (const seat of fact.added) {
        ledger.seats.push(seat);
        ledger.status.push(seatCodes.AVAILABLE);
        ledger.owner.push(null);
        ledger.labels.add(labelOf(seat));
        ledger.freeSeats++;
      }
      return;
    case "BLOCK":
      blockSeats(ledger, fact.seats, seatCodes.AVAILABLE, seatCodes.BLOCKED);
      ledger.freeSeats -= fact.seats.length;
      return;
    case "UNBLOCK":
      blockSeats(ledger, fact.seats, seatCodes.BLOCKED, seatCodes.AVAILABLE);
      ledger.freeSeats += fact.seats.length;
      return;
    case "HOLD": {
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
        seq,
      };
      moveSeats(ledger, hold, seatCodes.AVAILABLE, seatCodes.LOCKED);
      ledger.holds.set(token, hold);
      ledger.expiries.push(token, expiresAt);
      return;
    }
    case "EXTEND": {
      const hold = endOrChange(ledger, fact, "ACTIVE");
      hold.expiresAt = fact.expiresAt;
      hold.paying = true;
      ledger.expiries.push(fact.token, fact.expiresAt);
      return;
    }
    case "RELEASE":
      moveSeats(ledger, endOrChange(ledger, fact, "RELEASED"), seatCodes.LOCKED, seatCodes.AVAILABLE);
      return;
    case "EXPIRE":
      moveSeats(ledger, endOrChange(ledger, fact, "EXPIRED"), seatCodes.LOCKED, seatCodes.AVAILABLE);
      return;
    case "CONFIRM": {
      const hold = endOrChange(ledger, fact, "CONFIRMED");
      hold.bookingId = fact.bookingId;
      moveSeats(ledger, hold, seatCodes.LOCKED, seatCodes.BOOKED);
      if (fact.paymentId !== null) ledger.usedPayments.add(fact.paymentId);
      ledger.bookings.set(fact.bookingId, bookingFrom(hold, fact.bookingId, fact.paymentId, fact.at));
      return;
    }
  }
}

const bookingFrom = (hold: HoldRow, id: string, paymentId: string | null, createdAt: number): BookingRow => ({
  id,
  token: hold.token,
  userId: hold.userId,
  status: "CONFIRMED",
  seats: hold.seats,
  amount: hold.price,
  paymentId,
  createdAt,
  seq: hold.seq,
});

function endOrChange(ledger: Ledger, fact: { token: string; seq: number }, becomes: HoldRow["status"]): HoldRow {
  const hold = holdOf(ledger, fact.token);
  if (hold.status !== "ACTIVE") throw new Error(`reservation ${fact.token} is ${hold.status}`);
  hold.status = becomes;
  hold.seq = fact.seq;
  nextExpiry(ledger);
  return hold;
}

function moveSeats(ledger: Ledger, hold: HoldRow, from: SeatCode, to: SeatCode): void {
  for (const { index } of hold.seats) {
    const expectedOwner = from === seatCodes.AVAILABLE ? null : hold.token;
    if (ledger.status[index] !== from || ledger.owner[index] !== expectedOwner)
      throw new Error(`seat ${index} is not ${from} of ${expectedOwner}`);
    ledger.status[index] = to;
    ledger.owner[index] = to === seatCodes.AVAILABLE ? null : hold.token;
  }
  const change = hold.seats.length;
  if (from === seatCodes.AVAILABLE) countSeats(ledger, hold.userId, change);
  if (to === seatCodes.AVAILABLE) countSeats(ledger, hold.userId, -change);
}

function blockSeats(ledger: Ledger, seats: readonly { index: number }[], from: SeatCode, to: SeatCode): void {
  for (const { index } of seats) {
    if (ledger.status[index] !== from) throw new Error(`seat ${index} is not ${from}`);
    ledger.status[index] = to;
  }
}

function countSeats(ledger: Ledger, userId: string, change: number): void {
  const seats = (ledger.seatsOfUser.get(userId) ?? 0) + change;
  if (seats < 0) throw new Error(`user ${userId} has fewer than no seats`);
  if (seats === 0) ledger.seatsOfUser.delete(userId);
  else ledger.seatsOfUser.set(userId, seats);
  ledger.freeSeats -= change;
}

/** Keeps memory bounded over a showtime's whole life. To be called between commits; it walks the map only when that has doubled. */
export function forgetEnded(ledger: Ledger): void {
  // Blocked seats count too: it is a bound, and they only make it wider.
  const live = ledger.seats.length - ledger.freeSeats;
  if (ledger.holds.size <= live + 2 * endedHoldsMax) return;
  let tooMany = ledger.holds.size - live - endedHoldsMax;
  for (const [token, hold] of ledger.holds) {
    if (tooMany <= 0) return;
    if (hold.status === "EXPIRED" || hold.status === "RELEASED") {
      ledger.holds.delete(token);
      tooMany--;
    }
  }
}
