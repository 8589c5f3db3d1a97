import type { CreateListing } from "../../../contracts/listings.ts";
import type { CreateShowtime, Tier } from "../../../contracts/showtimes.ts";
import type { Week } from "../timetable.ts";
import type { PosterName } from "../write-posters.ts";

export type VenueKey = "theatre" | "cellar" | "arena" | "cinema" | "coach";

export interface DemoListing {
  poster: PosterName;
  venue: VenueKey;
  listing: Pick<Required<CreateListing>, "title" | "description" | "type" | "durationMinutes"> & {
    language?: string;
    origin?: string;
    destination?: string;
  };
  currency: string;
  tiers: Tier[];
  week: Week;
  /** What else its showtimes sell by. */
  terms?: Partial<
    Pick<
      CreateShowtime,
      "capacity" | "capacityTier" | "cancellationPolicy" | "lonelySeats" | "pricingRules" | "priceFloor" | "priceCeiling" | "waitingRoom"
    >
  >;
  /** How many seats of the next showtime are sold when the demo data is loaded. */
  soldSeats: number;
}

/** Tiers by name and price in minor units. */
export const tiers = (prices: Record<string, number>): Tier[] => Object.entries(prices).map(([name, price]) => ({ name, price }));
