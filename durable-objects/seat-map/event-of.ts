import type { LedgerEvent } from "../../contracts/events.ts";
import { enteredTickets } from "./entered-tickets.ts";
import { isSoldOut } from "./is-sold-out.ts";
import { bookingIn, type Fact, holdOf, type Ledger } from "./ledger.ts";
import { bookingView, reservationView } from "./views.ts";
import { waitlistView } from "./waitlist-view.ts";

/** The event that others must hear of because of this fact, or null. Called when the ledger has evolved by it. */
export function eventOf(ledger: Ledger, fact: Fact): LedgerEvent | null {
  const { appId, showtimeId } = ledger.terms;
  const common = { id: `${showtimeId}:${fact.seq}`, appId, at: fact.at, source: { showtimeId, seq: fact.seq } };
  switch (fact.op) {
    case "HOLD": {
      const entry = ledger.waitlist.get(fact.waitlistId ?? "");
      if (entry === undefined) return null;
      const reservation = reservationView(ledger, holdOf(ledger, fact.token));
      return { ...common, type: "waitlist.offered", entry: waitlistView(ledger, entry, null), reservation };
    }
    case "RELEASE":
    case "EXPIRE": {
      // Money may be on its way for a hold whose payment had started; nobody waits for the end of any other.
      const hold = holdOf(ledger, fact.token);
      return hold.paying ? { ...common, type: "reservation.expired", reservation: reservationView(ledger, hold) } : null;
    }
    case "CONFIRM": {
      const from = holdOf(ledger, fact.token).exchange?.from;
      const booking = bookingView(ledger, bookingIn(ledger, fact.bookingId));
      return {
        ...common,
        type: "booking.confirmed",
        booking,
        ...(from && { from: { showtimeId: from.showtimeId, bookingId: from.bookingId } }),
        ...(fact.refunds && { refunds: fact.refunds }),
        ...(isSoldOut(ledger) && { soldOut: true }),
      };
    }
    case "EXCHANGE": {
      const booking = bookingView(ledger, bookingIn(ledger, fact.bookingId));
      const soldOut = isSoldOut(ledger) && { soldOut: true };
      return { ...common, type: "booking.updated", booking, refunds: fact.refunds, cause: "EXCHANGED", ...soldOut };
    }
    case "REFUND": {
      const booking = bookingView(ledger, bookingIn(ledger, fact.bookingId));
      return { ...common, type: "booking.updated", booking, refunds: fact.refunds, cause: "REFUNDED" };
    }
    case "CANCEL": {
      const booking = bookingView(ledger, bookingIn(ledger, fact.bookingId));
      return { ...common, type: "booking.cancelled", booking, refunds: fact.refunds, cause: fact.cause };
    }
    case "PIN":
      return fact.stalled ? { ...common, type: "exchange.stalled", bookingId: fact.bookingId, userId: fact.userId, token: fact.to } : null;
    case "CHECK_IN": {
      const tickets = enteredTickets(ledger, fact);
      return { ...common, type: "ticket.checked_in", first: ledger.entries.size === tickets.length, tickets };
    }
    case "TERMS": {
      const { movedFromMs: beforeMs, change } = fact;
      if (beforeMs === undefined || change.startsAtMs === undefined) return null;
      return { ...common, type: "showtime.rescheduled", startsAtMs: change.startsAtMs, beforeMs };
    }
    case "CANCEL_SHOW":
      return { ...common, type: "showtime.cancelled", reason: fact.reason };
    default:
      return null;
  }
}
