import type { BookingStatus, ReservationStatus } from "../../contracts/bookings.ts";
import type { SeatCode } from "../../contracts/seats.ts";
import { type BookingRow, type HoldRow, type LedgerSeat, type PricedSeat, seatIdAt } from "./ledger.ts";

export type SeatRecord = {
  idx: number;
  seat_number: string;
  section: string | null;
  row: string | null;
  tier: string;
  price: number;
  x: number | null;
  y: number | null;
  accessible: number;
  metadata: string;
  status: SeatCode;
  owner: string | null;
};

export type ReservationRecord = {
  token: string;
  user_id: string;
  status: ReservationStatus;
  seats: string;
  price: number;
  created_at: number;
  expires_at: number;
  paying: number;
  booking_id: string | null;
  seq: number;
};

export type BookingRecord = {
  id: string;
  token: string;
  user_id: string;
  status: BookingStatus;
  seats: string;
  amount: number;
  payment_id: string | null;
  created_at: number;
  seq: number;
};

/** The seats of a hold or booking as they lie in a column: pairs of index and price. */
export const packSeats = (seats: readonly PricedSeat[]): string => JSON.stringify(seats.map(({ index, price }) => [index, price]));

function unpackSeats(text: string): PricedSeat[] {
  const pairs: [number, number][] = JSON.parse(text);
  return pairs.map(([index, price]) => ({ index, price }));
}

export const toSeat = (showtimeId: string, record: SeatRecord): LedgerSeat => ({
  id: seatIdAt(showtimeId, record.idx),
  seatNumber: record.seat_number,
  section: record.section,
  row: record.row,
  tier: record.tier,
  price: record.price,
  x: record.x,
  y: record.y,
  accessible: record.accessible === 1,
  metadata: JSON.parse(record.metadata),
});

export const toHold = (record: ReservationRecord): HoldRow => ({
  token: record.token,
  userId: record.user_id,
  status: record.status,
  seats: unpackSeats(record.seats),
  price: record.price,
  createdAt: record.created_at,
  expiresAt: record.expires_at,
  paying: record.paying === 1,
  bookingId: record.booking_id,
  seq: record.seq,
});

export const toBooking = (record: BookingRecord): BookingRow => ({
  id: record.id,
  token: record.token,
  userId: record.user_id,
  status: record.status,
  seats: unpackSeats(record.seats),
  amount: record.amount,
  paymentId: record.payment_id,
  createdAt: record.created_at,
  seq: record.seq,
});
