import { z } from "zod";
import { PageQuery } from "./envelope.ts";
import { limits } from "./limits.ts";
import { Amount, Currency, Id, ImageUrl, Line, Metadata, Text, Time, TimeZone } from "./values.ts";

// ---- Venues

export const LayoutSeat = z.strictObject({
  number: z.string().trim().min(1).max(20),
  x: z.number().min(-100_000).max(100_000),
  y: z.number().min(-100_000).max(100_000),
  tier: Line.optional(),
  accessible: z.boolean().optional(),
});
export const LayoutRow = z.strictObject({
  name: z.string().trim().min(1).max(40),
  seats: z.array(LayoutSeat).min(1).max(limits.seatsPerRowMax),
});
export const LayoutSection = z.strictObject({ name: Line, rows: z.array(LayoutRow).min(1).max(limits.rowsPerSectionMax) });
export type LayoutSection = z.infer<typeof LayoutSection>;

/** Sections → rows → seats. x and y are in seat widths, the stage towards smaller y. */
export const Layout = z.strictObject({ sections: z.array(LayoutSection).min(1).max(limits.sectionsPerVenueMax) }).meta({ id: "Layout" });
export type Layout = z.infer<typeof Layout>;

export const CreateVenue = z.strictObject({ name: Line, city: Line, timeZone: TimeZone, layout: Layout.optional() }).meta({
  id: "CreateVenue",
  example: {
    name: "Grand Theatre",
    city: "Vienna",
    timeZone: "Europe/Vienna",
    layout: {
      sections: [
        {
          name: "Stalls",
          rows: [
            {
              name: "A",
              seats: [
                { number: "1", x: 0, y: 0, tier: "Premium" },
                { number: "2", x: 1, y: 0, tier: "Premium" },
              ],
            },
          ],
        },
      ],
    },
  },
});
export type CreateVenue = z.infer<typeof CreateVenue>;

const venueExample = {
  id: "ven_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
  name: "Grand Theatre",
  city: "Vienna",
  timeZone: "Europe/Vienna",
  seatCount: 300,
  createdAt: "2026-11-21T09:00:00.000Z",
  updatedAt: "2026-11-21T09:00:00.000Z",
};
export const Venue = z
  .object({
    id: z.string(),
    name: z.string(),
    city: z.string(),
    timeZone: z.string(),
    seatCount: z.number().int(),
    createdAt: Time,
    updatedAt: Time,
  })
  .meta({ id: "Venue", example: venueExample });
export type Venue = z.infer<typeof Venue>;

export const VenueWithLayout = Venue.extend({ layout: Layout.nullable() }).meta({
  id: "VenueWithLayout",
  example: { ...venueExample, layout: null },
});
export type VenueWithLayout = z.infer<typeof VenueWithLayout>;

export const VenueQuery = PageQuery.extend({ city: Line.optional(), q: z.string().trim().max(limits.searchCharsMax).optional() });
export type VenueQuery = z.infer<typeof VenueQuery>;

// ---- Listings: events, movies, buses

export const ListingStatus = z.enum(["DRAFT", "PUBLISHED"]).meta({ id: "ListingStatus" });

const listingFields = {
  title: Line,
  description: Text.optional(),
  type: Line.optional(),
  language: z
    .string()
    .regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, "is not a BCP 47 language tag")
    .max(35)
    .optional(),
  durationMinutes: z.number().int().min(1).max(100_000).optional(),
  posterUrl: ImageUrl.optional(),
  status: ListingStatus.optional(),
  metadata: Metadata.optional(),
};
const routeFields = { origin: Line, destination: Line };

export const CreateListing = z
  .strictObject(listingFields)
  .meta({ id: "CreateListing", example: { title: "Hamlet", type: "THEATRE", language: "en", durationMinutes: 180, status: "PUBLISHED" } });
export type CreateListing = z.infer<typeof CreateListing>;

export const CreateBus = z.strictObject({ ...listingFields, ...routeFields }).meta({
  id: "CreateBus",
  example: { title: "Vienna to Salzburg, express", origin: "Vienna", destination: "Salzburg", durationMinutes: 185, status: "PUBLISHED" },
});
export type CreateBus = z.infer<typeof CreateBus>;

