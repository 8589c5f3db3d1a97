import { eq } from "drizzle-orm";
import { listings, showtimes, venues } from "../../catalog/tables.ts";
import { users } from "../../identity/tables.ts";
import { among, type Database } from "../../platform/database.ts";
import { boxOfficeRooms } from "./tables.ts";

/** A showtime's room, with what it is about. `admittedTo`: see the migration. */
export interface ShowtimeRoom {
  showtimeId: string;
  appId: string;
  ownerId: string | null;
  createdAt: number;
  admittedTo: string;
  admittedAt: number | null;
  title: string;
  startsAtMs: number;
  timeZone: string;
  status: "SCHEDULED" | "CANCELLED";
}

/** The rooms of these showtimes, by the showtime. A showtime without one is left out. */
export async function findRooms(db: Database, showtimeIds: readonly string[]): Promise<Map<string, ShowtimeRoom>> {
  const rooms = await db
    .select({
      showtimeId: boxOfficeRooms.showtimeId,
      appId: boxOfficeRooms.appId,
      ownerId: boxOfficeRooms.ownerId,
      createdAt: boxOfficeRooms.createdAt,
      admittedTo: boxOfficeRooms.admittedTo,
      admittedAt: boxOfficeRooms.admittedAt,
      title: listings.title,
      startsAtMs: showtimes.startsAt,
      timeZone: venues.timeZone,
      status: showtimes.status,
    })
    .from(boxOfficeRooms)
    .innerJoin(showtimes, eq(showtimes.id, boxOfficeRooms.showtimeId))
    .innerJoin(listings, eq(listings.id, showtimes.listingId))
    .innerJoin(venues, eq(venues.id, showtimes.venueId))
    .where(among(boxOfficeRooms.showtimeId, showtimeIds));
  return new Map(rooms.map((room) => [room.showtimeId, room]));
}

/** By which names people are mentioned in rooms. Whoever was erased is left out. */
export async function usernamesOf(db: Database, userIds: readonly string[]): Promise<Map<string, string>> {
  const people = await db
    .select({ id: users.id, username: users.username, erasedAt: users.erasedAt })
    .from(users)
    .where(among(users.id, userIds));
  return new Map(people.flatMap(({ id, username, erasedAt }) => (erasedAt === null ? [[id, username]] : [])));
}
