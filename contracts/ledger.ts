import type { BlockedSeatsCalls } from "./blocked-seats.ts";
import type { Booking, BookingPayment, BookingRefund, RefundQuote, Reservation, ReservationStatus } from "./bookings.ts";
import type { ErrorCode } from "./errors.ts";
import type { CancelCause, RefundLine } from "./events.ts";
import type { LedgerDigests } from "./ledger-digest.ts";
import type { Discount, RefundBookingInput, StartedPayment, UndoOrderInput } from "./ledger-orders.ts";
import type { Pricing } from "./pricing.ts";
import type { BestAvailable, HeldSeats, NewSeat, SeatPage, SeatStatus } from "./seats.ts";
import type { RateLimit } from "./settings.ts";
import type { CancellationPolicy, LonelySeats } from "./showtimes.ts";
import type { Entry, GateCounts, Ticket } from "./tickets.ts";
import type { WaitlistEntry } from "./waitlist.ts";

/**
 * What crosses the boundary between the Worker and a showtime's `SeatMap` object. Old and new code talk to each other during a deploy,
 * so fields are only ever added, and optional when they are.
 */

/** Under which conditions a showtime sells. Times in milliseconds since 1970; `saleOpensAtMs` null: open at once. */
export interface ShowtimeTerms {
  appId: string;
  showtimeId: string;
  published: boolean;
  currency: string;
  tiers: { name: string; price: number }[];
  holdSeconds: number;
  maxSeatsPerUser: number;
  /** Left out: OFF. */
  lonelySeats?: LonelySeats;
  saleOpensAtMs: number | null;
  saleClosesAtMs: number;
  /** Left out: never; then no price moves by the day and nothing is refunded. */
  startsAtMs?: number;
  /** The venue's zone. */
  timeZone?: string;
  checkInOpensAtMs?: number | null;
  /** Places without numbers, added when the showtime is opened. */
  capacity?: { places: number; tier: string } | null;
  pricing?: Pricing | null;
  cancellation?: CancellationPolicy | null;
  /** Holds need a pass of the showtime's waiting room. */
  admissionRequired?: boolean;
  /** The whole showtime is cancelled; its bookings are being refunded, or are. */
  cancelled?: { by: string; reason: string | null } | null;
}

/** What of a showtime's terms may change later. What is left out stays. */
export type TermsChange = Partial<
  Pick<
    ShowtimeTerms,
    | "tiers"
    | "holdSeconds"
    | "maxSeatsPerUser"
    | "lonelySeats"
    | "saleOpensAtMs"
    | "saleClosesAtMs"
    | "startsAtMs"
    | "checkInOpensAtMs"
    | "pricing"
    | "cancellation"
    | "admissionRequired"
  >
>;

export type Refusal = { ok: false; code: ErrorCode; details?: Record<string, unknown> };
export type Outcome<Value> = ({ ok: true } & Value) | Refusal;

/** The error with which an object starts over when it could not commit: nothing of the call was done. */
export const commitFailed = "commit failed, nothing was changed";

/** The caller's Idempotency-Key, already bound to caller and route, and the digest of what was asked with it. */
export interface IdempotentCall {
  key: string;
  fingerprint: string;
}

/**
 * State of the caller's token bucket after this call, for the RateLimit headers. `resetSeconds`: until one more call passes; `windowSeconds`: in
 * which an empty bucket fills.
 */
export interface ThrottleState {
  limit: number;
  windowSeconds?: number;
  remaining: number;
  resetSeconds: number;
}

/** Every reply of a write carries the sequence number of the log entry that it reports, so that a history can be checked against the log. */
export interface Reply {
  seq: number;
  replayed?: boolean;
  throttle?: ThrottleState;
}

