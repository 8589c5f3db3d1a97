import type { LedgerEvent } from "../../contracts/events.ts";
import { type Fact, type Ledger, seatIdAt } from "./ledger.ts";
import { ticketIdOf } from "./tickets-of.ts";

type EnteredTicket = Extract<LedgerEvent, { type: "ticket.checked_in" }>["tickets"][number];

/** The tickets that an entry let in, as others hear of them. */
export function enteredTickets({ terms: { showtimeId } }: Ledger, fact: Extract<Fact, { op: "CHECK_IN" }>): EnteredTicket[] {
  const { bookingId, userId, gate, at } = fact;
  return fact.seats.map(({ index }) => ({
    ticketId: ticketIdOf(showtimeId, bookingId, index),
    bookingId,
    userId,
    seatId: seatIdAt(showtimeId, index),
    gate,
    at,
  }));
}
