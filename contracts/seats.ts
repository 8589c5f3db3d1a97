import { z } from "zod";
import { limits } from "./limits.ts";
import { PriceChange } from "./pricing.ts";
import { Amount, Currency, Id, Line, Metadata, Time } from "./values.ts";

/** LOCKED: in a live hold. BLOCKED: kept from sale by the organizer. */
export const SeatStatus = z.enum(["AVAILABLE", "LOCKED", "BOOKED", "BLOCKED"]).meta({ id: "SeatStatus" });
export type SeatStatus = z.infer<typeof SeatStatus>;

/** The number that stands for each status in the availability bitmap and in compact deltas. */
export const seatCodes = { AVAILABLE: 0, LOCKED: 1, BOOKED: 2, BLOCKED: 3 } as const satisfies Record<SeatStatus, number>;
export type SeatCode = (typeof seatCodes)[SeatStatus];
export const seatStatuses = ["AVAILABLE", "LOCKED", "BOOKED", "BLOCKED"] as const satisfies readonly SeatStatus[];

/** A seat as the tenant brings it. `price` overrides the tier's. */
export const NewSeat = z.strictObject({
  seatNumber: z.string().trim().min(1).max(40),
  section: Line.optional(),
  row: z.string().trim().min(1).max(40).optional(),
  tier: Line.optional(),
  price: Amount.optional(),
  x: z.number().min(-100_000).max(100_000).optional(),
  y: z.number().min(-100_000).max(100_000).optional(),
  accessible: z.boolean().optional(),
  metadata: Metadata.optional(),
});
export type NewSeat = z.infer<typeof NewSeat>;

export const CreateSeats = z.strictObject({ entityId: Id, seats: z.array(NewSeat).min(1).max(limits.seatsPerCallMax) }).meta({
  id: "CreateSeats",
  example: {
    entityId: "sho_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
    seats: [{ seatNumber: "A1", section: "Stalls", row: "A", tier: "Premium", x: 0, y: 0 }],
  },
});
export type CreateSeats = z.infer<typeof CreateSeats>;

export const CreatedSeats = z.object({ created: z.number().int() }).meta({ example: { created: 200 } });

const organizedSeats = z
  .array(Id)
  .min(1)
  .max(limits.seatsPerCallMax)
  .refine((ids) => new Set(ids).size === ids.length, { message: "names a seat twice" });

/** Seats of one showtime to keep from sale, all or none. */
export const BlockSeats = z.strictObject({ seatIds: organizedSeats, reason: Line.optional() }).meta({
  id: "BlockSeats",
  example: { seatIds: ["sea_01K9Z3V6T8W2Y4A6C8E0G2J4M6_0"], reason: "the mixing desk stands here" },
});
export type BlockSeats = z.infer<typeof BlockSeats>;

export const UnblockSeats = z.strictObject({ seatIds: organizedSeats }).meta({
  id: "UnblockSeats",
  example: { seatIds: ["sea_01K9Z3V6T8W2Y4A6C8E0G2J4M6_0"] },
});
export type UnblockSeats = z.infer<typeof UnblockSeats>;

/** How many seats changed: those that were so before do not count. */
export const ChangedSeats = z.object({ changed: z.number().int() }).meta({ id: "ChangedSeats", example: { changed: 1 } });

const seatExample = {
  id: "sea_01K9Z3V6T8W2Y4A6C8E0G2J4M6_0",
  seatNumber: "A1",
  section: "Stalls",
  row: "A",
  tier: "Premium",
  price: 6500,
};

/** `price`: what a hold would freeze at this moment; `basePrice`: before the showtime's rules. `general`: a place without a number of its own. */
export const Seat = z
  .object({
    id: z.string(),
    seatNumber: z.string(),
    section: z.string().nullable(),
    row: z.string().nullable(),
    tier: z.string(),
    price: Amount,
    basePrice: Amount,
    general: z.boolean(),
    currency: Currency,
    status: SeatStatus,
    x: z.number().nullable(),
    y: z.number().nullable(),
    accessible: z.boolean(),
    metadata: z.record(z.string(), z.unknown()),
  })
  .meta({
    id: "Seat",
    example: {
      ...seatExample,
      basePrice: 6500,
      general: false,
      currency: "EUR",
      status: "AVAILABLE",
      x: 0,
      y: 0,
      accessible: false,
      metadata: {},
    },
  });