/** What a showtime's object can be asked. Every answer of a method that changes something is on disk before it leaves. */
export interface SeatLedger extends LedgerDigests, BlockedSeatsCalls {
  /** Sets the showtime up with its first seats; again with the same terms it only answers. */
  open(terms: ShowtimeTerms, seats: NewSeat[]): Promise<Outcome<{ seatsTotal: number }>>;
  setPublished(published: boolean): Promise<Outcome<object>>;
  addSeats(seats: NewSeat[]): Promise<Outcome<{ created: number; seatsTotal: number }>>;
  /** Keeps free seats from sale, all or none; those that are blocked stay so. `by`: who, for the log. */
  blockSeats(input: { seatIds: string[]; reason: string | null; by: string }): Promise<Outcome<{ changed: number }>>;
  /** Puts blocked seats on sale again; others stay as they are. */
  unblockSeats(input: { seatIds: string[]; by: string }): Promise<Outcome<{ changed: number }>>;
  hold(input: HoldInput): Promise<Outcome<{ held: HeldSeats }> & Partial<Reply>>;
  release(input: ReleaseInput): Promise<Outcome<{ reservation: Reservation }> & Partial<Reply>>;
  /**
   * Extends the hold once, because a payment for it starts. `payment`: it is to be written down in D1, for the price; `written` says that it certainly is, and
   * whoever does not hear so does it.
   */
  beginPayment(input: {
    userId: string;
    token: string;
    payment?: StartedPayment;
  }): Promise<Outcome<{ price: number; currency: string; expiresAt: string; written?: boolean }>>;
  /**
   * Makes the reservation a booking, which costs what was paid: each seat its price less its share of the discount. `payment.amount + discount.amount` is
   * the reservation's price. Repeating it answers the same booking. PAYMENT_NOT_SUCCESSFUL without a payment that is due, PAYMENT_ALREADY_USED,
   * PAYMENT_AMOUNT_MISMATCH (also for an exchange with a discount or of an order), RESERVATION_NOT_FOUND, RESERVATION_EXPIRED, RESERVATION_CONFIRMED.
   */
  confirm(input: ConfirmInput): Promise<Outcome<{ booking: Booking; created: boolean }> & Partial<Reply> & { kept?: boolean }>;
  /**
   * Takes a reservation back whose order came to nothing: ends the hold, or cancels the booking in full (cause ORDER_FAILED). From its answer on it cannot
   * be confirmed any more. Where nothing is left to undo it says so: `booking` as it is now, or null, `refunds` those that this undoing made. Repeating it
   * answers the same refunds. RESERVATION_NOT_FOUND, RESERVATION_NOT_YOURS; NOT_CANCELLABLE (details.reason EXCHANGE_RUNNING): ask again.
   */
  undoOrder(input: UndoOrderInput): Promise<Outcome<{ booking: Booking | null; refunds: RefundLine[] }> & Partial<Reply>>;
  /**
   * Gives part of what was paid for a booking back; it keeps its seats, which are worth so much less from now on. Repeating it with the same `refundId`
   * changes nothing. BOOKING_NOT_FOUND, NOT_CANCELLABLE with details.reason, PAYMENT_AMOUNT_MISMATCH with details.remaining, in minor units.
   */
  refundBooking(input: RefundBookingInput): Promise<Outcome<{ booking: Booking; refunds: RefundLine[] }> & Partial<Reply>>;
  /** `userId` null: asked by the tenant's server, which sees every reservation. */
  reservation(input: { userId: string | null; token: string }): Promise<Outcome<{ reservation: Reservation }>>;
  /** The booking that a reservation became, or null; asked by our own verbs. */
  bookingOf(token: string): Promise<Outcome<{ booking: Booking | null; status: ReservationStatus }>>;
  seats(query: { status?: SeatStatus; limit: number; after: number }): Promise<Outcome<{ page: SeatPage; published: boolean }>>;
  /** The layout as JSON text; `json` is null if the caller's `knownVersion` is the current one. */
  seatMap(knownVersion: number | null): Promise<Outcome<{ json: string | null; version: number; published: boolean }>>;
  availability(): Promise<Outcome<{ bytes: Uint8Array; published: boolean }>>;
  /** Changes under which conditions the showtime sells; seats whose tier has a new price take it. `by`: who, for the log. */
  changeTerms(input: { change: TermsChange; by: string }): Promise<Outcome<object>>;

