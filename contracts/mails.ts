import { z } from "zod";
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
]);
export type MailKind = z.infer<typeof MailKind>;

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
