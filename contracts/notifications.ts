import { z } from "zod";
import { PageQuery } from "./envelope.ts";
import { limits } from "./limits.ts";
import type { BoxOfficePush, ChatPush, OrderPush, ReminderPush } from "./pushes.ts";
import { Time, TimeZone } from "./values.ts";

/**
 * What people can be told of, as they choose it. `bookings`: confirmations, changes and cancellations; `reminders`: the day before, and on Friday of the
 * coming week; `weekend`: what is on this weekend; `messages`: mentions, invitations and what one has not read; `account`: codes and the safety of the account.
 */
export const NotificationTopic = z.enum(["bookings", "payments", "orders", "waitlist", "reminders", "weekend", "messages", "account"]);
export type NotificationTopic = z.infer<typeof NotificationTopic>;

export const NotificationChannel = z.enum(["mail", "inApp"]);
export type NotificationChannel = z.infer<typeof NotificationChannel>;

/** What is told where nobody chose, and what cannot be switched off: without these mails a ticket or an account is lost. */
export const topicRules: Record<NotificationTopic, Record<NotificationChannel, { byDefault: boolean; locked: boolean }>> = {
  bookings: { mail: { byDefault: true, locked: true }, inApp: { byDefault: true, locked: false } },
  payments: { mail: { byDefault: true, locked: false }, inApp: { byDefault: true, locked: false } },
  orders: { mail: { byDefault: true, locked: false }, inApp: { byDefault: true, locked: false } },
  waitlist: { mail: { byDefault: true, locked: false }, inApp: { byDefault: true, locked: false } },
  reminders: { mail: { byDefault: true, locked: false }, inApp: { byDefault: true, locked: false } },
  weekend: { mail: { byDefault: false, locked: false }, inApp: { byDefault: false, locked: false } },
  messages: { mail: { byDefault: true, locked: false }, inApp: { byDefault: true, locked: false } },
  account: { mail: { byDefault: true, locked: true }, inApp: { byDefault: true, locked: true } },
};

/** A push that belongs behind the bell, too. */
export type KeptPush = BoxOfficePush | OrderPush | ReminderPush | ChatPush;

const pushTopics: Record<KeptPush["type"], NotificationTopic> = {
  "booking.confirmed": "bookings",
  "booking.updated": "bookings",
  "booking.cancelled": "bookings",
  "showtime.rescheduled": "bookings",
  "waitlist.offered": "waitlist",
  "order.paid": "orders",
  "order.fulfilling": "orders",
  "order.shipped": "orders",
  "order.delivered": "orders",
  "order.cancelled": "orders",
  "order.returned": "orders",
  "order.refunded": "orders",
  "reminder.day-before": "reminders",
  "reminder.friday": "reminders",
  "chat.added": "messages",
  "chat.invited": "messages",
  "chat.mention": "messages",
};

/** By which choice of its person a push is kept; null for one that only keeps pages true, and is not kept. */
export const topicOfPush = (type: string): NotificationTopic | null =>
  Object.hasOwn(pushTopics, type) ? pushTopics[type as KeptPush["type"]] : null;

const notificationExample = {
  id: "sho_01K9Z3V6T8W2Y4A6C8E0G2J4M6:12",
  type: "booking.confirmed",
  topic: "bookings",
  title: "Booked: Hamlet",
  body: "2 seats, Friday 15 January 2027, 19:30 at the Grand Theatre",
  path: "/bookings/BK-20261121-7F3K9QX2MD",
  data: { bookingId: "BK-20261121-7F3K9QX2MD", showtimeId: "sho_01K9Z3V6T8W2Y4A6C8E0G2J4M6", seats: 2 },
  at: "2026-11-21T09:00:00.000Z",
  readAt: null,
};

/**
 * One line behind the bell. `type` and `data` are those of the push; `title` and `body` are plain text; `path`: the page of the web app that it leads to, or
 * null.
 */
