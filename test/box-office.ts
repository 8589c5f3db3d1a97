import { expect } from "vitest";
import type { Booking, Reservation } from "../contracts/bookings.ts";
import type { Payment } from "../contracts/payments.ts";
import type { HeldSeats, Seat } from "../contracts/seats.ts";
import { call, makeApp, type TestApp, type TestUser } from "./harness.ts";

export interface House {
  app: TestApp;
  listingId: string;
  showtimeId: string;
  /** In the order of the seat map. */
  seats: Seat[];
}

/** A published event of a new app with one showtime of `seatCount` seats: the first ten Premium (65.00), the others Standard (42.00). */
export async function openHouse(seatCount = 20, terms: Record<string, unknown> = {}, app?: TestApp): Promise<House> {
  const owner = app ?? (await makeApp());
  const server = { server: owner };
  const venue = await call<{ venue: { id: string } }>("POST", "/api/v1/venues", {
    ...server,
    body: { name: "Grand Theatre", city: "Vienna", timeZone: "Europe/Vienna" },
  });
  const event = await call<{ event: { id: string } }>("POST", "/api/v1/events", {
    ...server,
    body: { title: "Hamlet", status: "PUBLISHED" },
  });
  const listingId = event.body.data.event.id;
  const showtime = await call<{ showtime: { id: string } }>("POST", `/api/v1/events/${listingId}/showtimes`, {
    ...server,
    body: {
      venueId: venue.body.data.venue.id,
      startsAt: new Date(Date.now() + 20 * 86_400_000).toISOString(),
      currency: "EUR",
      tiers: [
        { name: "Premium", price: 6500 },
        { name: "Standard", price: 4200 },
      ],
      ...terms,
    },
  });
  expect(showtime.status).toBe(201);
  const showtimeId = showtime.body.data.showtime.id;
  const numbers = Array.from({ length: seatCount }, (_, n) => n);
  const created = await call("POST", "/api/v1/seats", {
    ...server,
    body: {
      entityId: showtimeId,
      seats: numbers.map((n) => ({
        seatNumber: `A${n + 1}`,
        row: "A",
        section: "Stalls",
        tier: n < 10 ? "Premium" : "Standard",
        x: n,
        y: 0,
      })),
    },
  });
  expect(created.status).toBe(201);
  return { app: owner, listingId, showtimeId, seats: await seatsOf(owner, showtimeId) };
}

/** Every seat of a showtime as the API shows it now. */
export async function seatsOf(app: TestApp, showtimeId: string): Promise<Seat[]> {
  const page = await call<{ items: Seat[] }>("GET", `/api/v1/seats?entityId=${showtimeId}&limit=1000`, { app });
  return page.body.data.items;
}

/** The id of the seat at `index`; a house without it is a mistake of the test. */
export function seatAt({ seats }: House, index: number): string {
  const seat = seats[index];
  if (seat === undefined) throw new Error(`the house has no seat ${index}`);
  return seat.id;
}

export const hold = (user: TestUser, seatIds: string[], headers: Record<string, string> = {}) =>
  call<HeldSeats>("POST", "/api/v1/reserve-seat", { user, body: { seatIds }, headers });

export const release = (user: TestUser, reservationToken: string) =>
  call<{ reservation: Reservation }>("POST", "/api/v1/release-seat", { user, body: { reservationToken } });

export const pay = (user: TestUser, reservationToken: string, token = "tok_ok") =>
  call<{ payment: Payment; expiresAt: string }>("POST", "/api/v1/payments/process", {
    user,
    body: { reservationToken, method: "card", token },
  });

export const confirm = (user: TestUser, reservationToken: string, paymentId?: string) =>
  call<{ bookingId: string; booking: Booking }>("POST", "/api/v1/confirm-booking", {
    user,
    body: { reservationToken, ...(paymentId && { paymentId }) },
  });

/** Holds, pays and confirms. */
export async function buy(user: TestUser, seatIds: string[]): Promise<Booking> {
  const held = await hold(user, seatIds);
  const paid = await pay(user, held.body.data.reservationToken);
  const booked = await confirm(user, held.body.data.reservationToken, paid.body.data.payment.id);
  expect(booked.status).toBe(201);
  return booked.body.data.booking;
}
