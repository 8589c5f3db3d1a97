import { z } from "zod";
import type { NotificationTopic } from "./notifications.ts";
import { Time } from "./values.ts";

/** Every kind of mail. What one is made from is its payload, which its renderer parses. */
export const MailKind = z.enum([
  "booking-confirmed",
  "booking-changed",
  "booking-cancelled",
  "booking-refunded",
  "showtime-cancelled",
  "waitlist-offered",
  "order-paid",
  "order-shipped",
  "order-cancelled",
  "order-returned",
  "order-refunded",
  "welcome",
  "verify-email",
  "reset-password",
  "password-changed",
  "booking-failures",
  "payment-receipt",
  "payment-failed",
  "payment-refunded",
  "order-delivered",
  "showtime-changed",
  "day-before-reminder",
  "friday-reminder",
  "message-digest",
  "webhook-disabled",
]);
export type MailKind = z.infer<typeof MailKind>;

/** By which of their choices people get a kind of mail. */
export const topicOfMail: Record<MailKind, NotificationTopic> = {
  "booking-confirmed": "bookings",
  "booking-changed": "bookings",
  "booking-cancelled": "bookings",
  "booking-refunded": "bookings",
  "showtime-cancelled": "bookings",
  "showtime-changed": "bookings",
  "waitlist-offered": "waitlist",
  "order-paid": "orders",
  "order-shipped": "orders",
  "order-delivered": "orders",
  "order-cancelled": "orders",
  "order-returned": "orders",
  "order-refunded": "orders",
  welcome: "account",
  "verify-email": "account",
  "reset-password": "account",
  "password-changed": "account",
  "booking-failures": "account",
  "webhook-disabled": "account",
  "payment-receipt": "payments",
  "payment-failed": "payments",
  "payment-refunded": "payments",
  "day-before-reminder": "reminders",
  "friday-reminder": "reminders",
  "message-digest": "messages",
};

/** The topic of this one mail: a Friday's that has only what is on is nobody's reminder. */
export function topicOfThisMail(kind: MailKind, payload: unknown): NotificationTopic {
  const friday = kind === "friday-reminder" ? FridayMail.safeParse(payload).data : undefined;
  return friday?.visits.length === 0 ? "weekend" : topicOfMail[kind];
}

/** How a tenant looks in its mails. `color`: `#rrggbb`; null: Marquee's own. */
export interface Brand {
  name: string;
  color: string | null;
  logoUrl: string | null;
  contactEmail: string | null;
}

/** A show as a mail tells of it. `place`: venue and city; `startsAt` is shown in `timeZone`. */
export const MailedShow = z.object({ title: z.string(), place: z.string(), startsAt: Time, timeZone: z.string() });
export type MailedShow = z.infer<typeof MailedShow>;

const visit = z.object({
  bookingId: z.string(),
  show: MailedShow,
  /** E.g. `B12`; of general admission nothing. */
  seats: z.array(z.string()),
  quantity: z.number().int(),
  link: z.string().nullable(),
});

/** The day before a show. */
export const DayBeforeMail = visit.extend({ name: z.string() });
export type DayBeforeMail = z.infer<typeof DayBeforeMail>;

/**
 * On Friday at nine. `visits`: what they have booked for the seven days from now, the soonest first; `weekend`: what is on until Sunday night, for those who
 * wish it. One of the two has something in it. `week`: e.g. `2026-W47`.
 */
export const FridayMail = z.object({
  name: z.string(),
  week: z.string(),
  visits: z.array(visit),
  moreVisits: z.number().int(),
  weekend: z.array(z.object({ show: MailedShow, priceFrom: z.number().int(), currency: z.string(), link: z.string().nullable() })),
  link: z.string().nullable(),
});
export type FridayMail = z.infer<typeof FridayMail>;

/** What somebody has not read: by room, the most lately written in first. `sender` and `excerpt` of its newest message. */
export const MessageDigestMail = z.object({
  name: z.string(),
  total: z.number().int(),
  rooms: z.array(
    z.object({ name: z.string(), unread: z.number().int(), sender: z.string(), excerpt: z.string(), link: z.string().nullable() }),
  ),
  moreRooms: z.number().int(),
});
export type MessageDigestMail = z.infer<typeof MessageDigestMail>;

/** `lastError`: what the last attempt came to. */
export const WebhookDisabledMail = z.object({
  appName: z.string(),
  url: z.string(),
  endpointId: z.string(),
  reason: z.enum(["GONE", "FAILING"]),
  failingSince: Time.nullable(),
  lastError: z.string().nullable(),
});
export type WebhookDisabledMail = z.infer<typeof WebhookDisabledMail>;

/** Of `welcome`, `verify-email` and `reset-password`. The code itself is in no database: it is made from `codeId` and a secret of ours. */
export const CodeMail = z.object({ name: z.string(), codeId: z.string(), expiresAt: Time });
export type CodeMail = z.infer<typeof CodeMail>;

export const PasswordChangedMail = z.object({ name: z.string(), changedAt: Time });
export type PasswordChangedMail = z.infer<typeof PasswordChangedMail>;

/** How many attempts to book failed from when to when: the limit that was reached, and which codes and apps they belong to, the most first. */
export const BookingFailuresMail = z.object({
  from: Time,
  to: Time,
  threshold: z.number().int(),
  total: z.number().int(),
  codes: z.array(z.object({ code: z.string(), failures: z.number().int() })),
  apps: z.array(z.object({ appId: z.string(), name: z.string(), failures: z.number().int() })),
});
export type BookingFailuresMail = z.infer<typeof BookingFailuresMail>;
