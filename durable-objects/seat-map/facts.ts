import { type SeatCode, seatCodes } from "../../contracts/seats.ts";
import { type Fact, indexIn } from "./ledger.ts";

/** The seats that a fact touches, by index. */
export const indexesOf = (fact: Fact): number[] =>
  fact.op === "ADD" ? fact.added.map((seat) => indexIn(seat.id)) : fact.seats.map(({ index }) => index);

/** What happened to somebody's reservation, as against what the organizer did. */
export const isOfReservation = (fact: Fact): fact is Extract<Fact, { token: string }> => "token" in fact;

/** The status that a fact gives its seats, or null if it gives none. */
export function statusAfter(fact: Fact): SeatCode | null {
  if (fact.op === "HOLD") return seatCodes.LOCKED;
  if (fact.op === "CONFIRM") return seatCodes.BOOKED;
  if (fact.op === "BLOCK") return seatCodes.BLOCKED;
  return fact.op === "EXTEND" ? null : seatCodes.AVAILABLE;
}
