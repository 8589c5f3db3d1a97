import { and, eq, isNull } from "drizzle-orm";
import type { MarqueeEvent } from "../../contracts/events.ts";
import { describeShowtimes } from "../catalog/read.ts";
import { users } from "../identity/tables.ts";
import { openDatabase } from "../platform/database.ts";
import { Logger } from "../platform/log.ts";
import { apps } from "../tenants/tables.ts";
import type { ConfirmationMail } from "./confirmation-mail.tsx";
import { enqueueMail } from "./enqueue-mail.ts";

/**
 * Mails a booking to whoever made it, once, however often the event comes. Nobody is mailed whose account is gone by then.
 * Throws if it could not be recorded, so that the event comes again.
 */
export async function sendConfirmationMail(env: Env, event: Extract<MarqueeEvent, { type: "booking.confirmed" }>): Promise<void> {
  const { booking, appId } = event;
  const db = openDatabase(env);
  const [user, shows, app] = await Promise.all([
    db
      .select({ email: users.email, name: users.name })
      .from(users)
      .where(and(eq(users.id, booking.userId), isNull(users.erasedAt)))
      .get(),
    describeShowtimes(db, appId, [booking.showtimeId]),
    db.select({ webKey: apps.webPublishableKey }).from(apps).where(eq(apps.id, appId)).get(),
  ]);
  if (user === undefined) {
    new Logger(env.LOG_LEVEL).warn("a booking has nobody to mail", { bookingId: booking.bookingId });
    return;
  }
  const show = shows.get(booking.showtimeId);
  if (show === undefined) throw new Error(`showtime ${booking.showtimeId} of booking ${booking.bookingId} is unknown`);
  const { bookingId, seats, amount, currency } = booking;
  const inWebApp = env.PUBLIC_URL !== "" && typeof app?.webKey === "string";
  const link = inWebApp ? new URL(`/bookings/${bookingId}`, env.PUBLIC_URL).href : null;
  await enqueueMail(env, {
    key: `booking-confirmed:${bookingId}:1`,
    kind: "booking-confirmed",
    appId,
    recipient: user.email,
    payload: { bookingId, name: user.name, seats, amount, currency, show, link } satisfies ConfirmationMail,
  });
}