export type Seat = z.infer<typeof Seat>;

export const SeatQuery = z.strictObject({
  entityId: Id,
  status: SeatStatus.optional(),
  limit: z.coerce.number().int().min(1).max(limits.seatPageItemsMax).default(limits.pageItemsDefault),
  cursor: z
    .string()
    .regex(/^\d{1,6}$/, "is not a cursor of this list")
    .optional(),
});
export type SeatQuery = z.infer<typeof SeatQuery>;

/** `version` is that of the live channel: a snapshot and its deltas count on from it. */
export const SeatPage = z
  .object({ items: z.array(Seat), nextCursor: z.string().nullable(), version: z.number().int() })
  .meta({ id: "SeatPage" });
export type SeatPage = z.infer<typeof SeatPage>;

/** A seat inside a hold or a booking: what it is and what it costs there. */
export const HeldSeat = z
  .object({
    id: z.string(),
    seatNumber: z.string(),
    section: z.string().nullable(),
    row: z.string().nullable(),
    tier: z.string(),
    price: Amount,
  })
  .meta({ id: "HeldSeat", example: seatExample });
export type HeldSeat = z.infer<typeof HeldSeat>;

export const MapSeat = z.object({
  id: z.string(),
  seatNumber: z.string(),
  x: z.number().nullable(),
  y: z.number().nullable(),
  tier: z.string(),
  /** Before the showtime's rules. */
  price: Amount,
  accessible: z.boolean(),
  /** A place without a number of its own: left out where it has one. */
  general: z.literal(true).optional(),
});
export type MapSeat = z.infer<typeof MapSeat>;

/** The layout without any status. Walking sections, rows and seats in order gives the order of the availability bitmap. */
export const SeatMapLayout = z
  .object({
    showtimeId: z.string(),
    version: z.number().int(),
    currency: Currency,
    tiers: z.array(z.object({ name: z.string(), price: Amount })),
    seatCount: z.number().int(),
    sections: z.array(
      z.object({ name: z.string().nullable(), rows: z.array(z.object({ name: z.string().nullable(), seats: z.array(MapSeat) })) }),
    ),
  })
  .meta({
    id: "SeatMapLayout",
    example: {
      showtimeId: "sho_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
      version: 1,
      currency: "EUR",
      tiers: [{ name: "Premium", price: 6500 }],
      seatCount: 1,
      sections: [
        {
          name: "Stalls",
          rows: [
            { name: "A", seats: [{ id: seatExample.id, seatNumber: "A1", x: 0, y: 0, tier: "Premium", price: 6500, accessible: false }] },
          ],
        },
      ],
    },
  });
export type SeatMapLayout = z.infer<typeof SeatMapLayout>;

// ---- Holding

const seatIds = z.array(Id).min(1).max(limits.seatsPerHoldMax);

/**
 * So many seats of the showtime's own choice. `adjacent`: true, together in one row or not at all; false, being together does not matter; left out,
 * together if possible. `accessible`: at least one of them is; without it none is given.
 */
export const BestAvailable = z
  .strictObject({
    quantity: z.number().int().min(1).max(limits.seatsPerHoldMax),
    tier: Line.optional(),
    adjacent: z.boolean().optional(),
    accessible: z.boolean().optional(),
  })
  .meta({ id: "BestAvailable", example: { quantity: 2, tier: "Premium", adjacent: true } });
export type BestAvailable = z.infer<typeof BestAvailable>;

