import type { ShowtimeTerms } from "../../contracts/ledger.ts";
import type { ShowtimeRow } from "./tables.ts";

/** Under which conditions a showtime sells, as its object is told. `capacity` is told once, when it is opened. */
export const termsOf = (row: ShowtimeRow, published: boolean, timeZone: string): ShowtimeTerms => ({
  appId: row.appId,
  showtimeId: row.id,
  published,
  currency: row.currency,
  tiers: row.tiers,
  holdSeconds: row.holdSeconds,
  maxSeatsPerUser: row.maxSeatsPerUser,
  lonelySeats: row.lonelySeats,
  saleOpensAtMs: row.saleOpensAt,
  saleClosesAtMs: row.saleClosesAt,
  startsAtMs: row.startsAt,
  timeZone,
  checkInOpensAtMs: row.checkInOpensAt,
  pricing: row.pricingRules.length === 0 ? null : { rules: row.pricingRules, floor: row.priceFloor, ceiling: row.priceCeiling },
  cancellation: row.cancellationPolicy,
  admissionRequired: row.waitingRoom !== null,
});
