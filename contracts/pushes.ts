import { z } from "zod";
import { CancelCause } from "./events.ts";
import { Amount, Currency, Time } from "./values.ts";

const push = { id: z.string(), appId: z.string(), at: Time };

/** What goes back to the buyer because of it. */
const refund = z.strictObject({ amount: Amount, currency: Currency });

/** `seats`: how many the booking has now. */
const booking = { bookingId: z.string(), showtimeId: z.string(), seats: z.number().int() };

/**
 * What a buyer is pushed of the box office, to `/user/queue/notifications`. `id` is the same on every telling of the same fact, so that it is shown once.
 * `fromBookingId`: the booking of another showtime that this one was exchanged for.
 */
export const BoxOfficePush = z.discriminatedUnion("type", [
  z.strictObject({
    ...push,
    type: z.literal("booking.confirmed"),
    data: z.strictObject({ ...booking, amount: Amount, currency: Currency, fromBookingId: z.string().nullable() }),
  }),
  z.strictObject({ ...push, type: z.literal("booking.updated"), data: z.strictObject({ ...booking, refund: refund.nullable() }) }),
  z.strictObject({
    ...push,
    type: z.literal("booking.cancelled"),
    data: z.strictObject({ ...booking, cause: CancelCause, refund: refund.nullable() }),
  }),
  z.strictObject({
    ...push,
    type: z.literal("waitlist.offered"),
    data: z.strictObject({ waitlistId: z.string(), showtimeId: z.string(), seats: z.number().int(), expiresAt: Time }),
  }),
]);
export type BoxOfficePush = z.infer<typeof BoxOfficePush>;
