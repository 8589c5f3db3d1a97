import type { ScanResult } from "../../contracts/ledger.ts";
import type { Ledger } from "./ledger.ts";
import { entryKey, entryView, hasSeat, ticketed, ticketView } from "./tickets-of.ts";
import type { Proposal } from "./view.ts";

export interface Scan {
  ticketId: string;
  by: string;
  gate: string | null;
  scannedAtMs: number | null;
}

/** Tickets that were shown at a door, in the order in which they were. */
export interface CheckInCommand {
  type: "checkIn";
  scans: readonly Scan[];
}

/** An entry for each scan that lets somebody in. What is wrong with the others, `scanResults` says; none is refused for another's sake. */
export function judgeCheckIn(ledger: Ledger, { scans }: CheckInCommand, at: number): Proposal[] {
  const proposals: Proposal[] = [];
  const entered = new Set<string>();
  for (const { ticketId, by, gate, scannedAtMs } of scans) {
    const ticket = ticketed(ledger, ticketId);
    if (ticket === null || refusalOf(ledger, ticketId, at) !== null || entered.has(ticketId)) continue;
    entered.add(ticketId);
    const { booking, index } = ticket;
    const seats = booking.seats.filter((seat) => seat.index === index);
    const { id: bookingId, token, userId } = booking;
    proposals.push({ op: "CHECK_IN", token, userId, bookingId, seats, gate, by, scannedAt: scannedAtMs });
  }
  return proposals;
}

/**
 * What became of each scan, asked of the ledger as they have left it: TICKET_NOT_FOUND; TICKET_NOT_VALID, also while the booking is being exchanged
 * and once the showtime is cancelled; ALREADY_CHECKED_IN with the entry; CHECK_IN_NOT_OPEN. `before`: the last fact before theirs, so that an entry of this
 * call counts once.
 */
export function scanResults(ledger: Ledger, scans: readonly Scan[], before: number): ScanResult[] {
  const told = new Set<string>();
  return scans.map(({ ticketId }) => {
    const ticket = ticketed(ledger, ticketId);
    const entry = ticket && ledger.entries.get(entryKey(ticket.booking.id, ticket.index));
    if (ticket && entry && entry.seq > before && !told.has(ticketId)) {
      told.add(ticketId);
      return { ok: true, ticket: ticketView(ledger, ticket.booking, ticket.index), entry: entryView(entry) };
    }
    // Nothing but what it says keeps a ticket out that has no entry; a door that opened in between was closed when the scan was judged.
    return refusalOf(ledger, ticketId, ledger.clock) ?? notOpen(ledger);
  });
}

type RefusedScan = Extract<ScanResult, { ok: false }>;

function refusalOf(ledger: Ledger, ticketId: string, at: number): RefusedScan | null {
  const ticket = ticketed(ledger, ticketId);
  if (ticket === null) return { ok: false, code: "TICKET_NOT_FOUND", entry: null };
  const { booking, index } = ticket;
  const entry = ledger.entries.get(entryKey(booking.id, index));
  if (!hasSeat(booking, index) || booking.pin !== null || ledger.terms.cancelled) {
    return { ok: false, code: "TICKET_NOT_VALID", entry: entry ? entryView(entry) : null };
  }
  if (entry !== undefined) return { ok: false, code: "ALREADY_CHECKED_IN", entry: entryView(entry) };
  return at < (ledger.terms.checkInOpensAtMs ?? 0) ? notOpen(ledger) : null;
}

function notOpen({ terms: { checkInOpensAtMs } }: Ledger): RefusedScan {
  const opensAt = checkInOpensAtMs ? { opensAt: new Date(checkInOpensAtMs).toISOString() } : {};
  return { ok: false, code: "CHECK_IN_NOT_OPEN", entry: null, ...opensAt };
}
