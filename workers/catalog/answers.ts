import type { Listing, NextShowtime } from "../../contracts/listings.ts";
import { occupancyOf, priceChangeAt } from "../../contracts/price-change.ts";
import { type PriceChange, weekdayIn } from "../../contracts/pricing.ts";
import type { Showtime } from "../../contracts/showtimes.ts";
import type { Venue } from "../../contracts/venues.ts";
import type { ListingRow, ShowtimeRow, VenueRow } from "./tables.ts";

/** How rows are shown to callers. */

export const iso = (ms: number): string => new Date(ms).toISOString();
const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms));

export type Place = Pick<VenueRow, "id" | "name" | "city" | "timeZone">;

export const toVenue = ({ id, name, city, timeZone, seatCount, createdAt, updatedAt }: VenueRow): Venue => ({
  id,
  name,
  city,
  timeZone,
  seatCount,
  createdAt: iso(createdAt),
  updatedAt: iso(updatedAt),
});

export interface ListingFound {
  listing: ListingRow;
  next: ShowtimeRow | null;
  place: Place | null;
  showtimeCount: number;
}

export const toListing = ({ listing, next, place, showtimeCount }: ListingFound): Listing => ({
  id: listing.id,
  title: listing.title,
  description: listing.description,
  type: listing.type,
  language: listing.language,
  durationMinutes: listing.durationMinutes,
  posterUrl: listing.posterUrl,
  status: listing.status,
  metadata: listing.metadata,
  ...(listing.origin !== null && { origin: listing.origin }),
  ...(listing.destination !== null && { destination: listing.destination }),
  ownerId: listing.ownerId,
  showtimeCount,
  next: next && place ? toNextShowtime(next, place) : null,
  createdAt: iso(listing.createdAt),
  updatedAt: iso(listing.updatedAt),
});

const toNextShowtime = (showtime: ShowtimeRow, place: Place): NextShowtime => ({
  showtimeId: showtime.id,
  startsAt: iso(showtime.startsAt),
  timeZone: place.timeZone,
  venue: place.name,
  city: place.city,
  currency: showtime.currency,
  priceFrom: showtime.priceFrom,
  seatsTotal: showtime.seatsTotal,
  seatsLeft: showtime.seatsLeft,
});

export const toShowtime = ({ showtime, place }: { showtime: ShowtimeRow; place: Place }, nowMs: number): Showtime => ({
  id: showtime.id,
  listingId: showtime.listingId,
  venue: { id: place.id, name: place.name, city: place.city, timeZone: place.timeZone },
  startsAt: iso(showtime.startsAt),
  timeZone: place.timeZone,
  status: showtime.status,
  currency: showtime.currency,
  tiers: showtime.tiers,
  priceFrom: showtime.priceFrom,
  priceTo: showtime.priceTo,
  seatsTotal: showtime.seatsTotal,
  seatsLeft: showtime.seatsLeft,
  saleOpensAt: isoOrNull(showtime.saleOpensAt),
  saleClosesAt: iso(showtime.saleClosesAt),
  checkInOpensAt: isoOrNull(showtime.checkInOpensAt),
  holdSeconds: showtime.holdSeconds,
  maxSeatsPerUser: showtime.maxSeatsPerUser,
  lonelySeats: showtime.lonelySeats,
  capacity: showtime.capacity,
  pricingRules: showtime.pricingRules,
  priceFloor: showtime.priceFloor,
  priceCeiling: showtime.priceCeiling,
  pricing: priceChangeOf(showtime, place.timeZone, nowMs),
  cancellationPolicy: showtime.cancellationPolicy,
  waitingRoom: showtime.waitingRoom,
  checkedIn: showtime.checkedIn,
  createdAt: iso(showtime.createdAt),
  updatedAt: iso(showtime.updatedAt),
});

/** What the rules make of the prices now, by the seats that D1 last heard of. */
function priceChangeOf(
  { pricingRules, seatsTotal, seatsLeft, startsAt }: ShowtimeRow,
  timeZone: string,
  nowMs: number,
): PriceChange | null {
  if (pricingRules.length === 0) return null;
  return priceChangeAt(pricingRules, {
    occupancy: occupancyOf(seatsLeft, seatsTotal),
    hoursToStart: (startsAt - nowMs) / 3_600_000,
    day: weekdayIn(timeZone, startsAt),
  });
}