  // After the sale. `userId` null: asked by whoever manages the showtime, who may act for every buyer.
  /** What cancelling these seats, or all, would give back now. */
  quoteCancellation(input: { userId: string | null; bookingId: string; seatIds?: string[] }): Promise<Outcome<{ quote: RefundQuote }>>;
  /** Cancels seats of a booking, or all of it. `refundId`: what the refunds' ids begin with. `inFull`: whatever the policy says. */
  cancelBooking(input: CancelInput): Promise<Outcome<{ booking: Booking; refund: BookingRefund; refunds: RefundLine[] }> & Partial<Reply>>;
  /**
   * Holds what an exchange needs, under `token`; `price` is what is due. Without `from` the booking is of this showtime; with it, it is another
   * showtime's, where it is pinned. Confirming the hold makes the exchange.
   */
  holdForExchange(input: ExchangeInput): Promise<Outcome<{ held: HeldSeats }> & Partial<Reply>>;
  /** Keeps a booking as it is while it is exchanged for seats of another showtime, which are held under `token`. Again with the same token: the same. */
  pinBooking(input: { userId: string; bookingId: string; token: string }): Promise<Outcome<{ carried: CarriedBooking }>>;
  /** The exchange came to nothing. Another token's pin stays. */
  unpinBooking(input: { bookingId: string; token: string }): Promise<Outcome<object>>;
  /** The exchange is made: ends the pinned booking as EXCHANGED and frees its seats. Repeating it changes nothing. */
  departBooking(input: { bookingId: string; token: string; exchangedTo: string }): Promise<Outcome<{ booking: Booking }>>;
  /** Ends the sale for good and begins to cancel every booking in full; slices of it run by themselves until all are. */
  cancelShowtime(input: { by: string; reason: string | null }): Promise<Outcome<{ progress: CancelProgress }>>;
  cancelProgress(): Promise<Outcome<{ progress: CancelProgress }>>;

  joinWaitlist(input: { userId: string; quantity: number; tier?: string; adjacent?: boolean }): Promise<Outcome<{ entry: WaitlistEntry }>>;
  /** Leaves the queue, or declines the offer that stands. */
  leaveWaitlist(input: { userId: string | null; waitlistId: string }): Promise<Outcome<{ entry: WaitlistEntry }>>;
  /** Entries by id, with the position that they have at this moment. Unknown ones are left out. */
  waitlistEntries(ids: string[]): Promise<Outcome<{ entries: WaitlistEntry[] }>>;

  /** The tickets of a booking, as they stand. */
  tickets(input: { userId: string | null; bookingId: string }): Promise<Outcome<{ tickets: LedgerTicket[] }>>;
  /** One ticket by its id. TICKET_NOT_FOUND. */
  ticket(input: { userId: string | null; ticketId: string }): Promise<Outcome<{ ticket: LedgerTicket }>>;
  /** Lets people in, each ticket once: an answer for each scan, in their order. A scan never fails another. */
  checkIn(
    scans: { ticketId: string; by: string; gate: string | null; scannedAtMs: number | null }[],
  ): Promise<Outcome<{ results: ScanResult[] }> & Partial<Reply>>;
  /** Spends a one-time ticket that opened a link to something of this showtime. TICKET_INVALID if it was spent or its session has ended. */
  spendTicket(input: { ticketId: string; sessionId: string | null }): Promise<Outcome<object>>;
  gateCounts(): Promise<Outcome<{ counts: GateCounts }>>;
  /** Those of `among` who have a live booking; or a page of all who have, in the order of their ids, from behind `after` on. */
  ticketHolders(input: { among: string[] } | { after: string; limit: number }): Promise<Outcome<{ userIds: string[] }>>;
  /** Every seat of a live booking, in the order of the map, from `after` on. */
  doorList(page: { after: number; limit: number }): Promise<Outcome<{ items: (LedgerTicket & { userId: string })[]; next: number | null }>>;
  /** How much the object can take: what the waiting room admits by. */
  pressure(): Promise<Outcome<{ pressure: Pressure }>>;
  /** Whether a pass of the waiting room has been spent on a hold that was not given back. */
  admissionSpent(id: string): Promise<Outcome<{ spent: boolean }>>;

