import type { Booking, Reservation, ReservationStatus } from "./bookings.ts";
import type { ErrorCode } from "./errors.ts";
import type { BestAvailable, HeldSeats, NewSeat, SeatPage, SeatStatus } from "./seats.ts";
import type { RateLimit } from "./settings.ts";
import type { LonelySeats } from "./showtimes.ts";

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
}

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
export interface SeatLedger {
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
  /** Extends the hold once, because a payment for it starts. */
  beginPayment(input: { userId: string; token: string }): Promise<Outcome<{ price: number; currency: string; expiresAt: string }>>;
  confirm(input: ConfirmInput): Promise<Outcome<{ booking: Booking; created: boolean }> & Partial<Reply>>;
  /** `userId` null: asked by the tenant's server, which sees every reservation. */
  reservation(input: { userId: string | null; token: string }): Promise<Outcome<{ reservation: Reservation }>>;
  /** The booking that a reservation became, or null; asked by our own verbs. */
  bookingOf(token: string): Promise<Outcome<{ booking: Booking | null; status: ReservationStatus }>>;
  seats(query: { status?: SeatStatus; limit: number; after: number }): Promise<Outcome<{ page: SeatPage; published: boolean }>>;
  /** The layout as JSON text; `json` is null if the caller's `knownVersion` is the current one. */
  seatMap(knownVersion: number | null): Promise<Outcome<{ json: string | null; version: number; published: boolean }>>;
  availability(): Promise<Outcome<{ bytes: Uint8Array; published: boolean }>>;
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
  payment: { id: string; amount: number; currency: string } | null;
}
