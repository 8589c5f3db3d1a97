import type { Entry } from "../../../contracts/tickets.ts";
import { granted } from "../../platform/call-object.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { askLedger } from "../showtime-ledger.ts";

const pageSeats = 1000;

/** Who has come to a showtime, by booking and seat, with one space between their ids. */
export async function doorEntries(ctx: TenantCtx, showtimeId: string): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  for (let after: number | null = 0; after !== null; ) {
    const page: { after: number; limit: number } = { after, limit: pageSeats };
    const { items, next } = granted(await askLedger(ctx, showtimeId, { idempotent: true }, (ledger) => ledger.doorList(page)));
    for (const { bookingId, seat, entry } of items) if (entry !== null) entries.set(`${bookingId} ${seat.id}`, entry);
    after = next;
  }
  return entries;
}
