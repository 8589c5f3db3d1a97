import { z } from "zod";
import { CancelCause } from "./events.ts";
import { OrderStatus } from "./orders.ts";
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

/**
 * What a buyer is pushed of an order, the same way: `status` is its label at that moment. `amount`: what was paid with `order.paid`, else what goes back
 * because of it; left out where that is nothing.
 */
export const OrderPush = z.strictObject({
  ...push,
  type: z.enum([
    "order.paid",
    "order.fulfilling",
    "order.shipped",
    "order.delivered",
    "order.cancelled",
    "order.returned",
    "order.refunded",
  ]),
  data: z.strictObject({ orderId: z.string(), status: OrderStatus, amount: Amount.optional(), currency: Currency }),
});
export type OrderPush = z.infer<typeof OrderPush>;

/** Somebody's cart has changed, wherever that was; sent like `BoxOfficePush`. `itemCount`: pieces and reservations. */
export const CartPush = z.strictObject({
  ...push,
  type: z.literal("cart.changed"),
  data: z.strictObject({ cartId: z.string(), rev: z.number().int(), itemCount: z.number().int() }),
});
export type CartPush = z.infer<typeof CartPush>;

/**
 * What somebody is told of chat rooms, sent like `BoxOfficePush`: that they were added or invited by somebody, or mentioned by the sender of a message. `by`
 * null: by the tenant's server.
 */
export const ChatPush = z.discriminatedUnion("type", [
  z.strictObject({ ...push, type: z.literal("chat.added"), data: z.strictObject({ roomId: z.string(), by: z.string().nullable() }) }),
  z.strictObject({
    ...push,
    type: z.literal("chat.invited"),
    data: z.strictObject({ roomId: z.string(), by: z.string().nullable(), inviteId: z.string() }),
  }),
  z.strictObject({
    ...push,
    type: z.literal("chat.mention"),
    data: z.strictObject({
      roomId: z.string(),
      messageId: z.string(),
      seq: z.number().int(),
      senderId: z.string(),
      excerpt: z.string(),
    }),
  }),
]);
export type ChatPush = z.infer<typeof ChatPush>;

/** Somebody has read notifications, in whatever tab; sent like `BoxOfficePush` to all of them. `unreadCount`: how many are left at the app. */
export const ReadPush = z.strictObject({
  ...push,
  type: z.literal("notifications.read"),
  data: z.strictObject({ unreadCount: z.number().int() }),
});
export type ReadPush = z.infer<typeof ReadPush>;

/**
 * What the platform tells by the clock, or of a showtime that somebody has booked; sent like `BoxOfficePush`. `showtime.rescheduled`: to each who has
 * booked it; `reminder.day-before`: of one booking; `reminder.friday`: `visits` in the seven days from then.
 */
export const ReminderPush = z.discriminatedUnion("type", [
  z.strictObject({
    ...push,
    type: z.literal("showtime.rescheduled"),
    data: z.strictObject({ showtimeId: z.string(), bookingId: z.string(), startsAt: Time, before: Time }),
  }),
  z.strictObject({
    ...push,
    type: z.literal("reminder.day-before"),
    data: z.strictObject({ showtimeId: z.string(), bookingId: z.string() }),
  }),
  z.strictObject({ ...push, type: z.literal("reminder.friday"), data: z.strictObject({ week: z.string(), visits: z.number().int() }) }),
]);
export type ReminderPush = z.infer<typeof ReminderPush>;
