import type { Fact, Ledger } from "./ledger.ts";
import { entryKey } from "./tickets-of.ts";

/** Brings the door's part of the ledger to the state after an entry. Throws if the ticket was used before. */
export function evolveDoor(ledger: Ledger, { bookingId, seats, at, gate, by, scannedAt, seq }: Extract<Fact, { op: "CHECK_IN" }>): void {
  for (const { index } of seats) {
    const key = entryKey(bookingId, index);
    if (ledger.entries.has(key)) throw new Error(`the ticket of ${key} was used before`);
    ledger.entries.set(key, { bookingId, index, at, gate, by, scannedAt, seq });
  }
}
