import type { Booking, Reservation } from "../../../contracts/bookings.ts";
import type { RefundLine } from "../../../contracts/events.ts";
import type { WaitlistEntry } from "../../../contracts/waitlist.ts";
import { indexIn } from "../../../durable-objects/seat-map/ledger.ts";
import type { MailRecord, ProjectedRow } from "../history.ts";
import type { Hooks } from "./hooks.ts";

export interface PaymentRow {
  id: string;
  appId: string;
  userId: string;
  /** What it is for: a reservation, or, where this is empty, the order `usedBy`. */
  token: string;
  amount: number;
  currency: string;
  status: "PENDING" | "SUCCESS" | "FAILED" | "REFUNDED";
  usedBy: string | null;
  bookingId: string | null;
  confirmsItself: boolean;
  touchedAt: number;
}

export interface RefundRow {
  id: string;
  paymentId: string;
  appId: string;
  bookingId: string | null;
  amount: number;
  status: "PENDING" | "SUCCEEDED";
  touchedAt: number;
}

/** An order: reservations that one payment pays for, all or none. */
export interface OrderRow {
  id: string;
  appId: string;
  userId: string;
  paymentId: string | null;
  currency: string;
  state: "OPEN" | "BOOKED" | "UNDOING" | "UNDONE";
  /** What each reservation was believed to cost, and what is off. */
  parts: { token: string; price: number; discount: number }[];
  touchedAt: number;
}

/** What an object tells of itself at one time: the same rows that it tells D1. */
export interface Telling {
  appId: string;
  showtimeId: string;
  seq: number;
  reservations: { seq: number; reservation: Reservation }[];
  bookings: { seq: number; booking: Booking; refunds: readonly RefundLine[] }[];
  waitlist: { seq: number; entry: WaitlistEntry }[];
}

/** The database outside the objects: each method is one statement, or one batch that happens whole or not at all. */
export class Books {
  readonly payments = new Map<string, PaymentRow>();
  readonly refunds = new Map<string, RefundRow>();
  readonly orders = new Map<string, OrderRow>();
  readonly rows = new Map<string, ProjectedRow>();
  /** `<showtime> <index>` to the booking. */
  readonly bookedSeats = new Map<string, string>();
  readonly mails = new Map<string, MailRecord>();
  readonly showtimeOfBooking = new Map<string, string>();
  readonly #hooks: Hooks;

  constructor(hooks: Hooks) {
    this.#hooks = hooks;
  }

  /** Throws, and changes nothing, if a seat would have two bookings. */
  project({ appId, showtimeId, reservations, bookings, waitlist }: Telling, now: number): void {
    const place = { appId, showtimeId };
    const rows: ProjectedRow[] = [
      ...reservations.map(({ seq, reservation: { reservationToken: id, status, seats, price } }) => ({
        ...place,
        seq,
        table: "reservations" as const,
        id,
        status,
        seats: seats.map((seat) => indexIn(seat.id)),
        price,
      })),
      ...bookings.map(({ seq, booking }) => ({
        ...place,
        seq,
        table: "bookings" as const,
        id: booking.bookingId,
        status: booking.status,
        seats: booking.seats.map((seat) => indexIn(seat.id)),
        amount: booking.amount,
        refunded: booking.refundedAmount,
        transferred: booking.transferredAmount,
      })),
      ...waitlist.map(({ seq, entry: { id, status } }) => ({ ...place, seq, table: "waitlist" as const, id, status })),
    ];
    const newer = rows.filter(({ id, seq }) => this.#hooks.savesAnyway || seq > (this.rows.get(id)?.seq ?? 0));
    this.#moveSeats(showtimeId, [...newer, ...rows.filter(({ id, seq }) => this.rows.get(id)?.seq === seq)]);
    for (const row of newer) this.rows.set(row.id, row);
    for (const { booking } of bookings) {
      this.showtimeOfBooking.set(booking.bookingId, showtimeId);
      for (const { paymentId } of booking.payments) {
        const payment = this.payments.get(paymentId);
        if (payment?.appId !== appId || payment.token === "") continue;
        if (payment.bookingId === null || payment.bookingId === booking.exchangedFrom) payment.bookingId = booking.bookingId;
      }
    }
    for (const { booking, refunds } of bookings) this.noteRefunds(appId, booking.bookingId, refunds, now);
  }

  #moveSeats(showtimeId: string, rows: readonly ProjectedRow[]): void {
    const bookings = rows.filter((row) => row.table === "bookings");
    const ids = new Set(bookings.map(({ id }) => id));
    for (const { id, seats } of bookings) {
      for (const index of seats) {
        const owner = this.bookedSeats.get(`${showtimeId} ${index}`);
        if (owner === undefined || owner === id) continue;
        const gives = ids.has(owner) && !bookings.find((row) => row.id === owner)?.seats.includes(index);
        if (!gives) throw new Error(`seat ${index} of ${showtimeId} would be ${id}'s and is ${owner}'s`);
      }
    }
    for (const [seat, owner] of this.bookedSeats) if (ids.has(owner)) this.bookedSeats.delete(seat);
    for (const { id, seats } of bookings) for (const index of seats) this.bookedSeats.set(`${showtimeId} ${index}`, id);
  }

