import type { ErrorCode } from "../../contracts/errors.ts";
import type { ShowtimeTerms } from "../../contracts/ledger.ts";
import type { Fact } from "../../durable-objects/seat-map/ledger.ts";

/** An entry of a showtime's log, and under which Idempotency-Key it was made. */
export interface LogEntry {
  fact: Fact;
  key: string | null;
}

/** One showtime as its object has it on disk. `terms`: as it was opened. */
export interface ShowHistory {
  terms: ShowtimeTerms;
  log: readonly LogEntry[];
}

/** What seats should be like. `general`: only places without numbers. */
export interface Wish {
  tier: string | null;
  adjacent: boolean | null;
  general: boolean;
}

/** What was asked, by the word that the verb has. Seats are indexes. `amount` and `currency` are of the payment, as the verb found it. */
export type Asked =
  | { op: "hold"; seats: number[] | null; quantity: number; wish?: Wish; pass?: { id: string; untilMs: number } }
  | { op: "release"; token: string }
  | { op: "confirm"; token: string; paymentId: string | null; part?: OrderPart }
  | { op: "undo"; token: string; orderId: string }
  | { op: "refund"; bookingId: string; paymentId: string; amount: number }
  | { op: "cancel"; bookingId: string; seats: number[] | null; inFull: boolean }
  | { op: "exchange"; bookingId: string; seats: number[]; to: string }
  | { op: "wait"; quantity: number }
  | { op: "leave"; waitlistId: string }
  | { op: "checkIn"; bookingId: string; seat: number }
  | { op: "block" | "unblock"; seats: number[] }
  | { op: "terms" }
  | { op: "cancelShow" };

/** What of an order a confirmation is: what the hold was believed to cost, and what is off, in minor units. */
export interface OrderPart {
  orderId: string;
  price: number;
  discount: number;
}

/** What an answer said that worked: whichever of these the operation gives. */
export interface Told {
  token?: string;
  bookingId?: string;
  seats?: number[];
  price?: number;
  waitlistId?: string;
}

/**
 * One operation of a client, from its side. `sent` and `returned` are places in the order of everything that clients see, not times. `seq`: of the log,
 * as the reply has it. `at`: the object's clock when it decided, if the history knows.
 */
export interface Operation {
  proc: string;
  appId: string;
  userId: string | null;
  showtimeId: string;
  asked: Asked;
  key: string | null;
  sent: number;
  returned: number | null;
  outcome: "ok" | "unknown" | ErrorCode;
  seq: number | null;
  at: number | null;
  replayed: boolean;
  told: Told;
}

/** A payment in the books, and what its provider took for it, in minor units. `orderId`: it is an order's. */
export interface PaymentRecord {
  id: string;
  appId: string;
  userId: string;
  currency: string;
  amount: number;
  captured: number;
  orderId?: string | null;
}

/** An order in the books: it is booked whole, or undone. */
export interface OrderRecord {
  id: string;
  appId: string;
  state: "OPEN" | "BOOKED" | "UNDOING" | "UNDONE";
  tokens: string[];
}

/** A refund in the books, and how much of it the provider paid, all times together. */
export interface RefundRecord {
  id: string;
  paymentId: string;
  appId: string;
  bookingId: string | null;
  amount: number;
  paid: number;
}

/** A row of the projection, as far as it follows from the log. `seq`: the log entry that it tells of. */
export type ProjectedRow = { showtimeId: string; appId: string; seq: number } & (
  | { table: "bookings"; id: string; status: string; seats: number[]; amount: number; refunded: number; transferred: number }
  | { table: "reservations"; id: string; status: string; seats: number[]; price: number }
  | { table: "waitlist"; id: string; status: string }
);

/** A mail that somebody wrote. `seq`: the log entry that it tells of; `deliveries`: how often the provider took it. */
export interface MailRecord {
  showtimeId: string;
  seq: number;
  kind: string;
  deliveries: number;
  state: "DELIVERED" | "PENDING" | "DEAD";
}

/**
 * All that can be known of a run. `atRest`: nothing is on its way any more, faults have stopped, and everybody who looks after what was left behind
 * has had the time. What a run has no record of is null, and is not judged.
 */
export interface History {
  shows: readonly ShowHistory[];
  operations: readonly Operation[];
  payments: readonly PaymentRecord[] | null;
  refunds: readonly RefundRecord[] | null;
  orders: readonly OrderRecord[] | null;
  projection: readonly ProjectedRow[] | null;
  /** Seats that the projection gives to bookings: `<showtime> <index>` to the booking. */
  bookedSeats: ReadonlyMap<string, string> | null;
  mails: readonly MailRecord[] | null;
  atRest: boolean;
}

export type InvariantId =
  | "I1"
  | "I2"
  | "I3"
  | "I4"
  | "I5"
  | "I6"
  | "I7"
  | "I8"
  | "I9"
  | "I10"
  | "I11"
  | "I12"
  | "I13"
  | "I14"
  | "I15"
  | "I17"
  | "QUEUE"
  | "DOOR"
  | "PRICE"
  | "SHOW"
  | "REST"
  | "CORE";

/** What does not hold, as a sentence that names the log entry and the seats. */
export interface Violation {
  invariant: InvariantId;
  showtimeId: string | null;
  seq: number | null;
  sentence: string;
}
