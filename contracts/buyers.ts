import { z } from "zod";

/**
 * A note of the platform to itself, in the queue `events`: the next of those who have booked a showtime are to be told that it moved, from behind `after` on.
 * `eventId` and the times: of the `showtime.rescheduled` that it is about.
 */
export const BuyersMessage = z.strictObject({
  type: z.literal("notifications.buyers"),
  eventId: z.string(),
  appId: z.string(),
  showtimeId: z.string(),
  at: z.number().int(),
  startsAtMs: z.number().int(),
  beforeMs: z.number().int(),
  after: z.number().int(),
});
export type BuyersMessage = z.infer<typeof BuyersMessage>;
