import { and, desc, eq, getTableColumns, type SQL, sql } from "drizzle-orm";
import type { AdminBooking, AdminBookingQuery } from "../../contracts/admin.ts";
import type { Page } from "../../contracts/envelope.ts";
import { bookings } from "../booking/tables.ts";
import { listings, showtimes, venues } from "../catalog/tables.ts";
import { users } from "../identity/tables.ts";
import type { AdminCtx } from "../platform/context.ts";
import { encodeCursor, olderThan, toPage } from "../platform/cursor.ts";
import { apps } from "../tenants/tables.ts";
import { within } from "./period.ts";

/** Bookings of all apps, the newest first, with the names of app, show and buyer. */
export async function listBookings(ctx: AdminCtx, query: AdminBookingQuery): Promise<Page<AdminBooking>> {
  const { limit, cursor, status, appId, q } = query;
  const rows = await selectBookings(ctx)
    .where(
      and(
        q === undefined ? undefined : meaning(q),
        appId === undefined ? undefined : eq(bookings.appId, appId),
        status === undefined ? undefined : eq(bookings.status, status),
        within(bookings.createdAt, query),
        olderThan(cursor, bookings.createdAt, bookings.id),
      ),
    )
    .orderBy(desc(bookings.createdAt), desc(bookings.id))
    .limit(limit + 1);
  return toPage(rows, limit, ({ booking }) => encodeCursor(booking.createdAt, booking.id), toAdminBooking);
}

const selectBookings = (ctx: AdminCtx) =>
  ctx.db
    .select({
      booking: getTableColumns(bookings),
      appName: apps.name,
      user: { id: users.id, name: users.name, email: users.email, erasedAt: users.erasedAt },
      listing: { id: listings.id, title: listings.title, posterUrl: listings.posterUrl },
      startsAt: showtimes.startsAt,
      venue: { name: venues.name, city: venues.city, timeZone: venues.timeZone },
    })
    .from(bookings)
    .leftJoin(apps, eq(apps.id, bookings.appId))
    .leftJoin(users, eq(users.id, bookings.userId))
    .leftJoin(showtimes, eq(showtimes.id, bookings.showtimeId))
    .leftJoin(listings, eq(listings.id, showtimes.listingId))
    .leftJoin(venues, eq(venues.id, showtimes.venueId));

/** What was meant by a value shows in its form, and each form has its index. */
function meaning(q: string): SQL {
  if (q.includes("@")) return sql`${bookings.userId} = (SELECT ${users.id} FROM ${users} WHERE ${users.email} = ${q.toLowerCase()})`;
  if (q.startsWith("usr_")) return eq(bookings.userId, q);
  if (q.startsWith("pay_")) return eq(bookings.paymentId, q);
  return eq(bookings.id, q.toUpperCase());
}

type Row = Awaited<ReturnType<typeof selectBookings>>[number];

function toAdminBooking({ booking, appName, user, listing, startsAt, venue }: Row): AdminBooking {
  const { id, ledgerSeq: _, createdAt, updatedAt, ...rest } = booking;
  const made = new Date(createdAt).toISOString();
  return {
    ...rest,
    bookingId: id,
    bookingDate: made,
    createdAt: made,
    updatedAt: new Date(updatedAt).toISOString(),
    app: { appId: booking.appId, name: appName ?? booking.appId },
    user: user === null || user.erasedAt !== null ? null : { id: user.id, name: user.name, email: user.email },
    show:
      listing === null || venue === null || startsAt === null
        ? null
        : {
            listingId: listing.id,
            title: listing.title,
            posterUrl: listing.posterUrl,
            startsAt: new Date(startsAt).toISOString(),
            timeZone: venue.timeZone,
            venue: venue.name,
            city: venue.city,
          },
  };
}
