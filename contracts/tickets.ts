import { z } from "zod";
import { limits } from "./limits.ts";
import { HeldSeat } from "./seats.ts";
import { Line, Time } from "./values.ts";

/** VALID: lets in once. USED: has. VOID: its seat was cancelled or exchanged, or the showtime is cancelled. */
export const TicketStatus = z.enum(["VALID", "USED", "VOID"]).meta({ id: "TicketStatus" });
export type TicketStatus = z.infer<typeof TicketStatus>;

const ticketId = "tkt_01K9Z3V6T8W2Y4A6C8E0G2J4M6_0_202611217F3K9QX2MD";

const ticketExample = {
  id: ticketId,
  bookingId: "BK-20261121-7F3K9QX2MD",
  showtimeId: "sho_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
  seat: HeldSeat.meta()?.example,
  status: "VALID",
  checkedInAt: null,
};

/** One seat's ticket. `token`: a compact JWS that a scanner verifies with the key set alone; what the QR code holds. */
export const Ticket = z
  .object({
    id: z.string(),
    bookingId: z.string(),
    showtimeId: z.string(),
    seat: HeldSeat,
    token: z.string(),
    status: TicketStatus,
    checkedInAt: Time.nullable(),
  })
  .meta({
    id: "Ticket",
    example: { ...ticketExample, token: "eyJhbGciOiJFUzI1NiIsInR5cCI6InRpY2tldCtqd3QiLCJraWQiOiIuLi4ifQ.e30.c2ln" },
  });
export type Ticket = z.infer<typeof Ticket>;

/** What a scanner sends: the token of the QR code, or the ticket's id as somebody typed it. */
const scanned = z.string().min(1).max(limits.ticketCharsMax);

/** `gate`: where. `scannedAt`: when, for a scan that was made offline. */
export const CheckIn = z.strictObject({ ticket: scanned, gate: Line.optional(), scannedAt: Time.optional() }).meta({
  id: "CheckIn",
  example: { ticket: ticketId, gate: "North" },
});
export type CheckIn = z.infer<typeof CheckIn>;

export const CheckInBatch = z
  .strictObject({ items: z.array(CheckIn).min(1).max(limits.checkInsPerCallMax) })
  .meta({ id: "CheckInBatch", example: { items: [{ ticket: ticketId, gate: "North", scannedAt: "2027-01-15T18:02:11Z" }] } });
export type CheckInBatch = z.infer<typeof CheckInBatch>;

/** An entry as the ledger has it. `scannedAt`: what the gate said, if it was offline then. */
export const Entry = z.object({ at: Time, gate: z.string().nullable(), by: z.string(), scannedAt: Time.nullable() });
export type Entry = z.infer<typeof Entry>;

export const CheckedIn = z.object({ ticket: Ticket.omit({ token: true }), entry: Entry }).meta({
  id: "CheckedIn",
  example: {
    ticket: { ...ticketExample, status: "USED", checkedInAt: "2027-01-15T18:02:11.000Z" },
    entry: { at: "2027-01-15T18:02:11.000Z", gate: "North", by: "usr_01K9Z3V6T8W2Y4A6C8E0G2J4M6", scannedAt: null },
  },
});
export type CheckedIn = z.infer<typeof CheckedIn>;

/** How one scan of a batch ended: `code` is null for an entry that counted; `entry` is that one, or the one before it. */
export const BatchResult = z.object({
  ticket: z.string(),
  ticketId: z.string().nullable(),
  code: z.enum(["ALREADY_CHECKED_IN", "TICKET_NOT_VALID", "TICKET_NOT_FOUND", "CHECK_IN_NOT_OPEN", "FORBIDDEN"]).nullable(),
  entry: Entry.nullable(),
});
export type BatchResult = z.infer<typeof BatchResult>;
export const CheckedInBatch = z
  .object({ items: z.array(BatchResult), doubleEntries: z.number().int() })
  .meta({ id: "CheckedInBatch", example: { items: [{ ticket: ticketId, ticketId, code: null, entry: null }], doubleEntries: 0 } });
export type CheckedInBatch = z.infer<typeof CheckedInBatch>;

/** How many came of those who are expected, at this moment. */
export const GateCounts = z
  .object({
    showtimeId: z.string(),
    expected: z.number().int(),
    checkedIn: z.number().int(),
    byGate: z.record(z.string(), z.number().int()),
  })
  .meta({
    id: "GateCounts",
    example: { showtimeId: "sho_01K9Z3V6T8W2Y4A6C8E0G2J4M6", expected: 300, checkedIn: 120, byGate: { North: 80, South: 40 } },
  });
export type GateCounts = z.infer<typeof GateCounts>;

/** One seat on the door list. */
export const DoorListItem = z.object({
  ticketId: z.string(),
  bookingId: z.string(),
  userId: z.string(),
  name: z.string().nullable(),
  seat: HeldSeat,
  entry: Entry.nullable(),
});
export type DoorListItem = z.infer<typeof DoorListItem>;
