import type { FridayMail, MailedShow } from "../../../contracts/mails.ts";
import type { HeldSeat } from "../../../contracts/seats.ts";
import type { LinkTo } from "./web-links.ts";

/** A booking and what it is for, as the reminders ask for it. `seats` is JSON. */
export interface BookedRow {
  bookingId: string;
  appId: string;
  userId: string;
  showtimeId: string;
  seats: string;
  title: string;
  venue: string;
  city: string;
  timeZone: string;
  startsAt: number;
}

/** The columns of a `BookedRow`, of bookings `b`, showtimes `s`, listings `l` and venues `v`. */
export const bookedColumns = `b.id AS bookingId, b.app_id AS appId, b.user_id AS userId, b.showtime_id AS showtimeId, b.seats AS seats, l.title AS title,
  v.name AS venue, v.city AS city, v.time_zone AS timeZone, s.starts_at AS startsAt`;

/** As the places without numbers are called on their showtime's map. */
const generalSection = "General admission";

/** A booking as a reminder tells of it. */
export function visitOf(row: BookedRow, linkTo: LinkTo): FridayMail["visits"][number] {
  const seats: HeldSeat[] = JSON.parse(row.seats);
  return {
    bookingId: row.bookingId,
    show: showOf(row),
    seats: seats.filter(({ section }) => section !== generalSection).map(({ seatNumber }) => seatNumber),
    quantity: seats.length,
    link: linkTo(row.appId, `/bookings/${row.bookingId}`),
  };
}

export const showOf = ({ title, venue, city, startsAt, timeZone }: Omit<BookedRow, "seats" | "bookingId" | "userId">): MailedShow => ({
  title,
  place: `${venue}, ${city}`,
  startsAt: new Date(startsAt).toISOString(),
  timeZone,
});
