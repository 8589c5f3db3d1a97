import type { SeatLedger } from "../../contracts/ledger.ts";
import { randomBase32 } from "../../workers/platform/ids.ts";
import { AfterSale } from "./after-sale.ts";
import { doorPage, gateCountsOf } from "./door.ts";
import { scanResults } from "./judge-check-in.ts";
import { positionsIn } from "./judge-waitlist.ts";
import { pressureOf } from "./pressure.ts";
import type { Showtime } from "./showtime.ts";
import { unknownBooking, unknownShowtime } from "./showtime-object.ts";
import { ticketHolders } from "./ticket-holders.ts";
import { ticketed, ticketsOf, ticketView } from "./tickets-of.ts";
import { waitlistView } from "./waitlist-view.ts";

/** The queue for freed seats, the door, and how much the object can take. */
export abstract class QueueAndDoor extends AfterSale {
  /**
   * Puts somebody into the queue; what is free and fits is offered at once, and the entry says so. SHOWTIME_NOT_FOUND; SALE_NOT_OPEN with
   * details.reason; ALREADY_WAITING with details.waitlistId; HOLD_LIMIT_REACHED; NOT_ENOUGH_SEATS: the house never has so many; WAITLIST_FULL.
   */
  async joinWaitlist(input: {
    userId: string;
    quantity: number;
    tier?: string;
    adjacent?: boolean;
  }): ReturnType<SeatLedger["joinWaitlist"]> {
    const { show } = this;
    if (show === null) return unknownShowtime;
    const { userId, quantity, tier = null, adjacent = null } = input;
    const waitlistId = `wtl_${show.ledger.terms.showtimeId.slice(4)}_${randomBase32(16)}`;
    return show.submit({ type: "wait", waitlistId, userId, quantity, tier, adjacent }, null, () => entryOf(show, waitlistId));
  }

  /** Leaves the queue, or declines the offer that stands; what has ended stays as it ended. WAITLIST_ENTRY_NOT_FOUND. */
  async leaveWaitlist({ userId, waitlistId }: { userId: string | null; waitlistId: string }): ReturnType<SeatLedger["leaveWaitlist"]> {
    const { show } = this;
    if (show === null) return { ok: false, code: "WAITLIST_ENTRY_NOT_FOUND" };
    show.recallEntry(waitlistId);
    return show.submit({ type: "leave", waitlistId, userId }, null, () => entryOf(show, waitlistId));
  }

  /** Entries by id, with the positions that they have now; unknown ones are left out. SHOWTIME_NOT_FOUND. */
  async waitlistEntries(ids: string[]): ReturnType<SeatLedger["waitlistEntries"]> {
    const show = await this.settled();
    if (show === null) return unknownShowtime;
    const { ledger } = show;
    const positions = positionsIn(ledger);
    const entries = ids.flatMap((id) => {
      show.recallEntry(id);
      const row = ledger.waitlist.get(id);
      return row === undefined ? [] : [waitlistView(ledger, row, positions.get(id) ?? null)];
    });
    return { ok: true, entries };
  }

  /** The tickets of a booking, as they stand. BOOKING_NOT_FOUND, also for another user's. */
  async tickets({ userId, bookingId }: { userId: string | null; bookingId: string }): ReturnType<SeatLedger["tickets"]> {
    const show = await this.settled();
    const booking = show?.ledger.bookings.get(bookingId);
    if (show === null || booking === undefined || (userId !== null && booking.userId !== userId)) {
      return unknownBooking;
    }
    return { ok: true, tickets: ticketsOf(show.ledger, booking) };
  }

  /** One ticket as it stands. TICKET_NOT_FOUND, also for another user's. */
  async ticket({ userId, ticketId }: { userId: string | null; ticketId: string }): ReturnType<SeatLedger["ticket"]> {
    const show = await this.settled();
    const found = show && ticketed(show.ledger, ticketId);
    if (!found || (userId !== null && found.booking.userId !== userId)) return { ok: false, code: "TICKET_NOT_FOUND" };
    return { ok: true, ticket: ticketView(show.ledger, found.booking, found.index) };
  }

  /**
   * Lets people in, each ticket once; all that are let in by one call are on disk together before it answers. For each scan, in their order: the
   * entry, or TICKET_NOT_FOUND, TICKET_NOT_VALID, ALREADY_CHECKED_IN (with the entry), CHECK_IN_NOT_OPEN (with `opensAt`). SHOWTIME_NOT_FOUND, OVERLOADED.
   */
  async checkIn(scans: Parameters<SeatLedger["checkIn"]>[0]): ReturnType<SeatLedger["checkIn"]> {
    const { show } = this;
    if (show === null) return unknownShowtime;
    const { ledger } = show;
    const before = ledger.seq;
    return show.submit({ type: "checkIn", scans }, null, () => ({ results: scanResults(ledger, scans, before) }));
  }

  /** How many came of those who are expected. SHOWTIME_NOT_FOUND. */
  async gateCounts(): ReturnType<SeatLedger["gateCounts"]> {
    const show = await this.settled();
    return show === null ? unknownShowtime : { ok: true, counts: gateCountsOf(show.ledger) };
  }

  /** Who has a live booking: of those asked for, or page by page in the order of their ids. SHOWTIME_NOT_FOUND. */
  async ticketHolders(input: Parameters<SeatLedger["ticketHolders"]>[0]): ReturnType<SeatLedger["ticketHolders"]> {
    const show = await this.settled();
    return show === null ? unknownShowtime : { ok: true, userIds: ticketHolders(show.ledger, input) };
  }

  /** A page of the booked seats in the order of the map, from the seat at `after` on. `next`: where to go on, or null. SHOWTIME_NOT_FOUND. */
  async doorList(page: { after: number; limit: number }): ReturnType<SeatLedger["doorList"]> {
    const show = await this.settled();
    return show === null ? unknownShowtime : { ok: true, ...doorPage(show.ledger, page) };
  }

  /** How much the object can take now. SHOWTIME_NOT_FOUND. */
  async pressure(): ReturnType<SeatLedger["pressure"]> {
    const { show } = this;
    return show === null ? unknownShowtime : { ok: true, pressure: pressureOf(show.ledger, show.pending, Date.now()) };
  }

  /** Whether a pass of the waiting room has been spent on a hold that was not given back. SHOWTIME_NOT_FOUND. */
  async admissionSpent(id: string): ReturnType<SeatLedger["admissionSpent"]> {
    const { show } = this;
    return show === null ? unknownShowtime : { ok: true, spent: show.ledger.spentAdmissions.has(id) };
  }
}

function entryOf({ ledger }: Showtime, waitlistId: string) {
  const row = ledger.waitlist.get(waitlistId);
  if (row === undefined) throw new Error(`the queue has no place ${waitlistId}`);
  return { entry: waitlistView(ledger, row, positionsIn(ledger).get(waitlistId) ?? null) };
}
