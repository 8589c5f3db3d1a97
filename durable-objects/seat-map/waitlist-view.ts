import type { WaitlistEntry } from "../../contracts/waitlist.ts";
import type { Ledger, WaitlistRow } from "./ledger.ts";

const iso = (ms: number): string => new Date(ms).toISOString();

/** A place in the queue as its person sees it. `position`: 1 for whoever is next; null for whoever no longer waits, and where nobody counted. */
export const waitlistView = ({ terms }: Ledger, row: WaitlistRow, position: number | null): WaitlistEntry => ({
  id: row.id,
  showtimeId: terms.showtimeId,
  userId: row.userId,
  quantity: row.quantity,
  tier: row.tier,
  adjacent: row.adjacent,
  status: row.status,
  position: row.status === "WAITING" ? position : null,
  reservationToken: row.token,
  offerExpiresAt: row.offerExpiresAt === null ? null : iso(row.offerExpiresAt),
  createdAt: iso(row.createdAt),
  updatedAt: iso(row.updatedAt),
});
