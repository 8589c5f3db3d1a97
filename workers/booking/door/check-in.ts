import type { LedgerTicket } from "../../../contracts/ledger.ts";
import type { CheckedIn, CheckIn } from "../../../contracts/tickets.ts";
import { AppError } from "../../platform/app-error.ts";
import { auditRow } from "../../platform/audit.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { showtimeOf } from "../../platform/ids.ts";
import { ledgerTicket } from "../tickets/read.ts";
import { scannedTicketId } from "../tickets/ticket-token.ts";
import { refusedAtDoor } from "./managed-tickets.ts";
import { scan } from "./scan.ts";

/**
 * Lets the bearer of a ticket in, once. `ticket` is the token of its QR code, which counts for as long as we know the key that signed it, or the
 * ticket's id. An organizer does it at own showtimes. Errors: TICKET_NOT_FOUND (also for a forged token and another tenant's ticket), FORBIDDEN,
 * TICKET_NOT_VALID, CHECK_IN_NOT_OPEN with `opensAt`, ALREADY_CHECKED_IN with `at`, `gate`, `by` and `scannedAt` of the entry; the same scan sent
 * again, with the same `scannedAt`, is answered with its entry.
 */
export async function checkIn(ctx: TenantCtx, { ticket, ...rest }: CheckIn): Promise<CheckedIn> {
  const ticketId = await scannedTicketId(ctx.env, ticket);
  const showtimeId = ticketId === null ? null : showtimeOf(ticketId);
  if (ticketId === null || showtimeId === null) throw new AppError("TICKET_NOT_FOUND");
  const refused = await refusedAtDoor(ctx, showtimeId);
  if (refused !== null) throw new AppError(refused);
  const [result] = await scan(ctx, showtimeId, [{ ticketId, ...rest }]);
  if (result === undefined) throw new Error("the ledger did not say how a scan ended");
  if (result.ok) {
    await auditRow(ctx, { action: "ticket.check_in", subject: ticketId, after: result.entry });
    return { ticket: forTheDoor(result.ticket), entry: result.entry };
  }
  if (result.repeated && result.entry !== null) {
    return { ticket: forTheDoor(await ledgerTicket(ctx, showtimeId, ticketId, null)), entry: result.entry };
  }
  throw new AppError(result.code, detailsOf(result));
}

const forTheDoor = ({ userId: _, entry: _entry, ...ticket }: LedgerTicket): CheckedIn["ticket"] => ticket;

const detailsOf = ({ entry, opensAt }: { entry: CheckedIn["entry"] | null; opensAt?: string }): Record<string, unknown> | undefined => {
  if (opensAt !== undefined) return { opensAt };
  return entry === null ? undefined : { ...entry };
};
