import { z } from "zod";
import { limits } from "./limits.ts";
import { Listing, ListingStatus, listingExample } from "./listings.ts";
import { Amount, Currency, Id, Line, Time } from "./values.ts";

export const Tier = z.strictObject({ name: Line, price: Amount }).meta({ id: "Tier", example: { name: "Premium", price: 6500 } });
export type Tier = z.infer<typeof Tier>;

/**
 * What becomes of a choice of seats that leaves a single one alone between others. OFF: it is held. LENIENT: it is refused where as many fit
 * elsewhere in the same run of free seats. STRICT: also where as many of the same tier are free together anywhere in the house.
 */
export const LonelySeats = z.enum(["OFF", "LENIENT", "STRICT"]).meta({ id: "LonelySeats" });
export type LonelySeats = z.infer<typeof LonelySeats>;

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
    lonelySeats: LonelySeats.default("OFF"),
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
      venueId: "ven_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
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
  venue: { id: "ven_01K9Z3V6T8W2Y4A6C8E0G2J4M6", name: "Grand Theatre", city: "Vienna", timeZone: "Europe/Vienna" },
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
  lonelySeats: "OFF",
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
    lonelySeats: LonelySeats,
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
