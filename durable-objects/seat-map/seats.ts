import type { NewSeat } from "../../contracts/seats.ts";
import { type Ledger, type LedgerSeat, seatIdAt } from "./ledger.ts";

/** Seats as the tenant brought them, with their place, tier and price in this showtime. The caller has checked that each tier exists. */
export function newSeats(ledger: Ledger, seats: readonly NewSeat[]): LedgerSeat[] {
  const { showtimeId, tiers } = ledger.terms;
  return seats.map((seat, place) => {
    const tier = tiers.find(({ name }) => name === seat.tier) ?? tiers[0];
    return {
      id: seatIdAt(showtimeId, ledger.seats.length + place),
      seatNumber: seat.seatNumber,
      section: seat.section ?? null,
      row: seat.row ?? null,
      tier: tier?.name ?? "",
      price: seat.price ?? tier?.price ?? 0,
      x: seat.x ?? null,
      y: seat.y ?? null,
      accessible: seat.accessible ?? false,
      general: false,
      metadata: seat.metadata ?? {},
    };
  });
}
