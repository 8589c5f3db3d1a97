import type { BookingStatus, ReservationStatus } from "../../contracts/bookings.ts";
import type { CancelCause } from "../../contracts/events.ts";
import type { SeatCode } from "../../contracts/seats.ts";
import type { WaitlistStatus } from "../../contracts/waitlist.ts";
import { type BookingRow, type HoldRow, type LedgerSeat, type PricedSeat, seatIdAt, type WaitlistRow } from "./ledger.ts";

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
  general: number;
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
  pricing: string | null;
  exchange: string | null;
  waitlist_id: string | null;
  admission_id: string | null;
  seq: number;
};

export type BookingRecord = {
  id: string;
  token: string;
  user_id: string;
  status: BookingStatus;
  seats: string;
  cancelled: string;
  amount: number;
  payment_id: string | null;
  order_id: string | null;
  discount: string | null;
  payments: string;
  refunds: string;
  cause: CancelCause | null;
  refunded_amount: number;
  carried_amount: number;
  transferred_amount: number;
  exchanged_from: string | null;
  exchanged_to: string | null;
  pin_token: string | null;
  pin_until: number | null;
  created_at: number;
  updated_at: number;
  seq: number;
};

export type WaitlistRecord = {
  id: string;
  user_id: string;
  quantity: number;
  tier: string | null;
  adjacent: number | null;
  status: WaitlistStatus;
  token: string | null;
  offer_expires_at: number | null;
  created_at: number;
  updated_at: number;
  seq: number;
};

export type EntryRecord = {
  booking_id: string;
  idx: number;
  at: number;
  gate: string | null;
  admitted_by: string;
  scanned_at: number | null;
  seq: number;
};

/** The seats of a hold or booking as they lie in a column: pairs of index and price. */
export const packSeats = (seats: readonly PricedSeat[]): string => JSON.stringify(seats.map(({ index, price }) => [index, price]));

function unpackSeats(text: string): PricedSeat[] {
  const pairs: [number, number][] = JSON.parse(text);
  return pairs.map(([index, price]) => ({ index, price }));
}

const parsed = <Value>(text: string | null): Value | null => (text === null ? null : JSON.parse(text));

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
  general: record.general === 1,
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
  pricing: parsed(record.pricing),
  exchange: parsed(record.exchange),
  waitlistId: record.waitlist_id,
  admissionId: record.admission_id,
  seq: record.seq,
});

export const toBooking = (record: BookingRecord): BookingRow => ({
  id: record.id,
  token: record.token,
  userId: record.user_id,
  status: record.status,
  seats: unpackSeats(record.seats),
  cancelled: unpackSeats(record.cancelled),
  amount: record.amount,
  paymentId: record.payment_id,
  order: record.order_id,
  discount: parsed(record.discount),
  payments: JSON.parse(record.payments),
  refunds: JSON.parse(record.refunds),
  cause: record.cause,
  refundedAmount: record.refunded_amount,
  carriedAmount: record.carried_amount,
  transferredAmount: record.transferred_amount,
  exchangedFrom: record.exchanged_from,
  exchangedTo: record.exchanged_to,
  pin: record.pin_token === null || record.pin_until === null ? null : { token: record.pin_token, until: record.pin_until },
  createdAt: record.created_at,
  updatedAt: record.updated_at,
  seq: record.seq,
});

export const toWaitlistRow = (record: WaitlistRecord): WaitlistRow => ({
  id: record.id,
  userId: record.user_id,
  quantity: record.quantity,
  tier: record.tier,
  adjacent: record.adjacent === null ? null : record.adjacent === 1,
  status: record.status,
  token: record.token,
  offerExpiresAt: record.offer_expires_at,
  createdAt: record.created_at,
  updatedAt: record.updated_at,
  seq: record.seq,
});
