import type { SeatLedger } from "../../contracts/ledger.ts";
import { indexIn } from "../../durable-objects/seat-map/ledger.ts";
import { ticketIdOf } from "../../durable-objects/seat-map/tickets-of.ts";
import type { House } from "../box-office.ts";
import type { Asked, Operation, PaymentRecord, Told } from "./history.ts";
import { ledgerOf } from "./real-object.ts";

type Reply = { ok: boolean; code?: string; seq?: number; replayed?: boolean };

/** Where clients of two showtimes of one app are served, and all that they ask and hear is written down. */
export class Desk {
  readonly houses: readonly House[];
  readonly users: readonly string[];
  readonly operations: Operation[] = [];
  readonly payments: PaymentRecord[] = [];
  /** What somebody may ask about next: the latest last. */
  readonly holds: { house: House; userId: string; token: string; price: number }[] = [];
  readonly bookings: { house: House; userId: string; bookingId: string; seats: number[] }[] = [];
  readonly places: { house: House; userId: string; waitlistId: string }[] = [];
  #moments = 0;
  #names = 0;

  constructor(houses: readonly House[], users: readonly string[]) {
    this.houses = houses;
    this.users = users;
  }

  name(prefix: string): string {
    return `${prefix}_desk${++this.#names}`;
  }

  /** Asks, and writes down what was asked and what came back; a question that failed on the way has an unknown outcome. */
  async ask<Answer extends Reply>(
    { house, userId, asked, key = null }: { house: House; userId: string | null; asked: Asked; key?: string | null },
    question: (ledger: SeatLedger) => Promise<Answer>,
    told: (answer: Extract<Answer, { ok: true }>) => Told = () => ({}),
  ): Promise<Extract<Answer, { ok: true }> | null> {
    const sent = ++this.#moments;
    const proc = `${userId ?? "manager"} #${this.operations.length}`;
    const place = { proc, appId: house.app.appId, userId, showtimeId: house.showtimeId, asked, key, sent };
    const operation: Operation = { ...place, returned: null, outcome: "unknown", seq: null, at: null, replayed: false, told: {} };
    this.operations.push(operation);
    const answer = await question(ledgerOf(house)).catch(() => null);
    if (answer === null) return null;
    operation.returned = ++this.#moments;
    operation.seq = answer.seq ?? null;
    operation.replayed = answer.replayed === true;
    operation.outcome = answer.ok ? "ok" : (answer.code as Operation["outcome"]);
    if (!answer.ok) return null;
    const granted = answer as Extract<Answer, { ok: true }>;
    operation.told = told(granted);
    return granted;
  }

  async hold(house: House, userId: string, seats: number[], key: string | null): Promise<void> {
    const idempotency = key === null ? null : { key: `${userId} ${key}`, fingerprint: seats.join() };
    const seatIds = seats.map((index) => house.seats[index]?.id ?? "");
    const asked = { op: "hold" as const, seats, quantity: seats.length };
    const answer = await this.ask(
      { house, userId, asked, key },
      (ledger) => ledger.hold({ userId, seatIds, limit: unlimited, idempotency }),
      ({ held: { reservationToken: token, price, seats: own } }) => ({ token, price, seats: own.map(({ id }) => indexIn(id)) }),
    );
    if (answer) this.holds.push({ house, userId, token: answer.held.reservationToken, price: answer.held.price });
  }

  async release({ house, userId, token }: Desk["holds"][number]): Promise<void> {
    const asked = { op: "release" as const, token };
    await this.ask({ house, userId, asked }, (ledger) => ledger.release({ userId, token, limit: unlimited }));
  }

  /** Confirms with a payment that took `over` more than the price, so many times at once. */
  async confirm({ house, userId, token, price }: Desk["holds"][number], { times, over }: { times: number; over: number }): Promise<void> {
    const payment = price === 0 ? null : this.#take(house, userId, price + over);
    const asked = { op: "confirm" as const, token, paymentId: payment?.id ?? null };
    const one = () =>
      this.ask(
        { house, userId, asked },
        (ledger) => ledger.confirm({ userId, token, payment }),
        ({ booking }) => ({ bookingId: booking.bookingId }),
      );
    const [answer] = (await Promise.all(Array.from({ length: times }, one))).filter((each) => each !== null);
    if (!answer) return;
    const { bookingId, seats } = answer.booking;
    const known = this.bookings.findIndex((booking) => booking.bookingId === bookingId);
    if (known >= 0) this.bookings.splice(known, 1);
    this.bookings.push({ house, userId, bookingId, seats: seats.map(({ id }) => indexIn(id)) });
  }

  /** Confirms reservations of one buyer as one order, with so much off the first; each has its part of one payment. */
  async order(holds: readonly Desk["holds"][number][], off: number): Promise<{ orderId: string; paymentId: string } | null> {
    const [first] = holds;
    if (first === undefined) return null;
    const parts = holds.map((hold, place) => ({ ...hold, discount: place === 0 ? Math.min(off, hold.price) : 0 }));
    const orderId = this.name("ord");
    const total = parts.reduce((sum, { price, discount }) => sum + price - discount, 0);
    const { id: paymentId, currency } = this.#take(first.house, first.userId, total, orderId);
    for (const { house, userId, token, price, discount } of parts) {
      const amount = price - discount;
      const asked = { op: "confirm" as const, token, paymentId: amount === 0 ? null : paymentId, part: { orderId, price, discount } };
      const payment = amount === 0 ? null : { id: paymentId, amount, currency, order: orderId };
      const off = discount > 0 && { discount: { amount: discount, code: "OFF" } };
      const answer = await this.ask(
        { house, userId, asked },
        (ledger) => ledger.confirm({ userId, token, payment, order: orderId, ...off }),
        ({ booking }) => ({ bookingId: booking.bookingId }),
      );
      if (answer === null) continue;
      const { bookingId, seats } = answer.booking;
      this.bookings.push({ house, userId, bookingId, seats: seats.map(({ id }) => indexIn(id)) });
    }
    return { orderId, paymentId };
  }

