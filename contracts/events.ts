import { z } from "zod";
import { Booking, Reservation } from "./bookings.ts";

/** What happened, as it travels from an outbox through the `events` queue. `id` is the same on every delivery of the same fact. */
const fact = { id: z.string(), appId: z.string(), at: z.number().int() };

/** Where to say that the event is recorded: the showtime's object and the entry of its log. */
const source = z.object({ showtimeId: z.string(), seq: z.number().int() });

export const MarqueeEvent = z.discriminatedUnion("type", [
  z.object({ ...fact, type: z.literal("booking.confirmed"), source, booking: Booking }),
  z.object({ ...fact, type: z.literal("reservation.expired"), source, reservation: Reservation }),
]);
export type MarqueeEvent = z.infer<typeof MarqueeEvent>;
export type EventType = MarqueeEvent["type"];

/** A mail to send, by its key: one key is one mail, however often the message is delivered. */
export const MailMessage = z.object({ key: z.string() });
export type MailMessage = z.infer<typeof MailMessage>;

/** The simulated provider's note to itself that a charge settles now. */
export const SettlementMessage = z.object({ chargeId: z.string() });
export type SettlementMessage = z.infer<typeof SettlementMessage>;
