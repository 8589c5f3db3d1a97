import { and, asc, eq } from "drizzle-orm";
import { type ExportSection, newerThan, type PersonalData, stretchOf } from "../platform/personal-data.ts";
import { bookingView, reservationView } from "./read.ts";
import { bookings, reservations } from "./tables.ts";

const allReservations: ExportSection = {
  name: "reservations",
  async read(ctx, { userId }, after, rows) {
    const found = await ctx.db
      .select()
      .from(reservations)
      .where(and(eq(reservations.userId, userId), newerThan(after, reservations.createdAt, reservations.token)))
      .orderBy(asc(reservations.createdAt), asc(reservations.token))
      .limit(rows + 1);
    return stretchOf(
      found,
      rows,
      ({ createdAt, token }) => [createdAt, token],
      (row) => ({ appId: row.appId, ...reservationView(row, ctx.now()) }),
    );
  },
};

const allBookings: ExportSection = {
  name: "bookings",
  async read(ctx, { userId }, after, rows) {
    const found = await ctx.db
      .select()
      .from(bookings)
      .where(and(eq(bookings.userId, userId), newerThan(after, bookings.createdAt, bookings.id)))
      .orderBy(asc(bookings.createdAt), asc(bookings.id))
      .limit(rows + 1);
    return stretchOf(found, rows, ({ createdAt, id }) => [createdAt, id], bookingView);
  },
};

/** Bookings are the ledger: they name nobody but a user id, and stay. */
export const bookingData: PersonalData = { sections: [allReservations, allBookings], erase: async () => [] };