const chooses = ({ seatId, seatIds, bestAvailable }: { seatId?: unknown; seatIds?: unknown; bestAvailable?: unknown }): boolean =>
  [seatId, seatIds, bestAvailable].filter((each) => each !== undefined).length === 1;
const chooseOnce = { message: "send one of seatId, seatIds and bestAvailable", path: ["seatIds"] };
const belongTogether = { message: "entityId and bestAvailable belong together", path: ["entityId"] };

/** One seat, several, or the best of a showtime (`entityId`); several are held all or not at all. */
export const ReserveSeat = z
  .strictObject({ seatId: Id.optional(), seatIds: seatIds.optional(), entityId: Id.optional(), bestAvailable: BestAvailable.optional() })
  .refine(chooses, chooseOnce)
  .refine(({ entityId, bestAvailable }) => (entityId === undefined) === (bestAvailable === undefined), belongTogether)
  .refine((input) => new Set(input.seatIds).size === (input.seatIds?.length ?? 0), { message: "names a seat twice", path: ["seatIds"] })
  .meta({ id: "ReserveSeat", example: { seatIds: [seatExample.id] } });
export type ReserveSeat = z.infer<typeof ReserveSeat>;

/** `price`: the total in minor units, frozen until the hold ends. `pricing`: the rules that moved it, or null. */
export const HeldSeats = z
  .object({
    reservationToken: z.string(),
    expiresAt: Time,
    seats: z.array(HeldSeat),
    price: Amount,
    currency: Currency,
    pricing: PriceChange.nullable(),
  })
  .meta({
    id: "HeldSeats",
    example: {
      reservationToken: "rsv_01K9Z3V6T8W2Y4A6C8E0G2J4M6_0b1d…",
      expiresAt: "2026-11-21T09:02:00.000Z",
      seats: [seatExample],
      price: 6500,
      currency: "EUR",
      pricing: null,
    },
  });
export type HeldSeats = z.infer<typeof HeldSeats>;

export const ReservationToken = z.strictObject({ reservationToken: Id }).meta({
  id: "ReservationToken",
  example: { reservationToken: "rsv_01K9Z3V6T8W2Y4A6C8E0G2J4M6_0b1d2f3a4c5e6b7d8f9a0c1e" },
});
export type ReservationToken = z.infer<typeof ReservationToken>;

// ---- The live channel: WebSocket /showtimes/:id/live

export const LiveClientFrame = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("resume"), version: z.number().int().min(0) }),
  z
    .strictObject({
      type: z.literal("hold"),
      ref: z.string().min(1).max(limits.socketRefCharsMax),
      seatId: Id.optional(),
      seatIds: seatIds.optional(),
      /** Beside `bestAvailable`, as over HTTP; here it can be left out, for the channel is of one showtime. */
      entityId: Id.optional(),
      bestAvailable: BestAvailable.optional(),
      /** The waiting room's pass, where the showtime has one. */
      admission: z.string().max(limits.ticketCharsMax).optional(),
    })
    .refine(chooses, chooseOnce)
    .refine(({ entityId, bestAvailable }) => entityId === undefined || bestAvailable !== undefined, belongTogether),
  z.strictObject({ type: z.literal("release"), ref: z.string().min(1).max(limits.socketRefCharsMax), reservationToken: Id }),
]);
export type LiveClientFrame = z.infer<typeof LiveClientFrame>;

export interface SeatChange {
  id: string;
  status: SeatStatus;
}
/** `seats` of compact deltas are pairs of [index in the seat map, status code]; a compact snapshot is the availability body in base64. */
export type LiveServerFrame =
  | { type: "snapshot"; version: number; seats: SeatChange[] }
  | { type: "snapshot"; version: number; bitmap: string }
  | { type: "delta"; version: number; seats: SeatChange[] }
  | { type: "delta"; version: number; seats: [index: number, code: SeatCode][] }
  | ({ type: "held"; ref: string } & HeldSeats)
  | { type: "released"; ref: string; reservationToken: string }
  | { type: "error"; ref?: string; code: string; message: string; details?: Record<string, unknown> };
