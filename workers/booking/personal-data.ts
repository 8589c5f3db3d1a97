import { eq } from "drizzle-orm";
import { type PersonalData, sectionOf } from "../platform/personal-data.ts";
import { bookingView, reservationView } from "./read.ts";
import { bookings, reservations } from "./tables.ts";

const allReservations = sectionOf({
  name: "reservations",
  order: [reservations.createdAt, reservations.token],
  whose: ({ userId }) => eq(reservations.userId, userId),
  select: ({ db }) => db.select().from(reservations).$dynamic(),
  keyOf: ({ createdAt, token }) => [createdAt, token],
  show: (row, ctx) => ({ appId: row.appId, ...reservationView(row, ctx.now()) }),
});

const allBookings = sectionOf({
  name: "bookings",
  order: [bookings.createdAt, bookings.id],
  whose: ({ userId }) => eq(bookings.userId, userId),
  select: ({ db }) => db.select().from(bookings).$dynamic(),
  keyOf: ({ createdAt, id }) => [createdAt, id],
  show: bookingView,
});

/** Bookings are the ledger: they name nobody but a user id, and stay. */
export const bookingData: PersonalData = { sections: [allReservations, allBookings], erase: async () => [] };
