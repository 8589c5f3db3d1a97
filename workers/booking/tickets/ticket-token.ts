import type { LedgerTicket } from "../../../contracts/ledger.ts";
import { limits } from "../../../contracts/limits.ts";
import type { Ticket } from "../../../contracts/tickets.ts";
import { readLasting, signLasting } from "../../platform/tokens.ts";

/** Whom a ticket's token is for. */
const audience = "gate";

/** A seat as a gate shows it: `Stalls B12`. */
export const seatLabel = ({ section, seatNumber }: Pick<LedgerTicket["seat"], "section" | "seatNumber">): string =>
  [section, seatNumber].filter(Boolean).join(" ");

/**
 * The ticket as its owner gets it. `token` is what the QR code holds: signed with a key of `/.well-known/jwks.json`, so that a gate without a
 * network can tell it from a forged one; it says which seat of which showtime and nothing about the person.
 */
export async function withToken(env: Env, { userId: _, entry: _entry, ...ticket }: LedgerTicket, startsAtMs: number): Promise<Ticket> {
  const claims = { jti: ticket.id, sho: ticket.showtimeId, seat: seatLabel(ticket.seat), tier: ticket.seat.tier };
  const expiresAtMs = startsAtMs + limits.ticketHoursAfterStart * 3_600_000;
  return { ...ticket, token: await signLasting(env, "ticket+jwt", claims, { audience, expiresAtMs }) };
}

/** The id of the ticket that was scanned or typed; null for what is no ticket of ours. */
export async function scannedTicketId(env: Env, scanned: string): Promise<string | null> {
  if (!scanned.includes(".")) return scanned.trim();
  return (await readLasting(env, "ticket+jwt", scanned.trim(), audience))?.jti ?? null;
}
