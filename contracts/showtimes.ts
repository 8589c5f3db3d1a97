import { z } from "zod";
import { limits } from "./limits.ts";
import { Listing, ListingStatus, listingExample } from "./listings.ts";
import { PriceChange, PricingRule } from "./pricing.ts";
import { Amount, Currency, Id, Line, Time } from "./values.ts";
import { WaitingRoomSettings } from "./waiting-room.ts";

export const Tier = z.strictObject({ name: Line, price: Amount }).meta({ id: "Tier", example: { name: "Premium", price: 6500 } });
export type Tier = z.infer<typeof Tier>;

/**
 * What becomes of a choice of seats that leaves a single one alone between others. OFF: it is held. LENIENT: it is refused where as many fit
 * elsewhere in the same run of free seats. STRICT: also where as many of the same tier are free together anywhere in the house.
 */
export const LonelySeats = z.enum(["OFF", "LENIENT", "STRICT"]).meta({ id: "LonelySeats" });
export type LonelySeats = z.infer<typeof LonelySeats>;

const policyHours = z.number().min(0).max(limits.policyHoursMax);

/**
 * What goes back when a buyer cancels, by the hours that are left to the start: everything until `fullRefundUntilHours`, `partialRefundPercent` until
 * `partialRefundUntilHours`, nothing afterwards. A showtime without a policy gives nothing back.
 */
export const CancellationPolicy = z
  .strictObject({
    fullRefundUntilHours: policyHours,
    partialRefundUntilHours: policyHours.optional(),
    partialRefundPercent: z.number().int().min(0).max(100).optional(),
  })
  .refine((policy) => (policy.partialRefundUntilHours === undefined) === (policy.partialRefundPercent === undefined), {
    message: "partialRefundUntilHours and partialRefundPercent belong together",
    path: ["partialRefundPercent"],
  })
  .refine((policy) => (policy.partialRefundUntilHours ?? 0) <= policy.fullRefundUntilHours, {
    message: "must not be earlier than the full refund's",
    path: ["partialRefundUntilHours"],
  })
  .meta({ id: "CancellationPolicy", example: { fullRefundUntilHours: 48, partialRefundUntilHours: 24, partialRefundPercent: 50 } });
export type CancellationPolicy = z.infer<typeof CancellationPolicy>;

/** What may be changed after the showtime was made, beside its tiers' prices. */
const changeable = {
  saleOpensAt: Time.optional(),
  saleClosesAt: Time.optional(),
  checkInOpensAt: Time.optional(),
  pricingRules: z.array(PricingRule).max(limits.pricingRulesMax).optional(),
  priceFloor: Amount.optional(),
  priceCeiling: Amount.optional(),
  cancellationPolicy: CancellationPolicy.optional(),
  waitingRoom: WaitingRoomSettings.optional(),
};

/**
 * The first tier is the default of seats that name none. Seats come from the venue's layout, or from POST /seats where it has none.
 * `capacity`: places without numbers, beside the layout's seats or alone, of `capacityTier` or else the first tier.
 * `maxSeatsPerUser`: 10 by default, and never more than the app allows anywhere. `holdSeconds`: how long a hold lasts. The sale opens at once and closes at `startsAt` unless said otherwise.
 */
