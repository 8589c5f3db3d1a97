import { z } from "zod";
import { PageQuery } from "./envelope.ts";
import { limits } from "./limits.ts";
import { Amount, Currency, ImageUrl, Line, Metadata, Text, Time } from "./values.ts";

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

/** A listing as the documentation shows it. */
export const listingExample = {
  id: "evt_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
  title: "Hamlet",
  description: "The prince of Denmark, in three hours.",
  type: "THEATRE",
  language: "en",
  durationMinutes: 180,
  posterUrl: "/posters/hamlet.svg",
  status: "PUBLISHED",
  metadata: {},
  ownerId: null,
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
    /** The organizer whose it is; null for the tenant's own. */
    ownerId: z.string().nullable(),
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