export const Notification = z
  .object({
    id: z.string(),
    type: z.string(),
    topic: NotificationTopic,
    title: z.string(),
    body: z.string(),
    path: z.string().nullable(),
    data: z.record(z.string(), z.unknown()),
    at: Time,
    readAt: Time.nullable(),
  })
  .meta({ id: "Notification", example: notificationExample });
export type Notification = z.infer<typeof Notification>;

/** `unread=true`: only those that were not read. */
export const NotificationQuery = PageQuery.extend({
  unread: z
    .enum(["true", "false"])
    .transform((word) => word === "true")
    .optional(),
});
export type NotificationQuery = z.infer<typeof NotificationQuery>;

/** The newest first. `unreadCount`: of all, not of this page. */
export const NotificationPage = z
  .object({ items: z.array(Notification), nextCursor: z.string().nullable(), unreadCount: z.number().int() })
  .meta({ id: "NotificationPage", example: { items: [notificationExample], nextCursor: null, unreadCount: 1 } });
export type NotificationPage = z.infer<typeof NotificationPage>;

/** Some by their ids, or all up to now. */
export const ReadNotifications = z
  .strictObject({
    ids: z.array(z.string().min(1).max(limits.filterCharsMax)).min(1).max(limits.notificationsReadMax).optional(),
    all: z.literal(true).optional(),
  })
  .refine(({ ids, all }) => (ids === undefined) !== (all === undefined), "needs ids or all, and not both")
  .meta({ id: "ReadNotifications", example: { all: true } });
export type ReadNotifications = z.infer<typeof ReadNotifications>;

export const UnreadCount = z.object({ unreadCount: z.number().int() }).meta({ example: { unreadCount: 0 } });
export type UnreadCount = z.infer<typeof UnreadCount>;

const choice = z.object({ mail: z.boolean(), inApp: z.boolean() });
const topics = <Shape extends z.ZodType>(each: Shape) =>
  z.object(Object.fromEntries(NotificationTopic.options.map((topic) => [topic, each])) as Record<NotificationTopic, Shape>);

const allOn = Object.fromEntries(
  NotificationTopic.options.map((topic) => [topic, { mail: topicRules[topic].mail.byDefault, inApp: topicRules[topic].inApp.byDefault }]),
);

/**
 * What somebody wishes to hear. `timeZone`: where it is 09:00 on Friday for them; null: nobody knows it, and it is the zone of what they booked.
 * `locked`: topics whose mails cannot be switched off. `mailSuppressed`: why their address gets no mail any more, or null.
 */
export const NotificationPreferences = z
  .object({
    timeZone: z.string().nullable(),
    topics: topics(choice),
    locked: z.array(NotificationTopic),
    mailSuppressed: z.enum(["BOUNCE", "COMPLAINT"]).nullable(),
  })
  .meta({
    id: "NotificationPreferences",
    example: { timeZone: "Europe/Vienna", topics: allOn, locked: ["bookings", "account"], mailSuppressed: null },
  });
export type NotificationPreferences = z.infer<typeof NotificationPreferences>;

/** What is named is changed; `false` for what is locked is refused. */
export const UpdatePreferences = z
  .strictObject({
    timeZone: TimeZone.nullish(),
    topics: z
      .strictObject(
        Object.fromEntries(
          NotificationTopic.options.map((topic) => [
            topic,
            z.strictObject({ mail: z.boolean().optional(), inApp: z.boolean().optional() }).optional(),
          ]),
        ) as Record<
          NotificationTopic,
          z.ZodOptional<z.ZodObject<{ mail: z.ZodOptional<z.ZodBoolean>; inApp: z.ZodOptional<z.ZodBoolean> }>>
        >,
      )
      .optional(),
  })
  .meta({ id: "UpdatePreferences", example: { timeZone: "Pacific/Auckland", topics: { weekend: { mail: true } } } });
export type UpdatePreferences = z.infer<typeof UpdatePreferences>;

/** What a person's Inbox keeps of a push: without its words, which are made when it is read. */
export interface KeptNotification {
  id: string;
  appId: string;
  type: string;
  topic: NotificationTopic;
  data: Record<string, unknown>;
  at: number;
  readAt: number | null;
}
