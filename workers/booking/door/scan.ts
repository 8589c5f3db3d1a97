import type { ScanResult } from "../../../contracts/ledger.ts";
import type { CheckIn } from "../../../contracts/tickets.ts";
import { actorName, type TenantCtx } from "../../platform/context.ts";
import { ledgerReply } from "../ledger-reply.ts";
import { askLedger } from "../showtime-ledger.ts";

/** A scan of a ticket that has been told apart from a forged one. */
export interface KnownScan extends Omit<CheckIn, "ticket"> {
  ticketId: string;
}

/**
 * Asks the object of one showtime to let these people in, in their order, and answers how each scan ended, in the same order. A scan that says when
 * it was made is known again: sent twice, because its first answer was lost or came too late, it is no double entry.
 */
export async function scan(ctx: TenantCtx, showtimeId: string, scans: readonly KnownScan[]): Promise<(ScanResult & { repeated?: true })[]> {
  const by = actorName(ctx.actor);
  const asked = scans.map(({ ticketId, gate, scannedAt }) => ({
    ticketId,
    by,
    gate: gate ?? null,
    scannedAtMs: scannedAt === undefined ? null : Date.parse(scannedAt),
  }));
  const idempotent = asked.every(({ scannedAtMs }) => scannedAtMs !== null);
  const answer = await askLedger(ctx, showtimeId, { idempotent }, (ledger) => ledger.checkIn(asked));
  return ledgerReply(answer, ({ results }) => results).data.map((result, at) => {
    const mine = asked[at];
    if (result.ok || result.code !== "ALREADY_CHECKED_IN" || result.entry === null || mine === undefined) return result;
    const { entry } = result;
    const same =
      entry.scannedAt !== null && Date.parse(entry.scannedAt) === mine.scannedAtMs && entry.gate === mine.gate && entry.by === by;
    return same ? { ...result, repeated: true } : result;
  });
}
