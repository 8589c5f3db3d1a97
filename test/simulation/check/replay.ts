import type { ShowtimeTerms } from "../../../contracts/ledger.ts";
import type { Fact, HeldExchange, LedgerSeat, PricedSeat } from "../../../durable-objects/seat-map/ledger.ts";
import type { ShowHistory, Violation } from "../history.ts";

/** Whose a seat is, by the log alone. */
export type SeatState = { is: "FREE" } | { is: "HELD"; token: string } | { is: "BOOKED"; bookingId: string } | { is: "BLOCKED" };

export interface NaiveHold {
  token: string;
  userId: string;
  seats: Map<number, number>;
  price: number;
  until: number;
  status: "ACTIVE" | "RELEASED" | "EXPIRED" | "CONFIRMED";
  exchange: HeldExchange | null;
  waitlistId: string | null;
  pass: string | null;
  bookingId: string | null;
  seq: number;
}

export interface NaiveBooking {
  id: string;
  userId: string;
  order: string | null;
  seats: Map<number, number>;
  status: "CONFIRMED" | "CANCELLED" | "EXCHANGED";
  /** By payment, in minor units: what of each is in the booking, and what of it went back. */
  payments: Map<string, { amount: number; back: number }>;
  amount: number;
  refunded: number;
  transferred: number;
  pinnedFor: string | null;
  /** The booking's last entry of the log. */
  seq: number;
}

export interface NaivePlace {
  id: string;
  userId: string;
  quantity: number;
  tier: string | null;
  adjacent: boolean | null;
  status: "WAITING" | "OFFERED" | "FULFILLED" | "DECLINED" | "LAPSED" | "LEFT" | "CLOSED";
  seq: number;
}

/**
 * A showtime as its log tells it, kept by rules of its own: it shares none with the object, or it would believe the same mistakes. It takes whatever
 * comes; what should not have come is for the invariants to say.
 */
export class Replayed {
  terms: ShowtimeTerms;
  seq = 0;
  at = 0;
  readonly info: LedgerSeat[] = [];
  readonly seats: SeatState[] = [];
  readonly holds = new Map<string, NaiveHold>();
  readonly bookings = new Map<string, NaiveBooking>();
  readonly places = new Map<string, NaivePlace>();
  /** Who came in: booking and seat. */
  readonly entries = new Set<string>();
  /** By pass, the hold that it was spent on and that was not given back. */
  readonly passes = new Map<string, string>();

  constructor(terms: ShowtimeTerms) {
    this.terms = structuredClone(terms);
  }

  apply(fact: Fact): void {
    this.seq = fact.seq;
    this.at = fact.at;
    switch (fact.op) {
      case "ADD":
        for (const seat of fact.added) {
          this.info.push({ ...seat });
          this.seats.push({ is: "FREE" });
        }
        return;
      case "BLOCK":
        this.#put(fact.seats, { is: "BLOCKED" });
        return;
      case "UNBLOCK":
        this.#put(fact.seats, { is: "FREE" });
        return;
      case "HOLD":
        this.#hold(fact);
        return;
      case "EXTEND": {
        const hold = this.holds.get(fact.token);
        if (hold) Object.assign(hold, { until: fact.expiresAt, seq: fact.seq });
        return;
      }
      case "RELEASE":
      case "EXPIRE":
        this.#put(fact.seats, { is: "FREE" });
        this.#end(fact.token, fact.op === "RELEASE" ? "RELEASED" : "EXPIRED", fact);
        return;
      case "CONFIRM":
        this.#confirm(fact);
        return;
      case "EXCHANGE":
        this.#exchange(fact);
        return;
      case "CANCEL":
      case "REFUND":
      case "DEPART":
      case "PIN":
      case "UNPIN":
        this.#change(fact);
        return;
      case "WAIT": {
        const { waitlistId: id, userId, quantity, tier, adjacent, seq } = fact;
        this.places.set(id, { id, userId, quantity, tier, adjacent, status: "WAITING", seq });
        return;
      }
      case "LEAVE":
        this.#place(fact.waitlistId, fact.becomes, fact.seq);
        return;
      case "CHECK_IN":
        for (const { index } of fact.seats) this.entries.add(`${fact.bookingId} ${index}`);
        return;
      case "TERMS":
        this.#terms(fact);
        return;
      case "CANCEL_SHOW":
        this.terms.cancelled = { by: fact.by, reason: fact.reason };
        return;
    }
  }

  /** Seats and places that somebody holds or has booked. */
  seatsOf(userId: string): number {
    let seats = 0;
    for (const hold of this.holds.values()) if (hold.userId === userId && hold.status === "ACTIVE") seats += hold.seats.size;
    for (const booking of this.bookings.values()) if (booking.userId === userId) seats += booking.seats.size;
    return seats;
  }

  get taken(): number {
    return this.seats.filter(({ is }) => is !== "FREE").length;
  }

