import type { ShowtimeTerms } from "../../../contracts/ledger.ts";
import type { Fact } from "../../../durable-objects/seat-map/ledger.ts";
import type { History, Violation } from "../history.ts";
import { type Replayed, sum, walk } from "./replay.ts";

/** Prices: a hold freezes what the rules make of each seat's price at its moment, and costs their sum, or what is due beyond what it is exchanged for. */
export function pricesByRules({ shows }: History): Violation[] {
  const violations: Violation[] = [];
  for (const show of shows) {
    walk(show, { invariant: "PRICE", into: violations }, (fact, before, say) => {
      if (fact.op !== "HOLD") return;
      const percent = percentAt(before, fact);
      if ((fact.pricing?.percent ?? 0) !== percent)
        say(`${fact.token} has ${fact.pricing?.percent ?? 0} % where the rules make ${percent} %`);
      for (const { index, price } of fact.seats) {
        const due = priceOf(before.info[index]?.price ?? 0, percent, before.terms.pricing);
        if (price !== due) say(`seat ${index} costs ${due} and is held for ${price}`);
      }
      const { own = null, from = null } = fact.exchange ?? {};
      const worth = from?.amount ?? (own ? sumOf(before.bookings.get(fact.exchange?.bookingId ?? "")?.seats) : 0);
      const due = Math.max(0, sum(fact.seats) + sum(own?.kept ?? []) - worth);
      if (fact.price !== due) say(`${fact.token} costs ${due} and is held for ${fact.price}`);
    });
  }
  return violations;
}

const sumOf = (seats: ReadonlyMap<number, number> | undefined): number =>
  [...(seats?.values() ?? [])].reduce((total, price) => total + price, 0);

function percentAt({ terms, seats, taken }: Replayed, { at }: Fact): number {
  const { pricing, startsAtMs } = terms;
  if (!pricing) return 0;
  const occupancy = seats.length === 0 ? 0 : taken / seats.length;
  let percent = 0;
  for (const rule of pricing.rules) {
    const { occupancyAtLeast, hoursToStartAtMost, days } = rule.when;
    if (occupancyAtLeast !== undefined && occupancy < occupancyAtLeast) continue;
    if (hoursToStartAtMost !== undefined && (startsAtMs === undefined || (startsAtMs - at) / 3_600_000 > hoursToStartAtMost)) continue;
    if (days !== undefined && (startsAtMs === undefined || !days.includes(weekdayOf(startsAtMs)))) continue;
    percent += rule.percent;
  }
  return percent;
}

/** In UTC: the zone of every simulated venue. */
const weekdayOf = (at: number) => (["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"] as const)[new Date(at).getUTCDay()] ?? "SUN";

function priceOf(base: number, percent: number, pricing: ShowtimeTerms["pricing"]): number {
  const moved = Math.max(0, Math.round((base * (100 + percent)) / 100));
  const { floor = null, ceiling = null } = pricing ?? {};
  if (moved < base) return floor === null ? moved : Math.max(moved, Math.min(floor, base));
  if (moved > base) return ceiling === null ? moved : Math.min(moved, Math.max(ceiling, base));
  return base;
}