  async undo({ house, userId, token }: Desk["holds"][number], orderId: string): Promise<void> {
    const asked = { op: "undo" as const, token, orderId };
    await this.ask({ house, userId, asked }, (ledger) =>
      ledger.undoOrder({ userId, token, refundId: `ref_${orderId}_${token}`, order: orderId }),
    );
  }

  /** Gives back part of what a payment paid for a booking, or of what it did not. */
  async refund({ house, bookingId }: Desk["bookings"][number], paymentId: string, amount: number): Promise<void> {
    const asked = { op: "refund" as const, bookingId, paymentId, amount };
    const how = { bookingId, paymentId, amount, reason: "goodwill", refundId: this.name("ref") };
    await this.ask({ house, userId: null, asked }, (ledger) => ledger.refundBooking(how));
  }

  async cancel({ house, userId, bookingId }: Desk["bookings"][number], seats: number[] | null): Promise<void> {
    const seatIds = seats?.map((index) => house.seats[index]?.id ?? "");
    const asked = { op: "cancel" as const, bookingId, seats, inFull: false };
    const how = { userId, bookingId, cause: "BUYER" as const, by: userId, refundId: this.name("ref"), ...(seatIds && { seatIds }) };
    await this.ask({ house, userId, asked }, (ledger) => ledger.cancelBooking(how));
  }

  /** Exchanges a booking for all of these seats, paying what is due; what fails half way is undone. */
  async exchange({ house, userId, bookingId }: Desk["bookings"][number], to: House, seats: number[]): Promise<void> {
    const token = `rsv_${to.showtimeId.slice(4)}_${this.name("x")}`;
    const asked = { op: "exchange" as const, bookingId, seats, to: to.showtimeId };
    const at = { house, userId, asked };
    const pinned = house === to ? null : await this.ask(at, (ledger) => ledger.pinBooking({ userId, bookingId, token }));
    if (house !== to && pinned === null) return;
    const from = pinned && { ...pinned.carried, showtimeId: house.showtimeId };
    const seatIds = seats.map((index) => to.seats[index]?.id ?? "");
    const wish = { userId, bookingId, seatIds, token, refundId: this.name("ref"), limit: unlimited, ...(from && { from }) };
    const held = await ledgerOf(to)
      .holdForExchange(wish)
      .catch(() => null);
    if (held?.ok) await this.confirm({ house: to, userId, token, price: held.held.price }, { times: 2, over: 0 });
    const became = await ledgerOf(to)
      .bookingOf(token)
      .catch(() => null);
    if (became?.ok && became.booking !== null && house !== to) {
      const exchangedTo = became.booking.bookingId;
      await ledgerOf(house).departBooking({ bookingId, token, exchangedTo });
    } else if (!became?.ok || became.booking === null) {
      await this.release({ house: to, userId, token, price: 0 });
      if (house !== to) await ledgerOf(house).unpinBooking({ bookingId, token });
    }
  }

  async wait(house: House, userId: string, quantity: number): Promise<void> {
    const answer = await this.ask(
      { house, userId, asked: { op: "wait", quantity } },
      (ledger) => ledger.joinWaitlist({ userId, quantity }),
      ({ entry }) => ({ waitlistId: entry.id }),
    );
    if (answer) this.places.push({ house, userId, waitlistId: answer.entry.id });
  }

  async leave({ house, userId, waitlistId }: Desk["places"][number]): Promise<void> {
    const asked = { op: "leave" as const, waitlistId };
    await this.ask({ house, userId, asked }, (ledger) => ledger.leaveWaitlist({ userId, waitlistId }));
  }

  /** The same ticket at two gates at once. */
  async checkIn({ house, bookingId }: Desk["bookings"][number], seat: number): Promise<void> {
    const ticketId = ticketIdOf(house.showtimeId, bookingId, seat);
    const asked = { op: "checkIn" as const, bookingId, seat };
    const atGate = (gate: string) =>
      this.ask({ house, userId: null, asked }, async (ledger) => {
        const answer = await ledger.checkIn([{ ticketId, by: "usr_gate", gate, scannedAtMs: null }]);
        const result = answer.ok ? answer.results[0] : undefined;
        return result === undefined ? { ok: false, code: "TICKET_NOT_FOUND" } : { ...result, ...(answer.ok && { seq: answer.seq ?? 0 }) };
      });
    await Promise.all([atGate("north"), atGate("south")]);
  }

  async block(house: House, op: "block" | "unblock", seats: number[]): Promise<void> {
    const seatIds = seats.map((index) => house.seats[index]?.id ?? "");
    await this.ask({ house, userId: null, asked: { op, seats } }, (ledger) =>
      op === "block" ? ledger.blockSeats({ seatIds, reason: null, by: "manager" }) : ledger.unblockSeats({ seatIds, by: "manager" }),
    );
  }

  #take({ app }: House, userId: string, amount: number, orderId: string | null = null): { id: string; amount: number; currency: string } {
    const payment = { id: this.name("pay"), amount, currency: "EUR" };
    this.payments.push({ ...payment, appId: app.appId, userId, captured: amount, orderId });
    return payment;
  }
}

const unlimited = { perSecond: 10_000, burst: 10_000 };