  #put(seats: readonly { index: number }[], state: SeatState): void {
    for (const { index } of seats) this.seats[index] = state;
  }

  #hold({ token, userId, seats, price, expiresAt, seq, ...fact }: Extract<Fact, { op: "HOLD" }>): void {
    const { exchange = null, waitlistId = null, admissionId: pass = null } = fact;
    const hold = { token, userId, seats: priced(seats), price, until: expiresAt, status: "ACTIVE" as const };
    this.holds.set(token, { ...hold, exchange, waitlistId, pass, bookingId: null, seq });
    this.#put(seats, { is: "HELD", token });
    if (pass !== null) this.passes.set(pass, token);
    if (waitlistId !== null) this.#place(waitlistId, "OFFERED", seq);
  }

  #end(token: string, status: NaiveHold["status"], fact: Fact): void {
    const hold = this.holds.get(token);
    if (!hold) return;
    hold.status = status;
    hold.seq = fact.seq;
    if (fact.op === "RELEASE" && hold.pass !== null) this.passes.delete(hold.pass);
    if (hold.waitlistId === null) return;
    const released = fact.op === "RELEASE" && fact.by !== undefined ? "CLOSED" : "DECLINED";
    this.#place(hold.waitlistId, status === "RELEASED" ? released : status === "EXPIRED" ? "LAPSED" : "FULFILLED", fact.seq);
  }

  #confirm(fact: Extract<Fact, { op: "CONFIRM" }>): void {
    const { token, userId, seats, price, bookingId: id, paymentId, order = null, refunds = [], seq } = fact;
    this.#put(seats, { is: "BOOKED", bookingId: id });
    this.#end(token, "CONFIRMED", fact);
    const hold = this.holds.get(token);
    if (hold) hold.bookingId = id;
    const carried = hold?.exchange?.from ?? null;
    const payments = new Map(carried?.payments.map(({ paymentId, amount }) => [paymentId, { amount, back: 0 }]));
    if (paymentId !== null) payments.set(paymentId, { amount: price + (payments.get(paymentId)?.amount ?? 0), back: 0 });
    const money = { payments, amount: price + (carried?.amount ?? 0), refunded: 0, transferred: 0 };
    const booking: NaiveBooking = { id, userId, order, seats: priced(seats), status: "CONFIRMED", ...money, pinnedFor: null, seq };
    this.bookings.set(id, booking);
    giveBack(booking, refunds);
  }

  #exchange(fact: Extract<Fact, { op: "EXCHANGE" }>): void {
    const { token, bookingId, seats, freed, price, paymentId, refunds, seq } = fact;
    this.#put(freed, { is: "FREE" });
    this.#put(seats, { is: "BOOKED", bookingId });
    this.#end(token, "CONFIRMED", fact);
    const hold = this.holds.get(token);
    if (hold) hold.bookingId = bookingId;
    const booking = this.bookings.get(bookingId);
    if (!booking) return;
    for (const { index } of freed) booking.seats.delete(index);
    for (const seat of seats) booking.seats.set(seat.index, seat.price);
    if (paymentId !== null) booking.payments.set(paymentId, { amount: price, back: 0 });
    booking.amount += price;
    booking.seq = seq;
    giveBack(booking, refunds);
  }

  #change(fact: Extract<Fact, { op: "CANCEL" | "REFUND" | "DEPART" | "PIN" | "UNPIN" }>): void {
    const booking = this.bookings.get(fact.bookingId);
    if (fact.op === "CANCEL" || fact.op === "DEPART") this.#put(fact.seats, { is: "FREE" });
    if (!booking) return;
    booking.seq = fact.seq;
    if (fact.op === "PIN") booking.pinnedFor = fact.to;
    if (fact.op === "UNPIN" || fact.op === "DEPART") booking.pinnedFor = null;
    if (fact.op === "REFUND") {
      booking.seats = priced(fact.worth);
      giveBack(booking, fact.refunds);
    }
    if (fact.op !== "CANCEL" && fact.op !== "DEPART") return;
    for (const { index } of fact.seats) booking.seats.delete(index);
    if (fact.op === "CANCEL") {
      giveBack(booking, fact.refunds);
      if (booking.seats.size === 0) booking.status = "CANCELLED";
      return;
    }
    booking.transferred += sum(fact.seats);
    booking.status = "EXCHANGED";
  }

  #place(id: string, status: NaivePlace["status"], seq: number): void {
    const place = this.places.get(id);
    if (place) Object.assign(place, { status, seq });
  }

  #terms({ change }: Extract<Fact, { op: "TERMS" }>): void {
    for (const { name, price } of change.tiers ?? []) {
      const before = this.terms.tiers.find((tier) => tier.name === name)?.price;
      for (const seat of this.info) if (seat.tier === name && seat.price === before) seat.price = price;
    }
    this.terms = { ...this.terms, ...change };
  }
}

const priced = (seats: readonly PricedSeat[]): Map<number, number> => new Map(seats.map(({ index, price }) => [index, price]));

/** What seats cost together, in minor units. */
export const sum = (seats: readonly { price: number }[]): number => seats.reduce((total, { price }) => total + price, 0);

function giveBack(booking: NaiveBooking, refunds: readonly { paymentId: string; amount: number }[]): void {
  for (const { paymentId, amount } of refunds) {
    booking.refunded += amount;
    const payment = booking.payments.get(paymentId);
    if (payment) payment.back += amount;
  }
}

/** Says what does not hold at an entry of the log. */
export type Say = (sentence: string) => void;

/** Walks a log entry by entry. `judge` sees the showtime as it is before each fact; what it says becomes violations. Returns the showtime as it ends. */
export function walk(
  show: ShowHistory,
  { invariant, into }: { invariant: Violation["invariant"]; into: Violation[] },
  judge: (fact: Fact, before: Replayed, say: Say, key: string | null) => void,
  after: (fact: Fact, state: Replayed, say: Say) => void = () => {},
): Replayed {
  const state = new Replayed(show.terms);
  for (const { fact, key } of show.log) {
    const say: Say = (sentence) => {
      into.push({ invariant, showtimeId: show.terms.showtimeId, seq: fact.seq, sentence: `${fact.op} at ${fact.seq}: ${sentence}` });
    };
    judge(fact, state, say, key);
    state.apply(fact);
    after(fact, state, say);
  }
  return state;
}

/** How a seat stands, in words. */
export function stateOf(state: SeatState | undefined): string {
  if (state === undefined) return "not there";
  if (state.is === "HELD") return `held under ${state.token}`;
  return state.is === "BOOKED" ? `booked by ${state.bookingId}` : state.is.toLowerCase();
}
