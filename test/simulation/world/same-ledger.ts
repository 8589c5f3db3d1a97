import type { Ledger } from "../../../durable-objects/seat-map/ledger.ts";

/** Throws unless two ledgers say the same: what a log brings back must be what memory had. */
export function sameLedger(memory: Ledger, again: Ledger): void {
  const [had, has] = [pictureOf(memory), pictureOf(again)];
  for (const name of Object.keys(has) as (keyof typeof has)[]) {
    const [before, after] = [JSON.stringify(had[name]), JSON.stringify(has[name])];
    if (before !== after) throw new Error(`the log brings back other ${name}: ${before} was ${after}`);
  }
}

function pictureOf(ledger: Ledger) {
  const { seq, clock, status, owner, freeSeats, terms } = ledger;
  return {
    clock: { seq, clock },
    terms,
    seats: { status, owner, freeSeats, prices: ledger.seats.map(({ price }) => price) },
    holds: [...ledger.holds.values()].filter((hold) => hold.status === "ACTIVE"),
    bookings: [...ledger.bookings.values()],
    caps: [...ledger.seatsOfUser].sort(),
    payments: [...ledger.usedPayments].sort(),
    pins: [...ledger.pinned].sort(),
    queue: { waiting: [...ledger.waiting], waitsOf: [...ledger.waitsOf].sort() },
    places: { count: ledger.places.count, lowest: ledger.places.lowest(50) },
    entries: [...ledger.entries.values()],
    passes: [...ledger.spentAdmissions],
  };
}
