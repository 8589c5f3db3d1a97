import { type SeatCode, seatCodes } from "../../contracts/seats.ts";
import type { Ledger } from "./ledger.ts";

/** Where seats go, and from whom: what they are not already is a bug. `owner`: the reservation that has them, or null. */
export interface SeatMove {
  from: SeatCode;
  fromOwner: string | null;
  to: SeatCode;
  owner: string | null;
}

/** Moves seats in memory and keeps the counts that follow from them. Throws if one of them is not where it should come from. */
export function moveSeats(
  ledger: Ledger,
  seats: readonly { index: number }[],
  { from, fromOwner, to, owner }: SeatMove,
  userId: string | null,
): void {
  for (const { index } of seats) {
    if (ledger.status[index] !== from || ledger.owner[index] !== fromOwner) throw new Error(`seat ${index} is not ${from} of ${fromOwner}`);
    ledger.status[index] = to;
    ledger.owner[index] = owner;
    if (ledger.seats[index]?.general) ledger.places.set(index, to === seatCodes.AVAILABLE);
  }
  const freed = (to === seatCodes.AVAILABLE ? seats.length : 0) - (from === seatCodes.AVAILABLE ? seats.length : 0);
  ledger.freeSeats += freed;
  const had = from === seatCodes.LOCKED || from === seatCodes.BOOKED;
  const has = to === seatCodes.LOCKED || to === seatCodes.BOOKED;
  if (userId !== null && had !== has) countSeats(ledger, userId, has ? seats.length : -seats.length);
}

/** Adds to the seats that somebody holds or has booked. */
export function countSeats(ledger: Ledger, userId: string, change: number): void {
  const seats = (ledger.seatsOfUser.get(userId) ?? 0) + change;
  if (seats < 0) throw new Error(`user ${userId} has fewer than no seats`);
  if (seats === 0) ledger.seatsOfUser.delete(userId);
  else ledger.seatsOfUser.set(userId, seats);
}
