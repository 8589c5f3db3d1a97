import { type SeatCode, seatCodes } from "../../contracts/seats.ts";
import { type Fact, indexIn } from "./ledger.ts";

/** The seats that a fact touches, by index. */
export function indexesOf(fact: Fact): number[] {
  if (fact.op === "ADD") return fact.added.map((seat) => indexIn(seat.id));
  if (fact.op === "EXCHANGE") return [...fact.freed, ...fact.seats].map(({ index }) => index);
  return "seats" in fact ? fact.seats.map(({ index }) => index) : [];
}

/** What happened to somebody's reservation or booking, as against what the organizer did. */
export const isOfReservation = (fact: Fact): fact is Extract<Fact, { token: string }> => "token" in fact;

/** The status that a fact gives to each seat that it moves. */
export function changesOf(fact: Fact): [index: number, becomes: SeatCode][] {
  if (fact.op === "EXCHANGE") {
    return [
      ...fact.freed.map(({ index }): [number, SeatCode] => [index, seatCodes.AVAILABLE]),
      ...fact.seats.map(({ index }): [number, SeatCode] => [index, seatCodes.BOOKED]),
    ];
  }
  const becomes = statusAfter(fact);
  return becomes === null ? [] : indexesOf(fact).map((index) => [index, becomes]);
}

function statusAfter({ op }: Fact): SeatCode | null {
  switch (op) {
    case "HOLD":
      return seatCodes.LOCKED;
    case "CONFIRM":
      return seatCodes.BOOKED;
    case "BLOCK":
      return seatCodes.BLOCKED;
    case "ADD":
    case "UNBLOCK":
    case "RELEASE":
    case "EXPIRE":
    case "CANCEL":
    case "DEPART":
      return seatCodes.AVAILABLE;
    default:
      return null;
  }
}
