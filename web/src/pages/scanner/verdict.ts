import type { CheckedIn, Entry } from "../../../../contracts/tickets.ts";
import type { ApiFailure } from "../../api/failure.ts";

/** IN: come in. ASK: somebody has to look. STOP: not with this ticket. */
export type Tone = "IN" | "ASK" | "STOP";

/** What a gate shows after a scan, in full width and in words. */
export interface Verdict {
  tone: Tone;
  title: string;
  detail: string;
  /** The seat, where the ticket is a ticket. */
  seat: string | null;
  ticketId: string | null;
  /** Decided here, without the ledger. */
  offline: boolean;
}

/** When and where somebody was let in; the time as the gate's people read it. */
export const entryWords = ({ at, gate, scannedAt }: Pick<Entry, "at" | "gate" | "scannedAt">, clock: (iso: string) => string): string =>
  `${clock(scannedAt ?? at)}${gate === null ? "" : ` at ${gate}`}`;

/** The ledger let this ticket in. */
export const letIn = ({ ticket }: CheckedIn): Verdict => ({
  tone: "IN",
  title: "Come in",
  detail: ticket.seat.tier,
  seat: [ticket.seat.section, ticket.seat.seatNumber].filter(Boolean).join(" "),
  ticketId: ticket.id,
  offline: false,
});

const refusals: Partial<Record<string, Pick<Verdict, "tone" | "title" | "detail">>> = {
  TICKET_NOT_FOUND: { tone: "STOP", title: "No such ticket", detail: "This is not a ticket for a show of yours." },
  TICKET_NOT_VALID: { tone: "STOP", title: "Not valid", detail: "This seat was cancelled or exchanged." },
  CHECK_IN_NOT_OPEN: { tone: "ASK", title: "Too early", detail: "The doors are not open yet." },
  FORBIDDEN: { tone: "ASK", title: "Not your show", detail: "This ticket is for a show of another organizer." },
  RATE_LIMITED: { tone: "ASK", title: "Scan again", detail: "That was a little fast." },
  VALIDATION_FAILED: { tone: "STOP", title: "Not a ticket", detail: "There is something else in this code." },
  SESSION_ENDED: { tone: "ASK", title: "Log in again", detail: "Your session has ended. What was scanned here is kept." },
};

/** The ledger's refusal; null where there was none, because it could not be asked: then the gate decides by itself. */
export function refused({ code, details, status }: ApiFailure, clock: (iso: string) => string): Verdict | null {
  const rest = { seat: null, ticketId: null, offline: false };
  if (code === "ALREADY_CHECKED_IN") {
    const entry = { at: String(details.at), gate: textOr(details.gate), scannedAt: textOr(details.scannedAt) };
    return { tone: "STOP", title: "Already in", detail: `Let in ${entryWords(entry, clock)}.`, ...rest };
  }
  const known = refusals[code];
  if (known !== undefined) return { ...known, ...rest };
  if (status === 0 || status >= 500) return null;
  return { tone: "ASK", title: "Not checked", detail: "The answer was not understood. Scan again.", ...rest };
}

const textOr = (value: unknown): string | null => (typeof value === "string" ? value : null);
