import type { Booking, Reservation } from "../../contracts/bookings.ts";
import { changedPrice } from "../../contracts/price-change.ts";
import {
  type HeldSeat,
  type Seat,
  type SeatMapLayout,
  type SeatPage,
  type SeatStatus,
  seatCodes,
  seatStatuses,
} from "../../contracts/seats.ts";
import type { BookingRow, HoldRow, Ledger, PricedSeat } from "./ledger.ts";
import { priceChangeNow } from "./priced.ts";
import { View } from "./view.ts";

const iso = (ms: number): string => new Date(ms).toISOString();

/** The seats of a hold or booking as clients see them, at the price frozen there. */
export const heldSeats = (ledger: Ledger, seats: readonly PricedSeat[]): HeldSeat[] =>
  seats.flatMap(({ index, price }) => {
    const seat = ledger.seats[index];
    return seat ? [{ id: seat.id, seatNumber: seat.seatNumber, section: seat.section, row: seat.row, tier: seat.tier, price }] : [];
  });

export const reservationView = (ledger: Ledger, hold: HoldRow): Reservation => ({
  reservationToken: hold.token,
  status: hold.status,
  userId: hold.userId,
  showtimeId: ledger.terms.showtimeId,
  seats: heldSeats(ledger, hold.seats),
  price: hold.price,
  currency: ledger.terms.currency,
  pricing: hold.pricing,
  exchanges: hold.exchange?.bookingId ?? null,
  waitlistId: hold.waitlistId,
  expiresAt: iso(hold.expiresAt),
  bookingId: hold.bookingId,
  createdAt: iso(hold.createdAt),
});

export const bookingView = (ledger: Ledger, booking: BookingRow): Booking => ({
  bookingId: booking.id,
  status: booking.status,
  userId: booking.userId,
  appId: ledger.terms.appId,
  showtimeId: ledger.terms.showtimeId,
  reservationToken: booking.token,
  seats: heldSeats(ledger, booking.seats),
  amount: booking.amount,
  currency: ledger.terms.currency,
  paymentId: booking.paymentId,
  paymentStatus: paymentStatusOf(booking),
  payments: booking.payments,
  refundedAmount: booking.refundedAmount,
  carriedAmount: booking.carriedAmount,
  transferredAmount: booking.transferredAmount,
  cancelledSeats: heldSeats(ledger, booking.cancelled),
  exchangedFrom: booking.exchangedFrom,
  exchangedTo: booking.exchangedTo,
  bookingDate: iso(booking.createdAt),
  createdAt: iso(booking.createdAt),
  updatedAt: iso(booking.updatedAt),
});

function paymentStatusOf({ amount, refundedAmount }: BookingRow): Booking["paymentStatus"] {
  if (refundedAmount === 0) return "SUCCESS";
  return refundedAmount < amount ? "PARTIALLY_REFUNDED" : "REFUNDED";
}

/** A page of seats in the order of the map. `after`: the index behind which it begins. */
export function seatPage(
  ledger: Ledger,
  version: number,
  query: { status?: SeatStatus; limit: number; after: number },
  now: number,
): SeatPage {
  const items: Seat[] = [];
  const change = priceChangeNow(new View(ledger, []), Math.max(now, ledger.clock));
  const bounds = ledger.terms.pricing ?? { floor: null, ceiling: null };
  for (let index = query.after; index < ledger.seats.length; index++) {
    const seat = ledger.seats[index];
    const status = seatStatuses[ledger.status[index] ?? 3];
    if (seat === undefined || (query.status !== undefined && status !== query.status)) continue;
    if (items.length === query.limit) return { items, nextCursor: String(index), version };
    items.push({
      ...seat,
      price: changedPrice(seat.price, change, bounds),
      basePrice: seat.price,
      currency: ledger.terms.currency,
      status,
    });
  }
  return { items, nextCursor: null, version };
}

/** The map without any status. A section or row begins anew whenever its name changes, so that walking it gives the order of the seats. */
export function seatMapLayout(ledger: Ledger, version: number): SeatMapLayout {
  const sections: SeatMapLayout["sections"] = [];
  for (const { id, seatNumber, section, row, x, y, tier, price, accessible, general } of ledger.seats) {
    const inSection = lastNamed(sections, section, () => ({ name: section, rows: [] }));
    const inRow = lastNamed(inSection.rows, row, () => ({ name: row, seats: [] }));
    inRow.seats.push({ id, seatNumber, x, y, tier, price, accessible, ...(general && { general }) });
  }
  const { showtimeId, currency, tiers } = ledger.terms;
  return { showtimeId, version, currency, tiers, seatCount: ledger.seats.length, sections };
}

/** The last of `groups` if it has this name, else a new one behind it. */
function lastNamed<Group extends { name: string | null }>(groups: Group[], name: string | null, make: () => Group): Group {
  const last = groups.at(-1);
  if (last !== undefined && last.name === name) return last;
  const group = make();
  groups.push(group);
  return group;
}

/** Version and count as u32 little-endian, then two bits a seat, four seats a byte, the first in the lowest bits. */
export function availabilityBitmap(ledger: Ledger, version: number): Uint8Array<ArrayBuffer> {
  const count = ledger.status.length;
  const bytes = new Uint8Array(8 + Math.ceil(count / 4));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, version, true);
  view.setUint32(4, count, true);
  for (let index = 0; index < count; index++) {
    const at = 8 + (index >> 2);
    bytes[at] = (bytes[at] ?? 0) | ((ledger.status[index] ?? 0) << ((index % 4) * 2));
  }
  return bytes;
}

/** How many seats the organizer keeps from sale. */
export const blockedSeats = ({ status }: Ledger): number => status.filter((code) => code === seatCodes.BLOCKED).length;
