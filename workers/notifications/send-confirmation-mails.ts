import { and, isNull } from "drizzle-orm";
import type { MarqueeEvent } from "../../contracts/events.ts";
import { describeShowtimes } from "../catalog/read.ts";
import { users } from "../identity/tables.ts";
import { among, openDatabase } from "../platform/database.ts";
import { Logger } from "../platform/log.ts";
import { apps } from "../tenants/tables.ts";
import type { ConfirmationMail } from "./confirmation-mail.tsx";
import { enqueueMails, type NewMail } from "./enqueue-mails.ts";

type Confirmed = Extract<MarqueeEvent, { type: "booking.confirmed" }>;

/**
 * Mails each booking to whoever made it, once, however often its event comes. Nobody is mailed whose account is gone by then.
 * Throws if they could not all be recorded, so that the events come again.
 */
export async function sendConfirmationMails(env: Env, events: readonly Confirmed[]): Promise<void> {
  const { people, webApps, shows } = await surroundings(env, events);
  const mails = events.flatMap(({ appId, booking }): NewMail[] => {
    const { bookingId, seats, amount, currency } = booking;
    const person = people.get(booking.userId);
    if (person === undefined) {
      new Logger(env.LOG_LEVEL).warn("a booking has nobody to mail", { bookingId });
      return [];
    }
    const show = shows.get(appId)?.get(booking.showtimeId);
    if (show === undefined) throw new Error(`showtime ${booking.showtimeId} of booking ${bookingId} is unknown`);
    const link = env.PUBLIC_URL !== "" && webApps.has(appId) ? new URL(`/bookings/${bookingId}`, env.PUBLIC_URL).href : null;
    const payload: ConfirmationMail = { bookingId, name: person.name, seats, amount, currency, show, link };
    return [{ key: `booking-confirmed:${bookingId}:1`, kind: "booking-confirmed", appId, recipient: person.email, payload }];
  });
  await enqueueMails(env, mails);
}

/** What the mails say besides their bookings: of whom, in which apps, and what is shown, each app's by itself. */
async function surroundings(env: Env, events: readonly Confirmed[]) {
  const db = openDatabase(env);
  const ofApp = [...Map.groupBy(events, ({ appId }) => appId)];
  const userIds = events.map(({ booking }) => booking.userId);
  const [people, known, shows] = await Promise.all([
    db
      .select({ id: users.id, email: users.email, name: users.name })
      .from(users)
      .where(and(among(users.id, userIds), isNull(users.erasedAt))),
    db
      .select({ id: apps.id, webKey: apps.webPublishableKey })
      .from(apps)
      .where(
        among(
          apps.id,
          ofApp.map(([appId]) => appId),
        ),
      ),
    Promise.all(
      ofApp.map(async ([appId, own]) => {
        const showtimeIds = own.map(({ booking }) => booking.showtimeId);
        return [appId, await describeShowtimes(db, appId, showtimeIds)] as const;
      }),
    ),
  ]);
  return {
    people: new Map(people.map((person) => [person.id, person])),
    webApps: new Set(known.filter(({ webKey }) => webKey !== null).map(({ id }) => id)),
    shows: new Map(shows),
  };
}
