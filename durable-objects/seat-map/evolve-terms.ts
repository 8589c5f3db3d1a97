import type { TermsChange } from "../../contracts/ledger.ts";
import type { Ledger } from "./ledger.ts";

/** Changes under which conditions a showtime sells. A seat whose price is its tier's old one takes the new one; held and booked ones keep theirs. */
export function evolveTerms(ledger: Ledger, change: TermsChange): void {
  const before = new Map(ledger.terms.tiers.map(({ name, price }) => [name, price]));
  const moved = new Map(
    (change.tiers ?? []).filter(({ name, price }) => before.get(name) !== price).map(({ name, price }) => [name, price]),
  );
  ledger.terms = { ...ledger.terms, ...change };
  if (moved.size === 0) return;
  for (const seat of ledger.seats) {
    const price = moved.get(seat.tier);
    if (price !== undefined && seat.price === before.get(seat.tier)) seat.price = price;
  }
}