  /** The consumers of the events have recorded those of these log entries: they need not be told again. */
  acknowledge(seqs: number[]): Promise<void>;
}

/** The limit of a caller's holds and releases in one showtime. The Worker brings it, so that the object need not ask the database. */
interface Throttled {
  limit?: RateLimit;
}
export interface HoldInput extends Throttled {
  userId: string;
  seatIds: string[];
  /** In place of `seatIds`, which are none then. */
  bestAvailable?: BestAvailable;
  /** A pass of the waiting room whose signature and owner the Worker, or the object for a socket, has checked. */
  admission?: { id: string; untilMs: number };
  /** Only places without numbers. */
  general?: boolean;
  idempotency?: IdempotentCall | null;
}
export interface ReleaseInput extends Throttled {
  userId: string;
  token: string;
  idempotency?: IdempotentCall | null;
}
export interface ConfirmInput {
  userId: string;
  token: string;
  /**
   * In place of `payment`, which is null then: a successful one that is first kept for this reservation in D1. Only an answer that says `kept` has judged the
   * reservation with it; after any other nothing has happened, and whoever asked keeps it and asks again.
   */
  paymentId?: string;
  /** `order`: the order that it pays, whose other reservations it may confirm too; `amount` is then this reservation's part. */
  payment: { id: string; amount: number; currency: string; order?: string } | null;
  /** The order that it is part of, where it needs no payment that would name it. */
  order?: string;
  /** Taken off the reservation's price by a promotion that the Worker has judged, in minor units. A discount of all of it needs no payment. */
  discount?: Discount;
}

export interface CancelInput {
  userId: string | null;
  bookingId: string;
  seatIds?: string[];
  cause: CancelCause;
  by: string;
  /** Everything back, whatever the policy says. */
  inFull?: boolean;
  refundId: string;
}

export interface ExchangeInput extends Throttled {
  userId: string;
  bookingId: string;
  /** All the seats that the booking is to have. */
  seatIds: string[];
  token: string;
  refundId: string;
  /** Where the booking is, if it is another showtime's. */
  from?: CarriedBooking & { showtimeId: string };
  /** A pass of the waiting room, as for a hold. */
  admission?: { id: string; untilMs: number };
}

/** What a booking takes along into another showtime: its value, in minor units, and whence it came. */
export interface CarriedBooking {
  bookingId: string;
  amount: number;
  currency: string;
  seats: number;
  payments: BookingPayment[];
  /** Until when it is kept for the exchange, in milliseconds. */
  pinnedUntil?: number;
}

/** How far a cancelled showtime's bookings are. */
export interface CancelProgress {
  reason: string | null;
  bookingsTotal: number;
  bookingsCancelled: number;
  refundsTotal: number;
  amountTotal: number;
  currency: string;
}

/** A ticket as the ledger knows it: without its token. */
export type LedgerTicket = Omit<Ticket, "token"> & { userId: string; entry: Entry | null };

export type ScanResult =
  | { ok: true; ticket: LedgerTicket; entry: Entry }
  | {
      ok: false;
      code: "ALREADY_CHECKED_IN" | "TICKET_NOT_VALID" | "TICKET_NOT_FOUND" | "CHECK_IN_NOT_OPEN";
      entry: Entry | null;
      opensAt?: string;
    };

/** `waiting`: commands that are decided and not on disk. `freeSeats`: what is left to sell. `closed`: nothing is sold any more. */
export interface Pressure {
  waiting: number;
  waitingMax: number;
  freeSeats: number;
  heldSeats: number;
  /** How many passes of the waiting room were spent within the last `limits.admissionChoosingSeconds`. */
  admissionsSpent: number;
  closed: boolean;
}
