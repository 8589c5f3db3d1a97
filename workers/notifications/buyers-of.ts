import { and, asc, eq, isNull, sql } from "drizzle-orm";
import type { HeldSeat } from "../../contracts/seats.ts";
import { bookings } from "../booking/tables.ts";
import { users } from "../identity/tables.ts";
import type { Database } from "../platform/database.ts";

/** Somebody with a live booking of a showtime; one for each booking. */
export interface Buyer {
  bookingId: string;
  appId: string;
  showtimeId: string;
  userId: string;
  email: string;
  name: string;
  seats: HeldSeat[];
}

/**
 * The next of those with a live booking of a showtime, in the order in which D1 heard of them, from behind `after` on (0: from the first). `next`: where to go
 * on, or null. Whoever was erased is left out. The index of a showtime's bookings has them in the order of their rowids, so nothing is sorted.
 */
export async function buyersOf(
  db: Database,
  { appId, showtimeId, after, limit }: { appId: string; showtimeId: string; after: number; limit: number },
): Promise<{ buyers: Buyer[]; next: number | null }> {
  const place = sql<number>`${bookings}.rowid`;
  const rows = await db
    .select({
      place,
      isLive: sql<number>`${bookings.status} = 'CONFIRMED'`,
      bookingId: bookings.id,
      appId: bookings.appId,
      showtimeId: bookings.showtimeId,
      userId: bookings.userId,
      email: users.email,
      name: users.name,
      seats: bookings.seats,
    })
    .from(bookings)
    .leftJoin(users, and(eq(users.id, bookings.userId), isNull(users.erasedAt)))
    .where(and(eq(bookings.appId, appId), eq(bookings.showtimeId, showtimeId), sql`${place} > ${after}`))
    .orderBy(asc(place))
    .limit(limit);
  const buyers = rows.flatMap(({ place: _, isLive, email, name, ...buyer }) =>
    isLive && email !== null && name !== null ? [{ ...buyer, email, name }] : [],
  );
  return { buyers, next: rows.length < limit ? null : (rows.at(-1)?.place ?? null) };
}
