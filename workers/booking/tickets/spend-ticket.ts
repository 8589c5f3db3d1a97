import { granted } from "../../platform/call-object.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { askLedger } from "../showtime-ledger.ts";

/**
 * Spends the one-time ticket that opened this request, if one did, in the object of the showtime that it leads to. Throws TICKET_INVALID for one
 * that was spent before or whose session has ended.
 */
export async function spendTicket(ctx: TenantCtx, showtimeId: string): Promise<void> {
  const { ticketId, actor } = ctx;
  if (ticketId === null) return;
  const spent = { ticketId, sessionId: actor.kind === "user" ? actor.sessionId : null };
  granted(await askLedger(ctx, showtimeId, { idempotent: false }, (ledger) => ledger.spendTicket(spent)));
}
