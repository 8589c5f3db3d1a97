import type { LedgerTicket } from "../../contracts/ledger.ts";
import type { Entry } from "../../contracts/tickets.ts";
import type { BookingRow, EntryRow, Ledger } from "./ledger.ts";
import { heldSeats } from "./views.ts";

const ticketPattern = /^tkt_([0-9A-HJKMNP-TV-Z]{26})_(0|[1-9a-z][0-9a-z]{0,3})_(\d{8})([0-9A-HJKMNP-TV-Z]{6,10})$/;

/** The id of a booking's ticket for the seat at `index`: it leads to showtime, booking and seat without a look-up. */
export const ticketIdOf = (showtimeId: string, bookingId: string, index: number): string =>
  `tkt_${showtimeId.slice(4)}_${index.toString(36)}_${bookingId.slice(3).replaceAll("-", "")}`;

/** What the id of a ticket says, or null if it is none. Whether there is such a ticket, the ledger knows. */
export function partsOf(ticketId: string): { showtimeId: string; bookingId: string; index: number } | null {
  const [, showtime, index, day, code] = ticketPattern.exec(ticketId) ?? [];
  if (showtime === undefined || index === undefined) return null;
  return { showtimeId: `sho_${showtime}`, bookingId: `BK-${day}-${code}`, index: Number.parseInt(index, 36) };
}

/** The key of an entry: who was let in with this booking to this seat. */
export const entryKey = (bookingId: string, index: number): string => `${bookingId} ${index}`;

export const entryView = ({ at, gate, by, scannedAt }: EntryRow): Entry => ({
  at: new Date(at).toISOString(),
  gate,
  by,
  scannedAt: scannedAt === null ? null : new Date(scannedAt).toISOString(),
});

/** Whether a ticket of this booking for the seat at `index` lets anybody in, or has. */
export const hasSeat = (booking: BookingRow, index: number): boolean =>
  booking.status === "CONFIRMED" && booking.seats.some((seat) => seat.index === index);

/** The booking and the seat of a ticket, or null if there is no such ticket. */
export function ticketed(ledger: Ledger, ticketId: string): { booking: BookingRow; index: number } | null {
  const parts = partsOf(ticketId);
  if (parts === null || parts.showtimeId !== ledger.terms.showtimeId || parts.index >= ledger.seats.length) return null;
  const booking = ledger.bookings.get(parts.bookingId);
  return booking === undefined ? null : { booking, index: parts.index };
}

/** A ticket as it stands. One for a seat that the booking no longer has, or of a cancelled showtime, is VOID. */
export function ticketView(ledger: Ledger, booking: BookingRow, index: number): LedgerTicket {
  const entry = ledger.entries.get(entryKey(booking.id, index)) ?? null;
  const priced = [...booking.seats, ...booking.cancelled].find((seat) => seat.index === index);
  const [seat] = heldSeats(ledger, [priced ?? { index, price: ledger.seats[index]?.price ?? 0 }]);
  if (seat === undefined) throw new Error(`there is no seat ${index} to have a ticket for`);
  return {
    id: ticketIdOf(ledger.terms.showtimeId, booking.id, index),
    bookingId: booking.id,
    showtimeId: ledger.terms.showtimeId,
    userId: booking.userId,
    seat,
    status: hasSeat(booking, index) && !ledger.terms.cancelled ? (entry === null ? "VALID" : "USED") : "VOID",
    checkedInAt: entry === null ? null : new Date(entry.at).toISOString(),
    entry: entry && entryView(entry),
  };
}

/** The tickets of a booking: of the seats that it has, then, void, of those that were given back. */
export function ticketsOf(ledger: Ledger, booking: BookingRow): LedgerTicket[] {
  const indexes = new Set([...booking.seats, ...booking.cancelled].map(({ index }) => index));
  return [...indexes].map((index) => ticketView(ledger, booking, index));
}