export const UpdateListing = z
  .strictObject({ ...listingFields, title: Line.optional() })
  .meta({ id: "UpdateListing", example: { status: "PUBLISHED" } });
export type UpdateListing = z.infer<typeof UpdateListing>;
export const UpdateBus = z
  .strictObject({ ...listingFields, title: Line.optional(), origin: Line.optional(), destination: Line.optional() })
  .meta({ id: "UpdateBus", example: { status: "PUBLISHED" } });
export type UpdateBus = z.infer<typeof UpdateBus>;

/** The next showtime that can still be bought, as a card shows it. */
export const NextShowtime = z
  .object({
    showtimeId: z.string(),
    startsAt: Time,
    timeZone: z.string(),
    venue: z.string(),
    city: z.string(),
    currency: Currency,
    priceFrom: Amount,
    seatsTotal: z.number().int(),
    seatsLeft: z.number().int(),
  })
  .meta({ id: "NextShowtime" });
export type NextShowtime = z.infer<typeof NextShowtime>;

const listingExample = {
  id: "evt_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
  title: "Hamlet",
  description: "The prince of Denmark, in three hours.",
  type: "THEATRE",
  language: "en",
  durationMinutes: 180,
  posterUrl: "/posters/hamlet.svg",
  status: "PUBLISHED",
  metadata: {},
  showtimeCount: 4,
  next: {
    showtimeId: "sho_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
    startsAt: "2027-01-15T18:30:00.000Z",
    timeZone: "Europe/Vienna",
    venue: "Grand Theatre",
    city: "Vienna",
    currency: "EUR",
    priceFrom: 4200,
    seatsTotal: 300,
    seatsLeft: 212,
  },
  createdAt: "2026-11-21T09:00:00.000Z",
  updatedAt: "2026-11-21T09:00:00.000Z",
};

export const Listing = z
  .object({
    id: z.string(),
    title: z.string(),
    description: z.string().nullable(),
    type: z.string().nullable(),
    language: z.string().nullable(),
    durationMinutes: z.number().int().nullable(),
    posterUrl: z.string().nullable(),
    status: ListingStatus,
    metadata: z.record(z.string(), z.unknown()),
    origin: z.string().optional(),
    destination: z.string().optional(),
    showtimeCount: z.number().int(),
    next: NextShowtime.nullable(),
    createdAt: Time,
    updatedAt: Time,
  })
  .meta({ id: "Listing", example: listingExample });
export type Listing = z.infer<typeof Listing>;

/** `from` and `to` bound the start of a showtime; `q` matches title and description; `sort`: `soonest` (default), `newest` or `title`. */
export const ListingQuery = PageQuery.extend({
  q: z.string().trim().max(limits.searchCharsMax).optional(),
  type: Line.optional(),
  name: z.string().trim().max(limits.searchCharsMax).optional(),
  city: Line.optional(),
  from: Time.optional(),
  to: Time.optional(),
  sort: z.enum(["soonest", "newest", "title"]).default("soonest"),
});
export type ListingQuery = z.infer<typeof ListingQuery>;

/** As for events, and from where to where on which day (of the departure's zone). */
export const BusQuery = ListingQuery.extend({ origin: Line.optional(), destination: Line.optional(), date: z.iso.date().optional() });
export type BusQuery = z.infer<typeof BusQuery>;

// ---- Showtimes

export const Tier = z.strictObject({ name: Line, price: Amount }).meta({ id: "Tier", example: { name: "Premium", price: 6500 } });
export type Tier = z.infer<typeof Tier>;

/**
 * The first tier is the default of seats that name none. Seats come from the venue's layout, or from POST /seats where it has none.
 * `holdSeconds`: how long a hold lasts. The sale opens at once and closes at `startsAt` unless said otherwise.
 */
