import type { LedgerTicket } from "../../contracts/ledger.ts";
import { seatCodes } from "../../contracts/seats.ts";
import type { GateCounts } from "../../contracts/tickets.ts";
import type { BookingRow, Ledger } from "./ledger.ts";
import { hasSeat, ticketView } from "./tickets-of.ts";

/** How many came of those who are expected. Under `byGate` the empty name counts those whose gate was not said. */
export function gateCountsOf({ terms: { showtimeId }, status, entries, bookings }: Ledger): GateCounts {
  let expected = 0;
  for (const code of status) if (code === seatCodes.BOOKED) expected++;
  const byGate: Record<string, number> = {};
  let checkedIn = 0;
  for (const { bookingId, index, gate } of entries.values()) {
    const booking = bookings.get(bookingId);
    if (booking === undefined || !hasSeat(booking, index)) continue;
    checkedIn++;
    byGate[gate ?? ""] = (byGate[gate ?? ""] ?? 0) + 1;
  }
  return { showtimeId, expected, checkedIn, byGate };
}

/** The tickets of every seat of a live booking, in the order of the map, from the seat at `after` on. `next`: where to go on, or null. */
export function doorPage(
  ledger: Ledger,
  { after, limit }: { after: number; limit: number },
): { items: LedgerTicket[]; next: number | null } {
  const items: LedgerTicket[] = [];
  for (let index = after; index < ledger.seats.length; index++) {
    const booking = ledger.status[index] === seatCodes.BOOKED ? bookingAt(ledger, index) : undefined;
    if (booking === undefined) continue;
    if (items.length === limit) return { items, next: index };
    items.push(ticketView(ledger, booking, index));
  }
  return { items, next: null };
}

function bookingAt({ owner, holds, bookings }: Ledger, index: number): BookingRow | undefined {
  return bookings.get(holds.get(owner[index] ?? "")?.bookingId ?? "");
}
