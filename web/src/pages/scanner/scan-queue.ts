import { limits } from "../../../../contracts/limits.ts";
import type { BatchResult, CheckIn, Entry } from "../../../../contracts/tickets.ts";

/**
 * A scan that let somebody in, as this gate remembers it. WAITING: the ledger has not heard of it. TOLD: it has. DOUBLE: somebody else had come in
 * with that ticket before. LOST: the ledger does not take it, `code` says why.
 */
export interface Scan {
  /** Showtime and ticket: each ticket lets in once here. */
  key: string;
  showtimeId: string;
  ticketId: string;
  seat: string | null;
  /** What was scanned: the token, or the id that was typed. */
  ticket: string;
  gate: string;
  scannedAt: string;
  state: "WAITING" | "TOLD" | "DOUBLE" | "LOST";
  code: string | null;
  /** The entry before this one, of a DOUBLE. */
  earlier: Entry | null;
}

export const scanKey = (showtimeId: string, ticketId: string): string => `${showtimeId} ${ticketId}`;

/** The next scans to tell the ledger of, oldest first, as many as one call takes. */
export const nextBatch = (scans: readonly Scan[]): Scan[] =>
  scans
    .filter(({ state }) => state === "WAITING")
    .sort((a, b) => (a.scannedAt < b.scannedAt ? -1 : 1))
    .slice(0, limits.checkInsPerCallMax);

/** Scans as POST /check-in/batch takes them. The time of the scan makes it known again if it is sent twice. */
export const asCheckIns = (batch: readonly Scan[]): CheckIn[] =>
  batch.map(({ ticket, gate, scannedAt }) => ({ ticket, scannedAt, ...(gate !== "" && { gate }) }));

/** What became of a batch. Results come in the order of its scans. */
export const settled = (batch: readonly Scan[], results: readonly BatchResult[]): Scan[] =>
  batch.map((scan, at) => {
    const result = results[at];
    if (result === undefined) return scan;
    if (result.code === null) return { ...scan, state: "TOLD" };
    if (result.code === "ALREADY_CHECKED_IN") return { ...scan, state: "DOUBLE", code: result.code, earlier: result.entry };
    return { ...scan, state: "LOST", code: result.code };
  });
