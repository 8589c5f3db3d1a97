import type { DoorListItem } from "../../../contracts/tickets.ts";

/** The door list as a file: its columns. */
export const doorColumns = ["section", "row", "seat", "tier", "name", "bookingId", "ticketId", "checkedInAt", "gate", "scannedAt"] as const;

export const doorCells = ({ seat, name, bookingId, ticketId, entry }: DoorListItem): (string | null)[] => [
  seat.section,
  seat.row,
  seat.seatNumber,
  seat.tier,
  name,
  bookingId,
  ticketId,
  entry?.at ?? null,
  entry?.gate ?? null,
  entry?.scannedAt ?? null,
];