export const CreateShowtime = z
  .strictObject({
    venueId: Id,
    startsAt: Time,
    currency: Currency,
    tiers: z.array(Tier).min(1).max(limits.tiersPerShowtimeMax),
    ...changeable,
    capacity: z.number().int().min(1).max(limits.seatsPerShowtimeMax).optional(),
    capacityTier: Line.optional(),
    holdSeconds: z.number().int().min(limits.holdSecondsMin).max(limits.holdSecondsMax).default(limits.holdSecondsDefault),
    maxSeatsPerUser: z.number().int().min(1).max(limits.seatsPerUserMax).optional(),
    lonelySeats: LonelySeats.default("OFF"),
  })
  .refine((show) => new Set(show.tiers.map((tier) => tier.name)).size === show.tiers.length, {
    message: "names must differ",
    path: ["tiers"],
  })
  .refine(
    (show) => show.capacityTier === undefined || (show.capacity !== undefined && show.tiers.some(({ name }) => name === show.capacityTier)),
    {
      message: "must be one of the tiers, beside a capacity",
      path: ["capacityTier"],
    },
  )
  .refine((show) => (show.priceFloor ?? 0) <= (show.priceCeiling ?? limits.priceMinorMax), {
    message: "must not be above priceCeiling",
    path: ["priceFloor"],
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

/**
 * What is sent is changed, null takes away what may be left out, and the rest stays. New tier prices count for the next hold; what is held or
 * bought keeps its price. A tier cannot be added, renamed or dropped.
 */
export const UpdateShowtime = z
  .strictObject({
    startsAt: Time.optional(),
    tiers: z.array(Tier).min(1).max(limits.tiersPerShowtimeMax).optional(),
    holdSeconds: z.number().int().min(limits.holdSecondsMin).max(limits.holdSecondsMax).optional(),
    maxSeatsPerUser: z.number().int().min(1).max(limits.seatsPerUserMax).optional(),
    lonelySeats: LonelySeats.optional(),
    saleOpensAt: Time.nullable().optional(),
    saleClosesAt: Time.nullable().optional(),
    checkInOpensAt: Time.nullable().optional(),
    pricingRules: changeable.pricingRules.nullable(),
    priceFloor: Amount.nullable().optional(),
    priceCeiling: Amount.nullable().optional(),
    cancellationPolicy: CancellationPolicy.nullable().optional(),
    waitingRoom: WaitingRoomSettings.nullable().optional(),
  })
  .refine((changes) => Object.values(changes).some((value) => value !== undefined), { message: "changes nothing" })
  .meta({ id: "UpdateShowtime", example: { startsAt: "2027-01-16T18:30:00Z", maxSeatsPerUser: 6 } });
export type UpdateShowtime = z.infer<typeof UpdateShowtime>;

export const CancelShowtime = z
  .strictObject({ reason: Line.optional() })
  .meta({ id: "CancelShowtime", example: { reason: "the lead is ill" } });
export type CancelShowtime = z.infer<typeof CancelShowtime>;

/** How far the refunds of a cancelled showtime are. Amounts in minor units. */
export const CancellationReport = z
  .object({
    status: z.enum(["RUNNING", "DONE"]),
    reason: z.string().nullable(),
    bookingsTotal: z.number().int(),
    bookingsCancelled: z.number().int(),
    refundsTotal: z.number().int(),
    refundsPaid: z.number().int(),
    amountTotal: Amount,
    amountPaid: Amount,
    currency: Currency,
  })
  .meta({
    id: "CancellationReport",
    example: {
      status: "RUNNING",
      reason: "the lead is ill",
      bookingsTotal: 1000,
      bookingsCancelled: 400,
      refundsTotal: 400,
      refundsPaid: 350,
      amountTotal: 1_680_000,
      amountPaid: 1_470_000,
      currency: "EUR",
    },
  });
export type CancellationReport = z.infer<typeof CancellationReport>;

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
  capacity: 0,
  pricingRules: [],
  priceFloor: null,
  priceCeiling: null,
  pricing: null,
  cancellationPolicy: null,
  waitingRoom: null,
  checkedIn: 0,
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
    /** Places without numbers among `seatsTotal`. */
    capacity: z.number().int(),
    pricingRules: z.array(PricingRule),
    priceFloor: Amount.nullable(),
    priceCeiling: Amount.nullable(),
    /** What the rules make of the prices at this moment, as far as D1 knows; the hold decides. */
    pricing: PriceChange.nullable(),
    cancellationPolicy: CancellationPolicy.nullable(),
    waitingRoom: WaitingRoomSettings.nullable(),
    checkedIn: z.number().int(),
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
/** `chatRoomId`: of the room of its ticket holders, or null where nobody has opened one. */
export const ShowtimeWithListing = Showtime.extend({
  chatRoomId: z.string().nullable(),
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
    chatRoomId: null,
    listing: { id: listingExample.id, domain: "EVENT", title: "Hamlet", posterUrl: "/posters/hamlet.svg", status: "PUBLISHED" },
  },
});
export type ShowtimeWithListing = z.infer<typeof ShowtimeWithListing>;