export const CreateShowtime = z
  .strictObject({
    venueId: Id,
    startsAt: Time,
    currency: Currency,
    tiers: z.array(Tier).min(1).max(limits.tiersPerShowtimeMax),
    saleOpensAt: Time.optional(),
    saleClosesAt: Time.optional(),
    checkInOpensAt: Time.optional(),
    holdSeconds: z.number().int().min(limits.holdSecondsMin).max(limits.holdSecondsMax).default(limits.holdSecondsDefault),
    maxSeatsPerUser: z.number().int().min(1).max(limits.seatsPerUserMax).default(limits.seatsPerUserDefault),
  })
  .refine((show) => new Set(show.tiers.map((tier) => tier.name)).size === show.tiers.length, {
    message: "names must differ",
    path: ["tiers"],
  })
  .refine(
    (show) =>
      show.saleClosesAt === undefined || show.saleOpensAt === undefined || Date.parse(show.saleOpensAt) < Date.parse(show.saleClosesAt),
    {
      message: "must be after saleOpensAt",
      path: ["saleClosesAt"],
    },
  )
  .meta({
    id: "CreateShowtime",
    example: {
      venueId: venueExample.id,
      startsAt: "2027-01-15T18:30:00Z",
      currency: "EUR",
      tiers: [
        { name: "Premium", price: 6500 },
        { name: "Standard", price: 4200 },
      ],
    },
  });
export type CreateShowtime = z.infer<typeof CreateShowtime>;

export const ShowtimeStatus = z.enum(["SCHEDULED", "CANCELLED"]).meta({ id: "ShowtimeStatus" });

const showtimeExample = {
  id: "sho_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
  listingId: listingExample.id,
  venue: { id: venueExample.id, name: "Grand Theatre", city: "Vienna", timeZone: "Europe/Vienna" },
  startsAt: "2027-01-15T18:30:00.000Z",
  timeZone: "Europe/Vienna",
  status: "SCHEDULED",
  currency: "EUR",
  tiers: [
    { name: "Premium", price: 6500 },
    { name: "Standard", price: 4200 },
  ],
  priceFrom: 4200,
  priceTo: 6500,
  seatsTotal: 300,
  seatsLeft: 212,
  saleOpensAt: null,
  saleClosesAt: "2027-01-15T18:30:00.000Z",
  checkInOpensAt: null,
  holdSeconds: 120,
  maxSeatsPerUser: 10,
  createdAt: "2026-11-21T09:00:00.000Z",
  updatedAt: "2026-11-21T09:00:00.000Z",
};

export const Showtime = z
  .object({
    id: z.string(),
    listingId: z.string(),
    venue: z.object({ id: z.string(), name: z.string(), city: z.string(), timeZone: z.string() }),
    startsAt: Time,
    timeZone: z.string(),
    status: ShowtimeStatus,
    currency: Currency,
    tiers: z.array(Tier),
    priceFrom: Amount,
    priceTo: Amount,
    seatsTotal: z.number().int(),
    seatsLeft: z.number().int(),
    saleOpensAt: Time.nullable(),
    saleClosesAt: Time,
    checkInOpensAt: Time.nullable(),
    holdSeconds: z.number().int(),
    maxSeatsPerUser: z.number().int(),
    createdAt: Time,
    updatedAt: Time,
  })
  .meta({ id: "Showtime", example: showtimeExample });
export type Showtime = z.infer<typeof Showtime>;

export const ListingWithShowtimes = Listing.extend({ showtimes: z.array(Showtime) }).meta({
  id: "ListingWithShowtimes",
  example: { ...listingExample, showtimes: [showtimeExample] },
});
export type ListingWithShowtimes = z.infer<typeof ListingWithShowtimes>;

/** A showtime by itself says what is shown: enough for the head of the seat page. */
export const ShowtimeWithListing = Showtime.extend({
  listing: z.object({
    id: z.string(),
    domain: z.enum(["EVENT", "MOVIE", "BUS"]),
    title: z.string(),
    posterUrl: z.string().nullable(),
    status: ListingStatus,
  }),
}).meta({
  id: "ShowtimeWithListing",
  example: {
    ...showtimeExample,
    listing: { id: listingExample.id, domain: "EVENT", title: "Hamlet", posterUrl: "/posters/hamlet.svg", status: "PUBLISHED" },
  },
});
export type ShowtimeWithListing = z.infer<typeof ShowtimeWithListing>;
