import { type SQL, sql } from "drizzle-orm";
import type { BookingStatus, ReservationStatus } from "../../../contracts/bookings.ts";
import type { TicketOrderStatus } from "../../../contracts/ticket-orders.ts";
import { bookings, reservations } from "../tables.ts";
import { ticketOrders } from "./tables.ts";

/** What an order is, by its reservation and the booking that this became. One that was exchanged for another showtime was paid and is used there. */
export function orderStatus(reservation: ReservationStatus, booking: BookingStatus | null): TicketOrderStatus {
  if (booking !== null) return booking === "CANCELLED" ? "CANCELLED" : "PAID";
  if (reservation === "RELEASED") return "CANCELLED";
  return reservation === "EXPIRED" ? "EXPIRED" : "PENDING";
}

/**
 * The same in SQL, of an order joined to both as D1 knows them at `nowMs`. Neither row is there in the first moment after the hold; a hold whose time is over has ended,
 * whether or not its object has said so yet.
 */
export const orderStatusIn = (nowMs: number): SQL<TicketOrderStatus> => sql<TicketOrderStatus>`CASE
  WHEN ${bookings.status} = 'CANCELLED' OR ${reservations.status} = 'RELEASED' THEN 'CANCELLED'
  WHEN ${bookings.id} IS NOT NULL THEN 'PAID'
  WHEN ${reservations.status} = 'EXPIRED' OR ifnull(${reservations.expiresAt}, ${ticketOrders.expiresAt}) <= ${nowMs} THEN 'EXPIRED'
  ELSE 'PENDING' END`;