  noteRefunds(appId: string, bookingId: string, lines: readonly RefundLine[], now: number): void {
    for (const { id, paymentId, amount } of lines) {
      const payment = this.payments.get(paymentId);
      if (amount === 0 || this.refunds.has(id) || payment?.appId !== appId) continue;
      this.refunds.set(id, { id, paymentId, appId, bookingId, amount, status: "PENDING", touchedAt: now });
    }
    for (const paymentId of new Set(lines.map((line) => line.paymentId))) {
      const payment = this.payments.get(paymentId);
      let back = 0;
      for (const refund of this.refunds.values()) if (refund.paymentId === paymentId) back += refund.amount;
      if (payment?.status === "SUCCESS" && payment.amount === back) payment.status = "REFUNDED";
    }
  }

  /** Keeps a successful payment of its payer for one reservation, for good or until it is let go. */
  claim({ appId, userId, paymentId, token }: { appId: string; userId: string; paymentId: string; token: string }): PaymentRow | string {
    const { claims } = this.#hooks;
    const payment = this.payments.get(paymentId);
    const isOwn = payment?.appId === appId ? payment.userId === userId : claims === "any-app";
    if (payment === undefined || !isOwn) return "PAYMENT_NOT_FOUND";
    if (claims === "again" && payment.status === "SUCCESS") return payment;
    if (payment.usedBy !== null && payment.usedBy !== token) return "PAYMENT_ALREADY_USED";
    if (payment.status !== "SUCCESS" && claims !== "unpaid") return "PAYMENT_NOT_SUCCESSFUL";
    for (const other of this.payments.values()) if (other !== payment && other.usedBy === token) return "PAYMENT_ALREADY_USED";
    payment.usedBy = token;
    return payment;
  }

  unclaim(paymentId: string, token: string): void {
    const payment = this.payments.get(paymentId);
    if (payment?.usedBy === token && payment.bookingId === null) payment.usedBy = null;
  }

  markBooked(paymentId: string, bookingId: string): void {
    const payment = this.payments.get(paymentId);
    if (payment) payment.bookingId ??= bookingId;
  }

  /** Decides that a payment which no booking took goes back whole: once. Returns the refund, or null if there is nothing to give back. */
  giveBackLost(paymentId: string, endedToken: string, now: number): RefundRow | null {
    const id = `ref_lost_${paymentId}`;
    const payment = this.payments.get(paymentId);
    const known = this.refunds.get(id);
    if (known !== undefined || payment === undefined || payment.token === "") return known ?? null;
    if (payment.status !== "SUCCESS" || payment.bookingId !== null || (payment.usedBy !== null && payment.usedBy !== endedToken))
      return null;
    const { appId, amount } = payment;
    const refund: RefundRow = { id, paymentId, appId, bookingId: null, amount, status: "PENDING", touchedAt: now };
    this.refunds.set(id, refund);
    payment.status = "REFUNDED";
    return refund;
  }

  /** Decides that what an order's payment took and no booking has of it goes back: once. */
  giveBackRest({ id: orderId, paymentId, appId }: OrderRow, amount: number, now: number): RefundRow | null {
    const id = `ref_rest_${orderId}`;
    const payment = this.payments.get(paymentId ?? "");
    if (payment === undefined || payment.status === "FAILED" || amount === 0) return null;
    const known = this.refunds.get(id);
    const refund: RefundRow = known ?? { id, paymentId: payment.id, appId, bookingId: null, amount, status: "PENDING", touchedAt: now };
    this.refunds.set(id, refund);
    return refund;
  }
}
