import type { BatchResult, CheckedInBatch, CheckIn, CheckInBatch } from "../../../contracts/tickets.ts";
import { auditRow } from "../../platform/audit.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { showtimeOf } from "../../platform/ids.ts";
import { scannedTicketId } from "../tickets/ticket-token.ts";
import { refusedAtDoor } from "./managed-tickets.ts";
import { type KnownScan, scan } from "./scan.ts";

interface Numbered extends KnownScan {
  at: number;
}

/**
 * Records scans that gates made without a network, in the order in which they come: an answer for each, and none fails another. Scans of several
 * showtimes go to each one's object together. `doubleEntries`: how many had let somebody in before, at another gate or earlier; a scan that was
 * recorded before with the same `scannedAt` and gate is the same scan and no double entry.
 */
export async function checkInBatch(ctx: TenantCtx, { items }: CheckInBatch): Promise<CheckedInBatch> {
  const known = await Promise.all(items.map(({ ticket }) => scannedTicketId(ctx.env, ticket)));
  const results: BatchResult[] = items.map(({ ticket }, at) => ({
    ticket,
    ticketId: known[at] ?? null,
    code: "TICKET_NOT_FOUND",
    entry: null,
  }));
  await Promise.all(
    [...byShowtime(items, known)].map(async ([showtimeId, scans]) => {
      const refused = await refusedAtDoor(ctx, showtimeId);
      if (refused !== null) return put(results, scans, () => ({ code: refused, entry: null }));
      const answers = await scan(ctx, showtimeId, scans);
      put(results, scans, (turn) => {
        const answer = answers[turn];
        if (answer === undefined) throw new Error("the ledger did not say how a scan ended");
        return { code: answer.ok || answer.repeated ? null : answer.code, entry: answer.entry };
      });
      const entered = scans.filter((_, turn) => answers[turn]?.ok).map(({ ticketId }) => ticketId);
      await auditRow(ctx, { action: "ticket.check_in_batch", subject: showtimeId, after: { scans: scans.length, entered } });
    }),
  );
  return { items: results, doubleEntries: results.filter(({ code }) => code === "ALREADY_CHECKED_IN").length };
}

/** The scans of tickets that can exist, by the showtime that they are for. */
function byShowtime(items: readonly CheckIn[], known: readonly (string | null)[]): Map<string, Numbered[]> {
  const groups = new Map<string, Numbered[]>();
  for (const [at, { ticket: _, ...rest }] of items.entries()) {
    const ticketId = known[at] ?? null;
    const showtimeId = ticketId === null ? null : showtimeOf(ticketId);
    if (ticketId === null || showtimeId === null) continue;
    groups.set(showtimeId, [...(groups.get(showtimeId) ?? []), { ...rest, ticketId, at }]);
  }
  return groups;
}

const put = (results: BatchResult[], scans: readonly Numbered[], answerOf: (turn: number) => Pick<BatchResult, "code" | "entry">): void =>
  scans.forEach(({ at }, turn) => {
    const result = results[at];
    if (result !== undefined) Object.assign(result, answerOf(turn));
  });
