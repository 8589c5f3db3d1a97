import { z } from "zod";
import { Amount, Currency, Time } from "./values.ts";

/** What was bought from `at` on, for the length of a step. Seats that were cancelled since are still counted where they were bought. */
export const SalesPoint = z.object({ at: Time, bookings: z.number().int(), seats: z.number().int(), revenue: Amount });
export type SalesPoint = z.infer<typeof SalesPoint>;

/**
 * What a showtime has sold. `bookings` and `seats` are those that stand; `revenue` is what was paid for all of its bookings, less what exchanges
 * took to another showtime; `refunded` of that went back. `points`: when, oldest first, by the hour for a sale of up to two weeks, else by the day
 * (UTC); the newest limits.salesPointsMax of them.
 */
export const ShowtimeSales = z
  .object({
    showtimeId: z.string(),
    currency: Currency,
    bookings: z.number().int(),
    seats: z.number().int(),
    revenue: Amount,
    refunded: Amount,
    step: z.enum(["HOUR", "DAY"]),
    points: z.array(SalesPoint),
  })
  .meta({
    id: "ShowtimeSales",
    example: {
      showtimeId: "sho_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
      currency: "EUR",
      bookings: 40,
      seats: 88,
      revenue: 401_600,
      refunded: 8400,
      step: "HOUR",
      points: [{ at: "2026-11-21T09:00:00.000Z", bookings: 12, seats: 27, revenue: 123_400 }],
    },
  });
export type ShowtimeSales = z.infer<typeof ShowtimeSales>;

const Money = z.object({ currency: Currency, revenue: Amount, refunded: Amount });

/** The same of a listing over all of its showtimes; `seatsTotal` is of those that are not cancelled. */
export const ListingSales = z
  .object({
    listingId: z.string(),
    seatsTotal: z.number().int(),
    seatsSold: z.number().int(),
    bookings: z.number().int(),
    money: z.array(Money),
  })
  .meta({
    id: "ListingSales",
    example: {
      listingId: "evt_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
      seatsTotal: 1200,
      seatsSold: 352,
      bookings: 160,
      money: [{ currency: "EUR", revenue: 1_606_400, refunded: 8400 }],
    },
  });
export type ListingSales = z.infer<typeof ListingSales>;
