import { z } from "zod";
import { BookingStatus, BookingWithShow } from "./bookings.ts";
import { PageQuery, pageOf } from "./envelope.ts";
import { limits } from "./limits.ts";
import { UserQuery } from "./users.ts";
import { Id, Time } from "./values.ts";

/** A day such as `2026-11-21`, in UTC. */
export const Day = z.iso.date().meta({ example: "2026-11-21" });

/** A moment, or a day in UTC: as `from` its first moment, as `to` its last. */
const Moment = z.union([Time, Day], "is neither a day nor a time in ISO 8601 with Z");

/** The part of time that a list shows: from `from` on, up to and with `to`. */
const period = { from: Moment.optional(), to: Moment.optional() };

/** `csv`: all rows behind the cursor as a file, at most 50,000. `Accept: text/csv` asks for the same. */
const format = { format: z.enum(["json", "csv"]).optional() };

/** As for `UserQuery`; a file is of everybody that `q` matches, the newest first. */
export const AdminUserQuery = UserQuery.safeExtend(format);
export type AdminUserQuery = z.infer<typeof AdminUserQuery>;

/** A whole value to look for: nothing is matched in part. */
const Exact = z.string().trim().min(1).max(limits.emailCharsMax);

/** `q`: a booking's number, a payment's id, or a person's id or e-mail address, each whole. */
export const AdminBookingQuery = PageQuery.extend({
  status: BookingStatus.optional(),
  appId: Id.optional(),
  q: Exact.optional(),
  ...period,
  ...format,
});
export type AdminBookingQuery = z.infer<typeof AdminBookingQuery>;

/** A booking with the names of its app and its buyer; `user` is null where the account is gone. */
export const AdminBooking = BookingWithShow.extend({
  app: z.object({ appId: z.string(), name: z.string() }),
  user: z.object({ id: z.string(), name: z.string(), email: z.string() }).nullable(),
}).meta({
  id: "AdminBooking",
  example: {
    ...(BookingWithShow.meta()?.example as object),
    app: { appId: "app_01K9Z3V6T8W2Y4A6C8E0G2J4M6", name: "Grand Theatre" },
    user: { id: "usr_01K9Z3V6T8W2Y4A6C8E0G2J4M6", name: "Ada Lovelace", email: "ada@example.com" },
  },
});
export type AdminBooking = z.infer<typeof AdminBooking>;
export const AdminBookingPage = pageOf(AdminBooking).meta({
  id: "AdminBookingPage",
  example: { items: [AdminBooking.meta()?.example], nextCursor: null },
});

/** `actor`: a user's id, `admin:<e-mail>`, `server` or `system`. */
export const AuditQuery = PageQuery.extend({
  appId: Id.optional(),
  actor: Exact.optional(),
  action: Exact.optional(),
  subject: Exact.optional(),
  ...period,
  ...format,
});
export type AuditQuery = z.infer<typeof AuditQuery>;

/** Who did what to what, from where, and what it was before and after. */
export const AuditEntry = z
  .object({
    id: z.string(),
    at: Time,
    appId: z.string().nullable(),
    actor: z.string(),
    action: z.string(),
    subject: z.string(),
    ip: z.string().nullable(),
    requestId: z.string(),
    before: z.unknown(),
    after: z.unknown(),
  })
  .meta({
    id: "AuditEntry",
    example: {
      id: "1207",
      at: "2026-11-21T09:00:00.000Z",
      appId: "app_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
      actor: "admin:admin@marquee.test",
      action: "app.updated",
      subject: "app_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
      ip: "203.0.113.9",
      requestId: "0b1d2f3a-4c5e-4f60-8a7b-9c0d1e2f3a4b",
      before: { isActive: true },
      after: { isActive: false },
    },
  });
export type AuditEntry = z.infer<typeof AuditEntry>;
export const AuditPage = pageOf(AuditEntry).meta({ id: "AuditPage", example: { items: [AuditEntry.meta()?.example], nextCursor: null } });

export const DeadQueue = z.enum(["events", "emails", "jobs", "chat-messages"]);
export type DeadQueue = z.infer<typeof DeadQueue>;

/** `replayed`: only those that were, or only those that were not. */
export const DeadLetterQuery = PageQuery.extend({
  queue: DeadQueue.optional(),
  replayed: z
    .enum(["true", "false"])
    .transform((word) => word === "true")
    .optional(),
});
export type DeadLetterQuery = z.infer<typeof DeadLetterQuery>;

/** A message that failed every time. In `body` whatever is secret or personal is blanked out; `error` is what its last attempt said. */
export const DeadLetter = z
  .object({
    id: z.string(),
    queue: z.string(),
    body: z.unknown(),
    error: z.string().nullable(),
    attempts: z.number().int(),
    createdAt: Time,
    replayedAt: Time.nullable(),
  })
  .meta({
    id: "DeadLetter",
    example: {
      id: "9f0c1b2a3d4e5f60",
      queue: "emails",
      body: { key: "booking-confirmed:BK-20261121-7F3K9QX2MD:1" },
      error: "the mail provider answered 500",
      attempts: 9,
      createdAt: "2026-11-21T09:00:00.000Z",
      replayedAt: null,
    },
  });
export type DeadLetter = z.infer<typeof DeadLetter>;
export const DeadLetterPage = pageOf(DeadLetter).meta({
  id: "DeadLetterPage",
  example: { items: [DeadLetter.meta()?.example], nextCursor: null },
});
export const DeadLetterAnswer = z.object({ deadLetter: DeadLetter }).meta({ example: { deadLetter: DeadLetter.meta()?.example } });

/** The id that the queue gave the message. */
export const DeadLetterId = z
  .string()
  .min(1)
  .max(limits.filterCharsMax)
  .regex(/^[\w.:-]+$/, "is not the id of a dead letter");
