import type { Booking, Reservation } from "./bookings.ts";
import type { ErrorCode } from "./errors.ts";
import type { HeldSeats, NewSeat, SeatMapLayout, SeatPage, SeatStatus } from "./seats.ts";

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
  saleOpensAtMs: number | null;
  saleClosesAtMs: number;
}

export type Refusal = { ok: false; code: ErrorCode; details?: Record<string, unknown> };
export type Outcome<Value> = ({ ok: true } & Value) | Refusal;

/** The caller's Idempotency-Key, already bound to caller and route, and the digest of what was asked with it. */
export interface IdempotentCall {
  key: string;
  fingerprint: string;
}

/** State of the caller's token bucket after this call, for the RateLimit headers. `resetSeconds`: until one more call passes. */
export interface ThrottleState {
  limit: number;
  remaining: number;
  resetSeconds: number;
}

/** Every reply of a write carries the sequence number of the log entry that it reports, so that a history can be checked against the log. */
export interface Reply {
  seq: number;
  replayed?: boolean;
  throttle?: ThrottleState;
}

export interface SeatLedger {
  open(terms: ShowtimeTerms, seats: NewSeat[]): Promise<Outcome<{ seatsTotal: number }>>;
  setPublished(published: boolean): Promise<Outcome<object>>;
  addSeats(seats: NewSeat[]): Promise<Outcome<{ created: number; seatsTotal: number }>>;
  hold(input: { userId: string; seatIds: string[]; idempotency?: IdempotentCall }): Promise<(Outcome<{ held: HeldSeats }> & Partial<Reply>)>;
  release(input: { userId: string; token: string; idempotency?: IdempotentCall }): Promise<Outcome<{ reservation: Reservation }> & Partial<Reply>>;
  beginPayment(input: { userId: string; token: string }): Promise<Outcome<{ price: number; currency: string; expiresAt: string }>>;
  confirm(input: {
    userId: string;
    token: string;
    payment: { id: string; amount: number; currency: string } | null;
  }): Promise<Outcome<{ booking: Booking; created: boolean }> & Partial<Reply>>;
  reservation(input: { userId: string | null; token: string }): Promise<Outcome<{ reservation: Reservation }>>;
  seats(query: { status?: SeatStatus; limit: number; after: number }): Promise<Outcome<{ page: SeatPage; published: boolean }>>;
  seatMap(): Promise<Outcome<{ layout: SeatMapLayout; published: boolean }>>;
  availability(): Promise<Outcome<{ bytes: Uint8Array; version: number; published: boolean }>>;
  acknowledge(seqs: number[]): Promise<void>;
}
