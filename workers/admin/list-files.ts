import type { AdminBooking, AuditEntry } from "../../contracts/admin.ts";
import type { UserRecord } from "../../contracts/users.ts";

/** What the columns of the administrator's files are called, and what is in them. */
export const userColumns = ["id", "email", "username", "name", "phone", "emailVerified", "createdAt"];
export const userCells = (user: UserRecord) => [
  user.id,
  user.email,
  user.username,
  user.name,
  user.phone,
  user.emailVerified,
  user.createdAt,
];

export const bookingColumns = [
  "bookingId",
  "status",
  "paymentStatus",
  "appId",
  "app",
  "showtimeId",
  "title",
  "startsAt",
  "venue",
  "city",
  "userId",
  "userName",
  "userEmail",
  "seats",
  "seatCount",
  "amountMinor",
  "currency",
  "paymentId",
  "createdAt",
];
export const bookingCells = ({ app, user, show, seats, ...booking }: AdminBooking) => [
  booking.bookingId,
  booking.status,
  booking.paymentStatus,
  booking.appId,
  app.name,
  booking.showtimeId,
  show?.title ?? null,
  show?.startsAt ?? null,
  show?.venue ?? null,
  show?.city ?? null,
  booking.userId,
  user?.name ?? null,
  user?.email ?? null,
  seats.map(({ section, row, seatNumber }) => [section, row, seatNumber].filter((part) => part !== null).join(" ")).join("; "),
  seats.length,
  booking.amount,
  booking.currency,
  booking.paymentId,
  booking.createdAt,
];

export const auditColumns = ["id", "at", "appId", "actor", "action", "subject", "ip", "requestId", "before", "after"];
export const auditCells = (entry: AuditEntry) => [
  entry.id,
  entry.at,
  entry.appId,
  entry.actor,
  entry.action,
  entry.subject,
  entry.ip,
  entry.requestId,
  jsonCell(entry.before),
  jsonCell(entry.after),
];

const jsonCell = (value: unknown): string | null => (value === null || value === undefined ? null : JSON.stringify(value));
