import { z } from "zod";
import { PageQuery } from "./envelope.ts";
import { limits } from "./limits.ts";
import { HeldSeat } from "./seats.ts";
import { Amount, Currency, Id, Line, Time } from "./values.ts";

/** PENDING: held, not paid. PAID: booked. CANCELLED: given back, or cancelled after the sale. EXPIRED: the hold ran out. */
export const TicketOrderStatus = z.enum(["PENDING", "PAID", "CANCELLED", "EXPIRED"]).meta({ id: "TicketOrderStatus" });
export type TicketOrderStatus = z.infer<typeof TicketOrderStatus>;

/** Without a showtime: the next one of the listing that has so many left. `quantity`: places without numbers, else the best seats. */
export const BookTickets = z
  .strictObject({
    eventId: Id,
    showtimeId: Id.optional(),
    quantity: z.number().int().min(1).max(limits.seatsPerHoldMax).optional(),
    seatIds: z.array(Id).min(1).max(limits.seatsPerHoldMax).optional(),
    tier: Line.optional(),
  })
  .refine(({ quantity, seatIds }) => (quantity === undefined) !== (seatIds === undefined), {
    message: "send one of quantity and seatIds",
    path: ["quantity"],
  })
  .refine(({ seatIds }) => new Set(seatIds).size === (seatIds?.length ?? 0), { message: "names a seat twice", path: ["seatIds"] })
  .refine(({ tier, quantity }) => tier === undefined || quantity !== undefined, {
    message: "goes with a quantity: named seats have their tiers",
    path: ["tier"],
  })
  .meta({ id: "BookTickets", example: { eventId: "evt_01K9Z3V6T8W2Y4A6C8E0G2J4M6", quantity: 2 } });
export type BookTickets = z.infer<typeof BookTickets>;

const example = {
  id: "tor_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
  status: "PENDING",
  userId: "usr_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
  eventId: "evt_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
  showtimeId: "sho_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
  reservationToken: "rsv_01K9Z3V6T8W2Y4A6C8E0G2J4M6_0b1d…",
  seats: [HeldSeat.meta()?.example],
  amount: 6500,
  currency: "EUR",
  expiresAt: "2026-11-21T09:02:00.000Z",
  bookingId: null,
  createdAt: "2026-11-21T09:00:00.000Z",
};

export const TicketOrder = z
  .object({
    id: z.string(),
    status: TicketOrderStatus,
    userId: z.string(),
    eventId: z.string(),
    showtimeId: z.string(),
    reservationToken: z.string(),
    seats: z.array(HeldSeat),
    amount: Amount,
    currency: Currency,
    expiresAt: Time,
    bookingId: z.string().nullable(),
    createdAt: Time,
  })
  .meta({ id: "TicketOrder", example });
export type TicketOrder = z.infer<typeof TicketOrder>;

export const BookedTickets = z
  .object({ order: TicketOrder, reservationToken: z.string() })
  .meta({ id: "BookedTickets", example: { order: example, reservationToken: example.reservationToken } });
export type BookedTickets = z.infer<typeof BookedTickets>;

export const UpdateTicketOrder = z
  .strictObject({ status: z.literal("CANCELLED") })
  .meta({ id: "UpdateTicketOrder", example: { status: "CANCELLED" } });
export type UpdateTicketOrder = z.infer<typeof UpdateTicketOrder>;

export const TicketOrderQuery = PageQuery.extend({ status: TicketOrderStatus.optional() });
export type TicketOrderQuery = z.infer<typeof TicketOrderQuery>;
