import { countSeats } from "../../../durable-objects/seat-map/seat-moves.ts";
import { withCap } from "./holds.ts";
import { mutant } from "./mutant.ts";

/** Bugs of cancelling, exchanging, waiting and coming in. */
export const mutantsAfterTheSale = [
  mutant("a refund of more than the policy says", ["I9"], () => ({
    fact: (fact) => {
      const [first] = fact.op === "CANCEL" ? fact.refunds : [];
      if (fact.op !== "CANCEL" || first === undefined) return [fact];
      return [{ ...fact, refunds: [{ ...first, amount: first.amount + 100 }, ...fact.refunds.slice(1)] }];
    },
  })),

  mutant("a refund beyond the payment", ["I9"], () => ({
    fact: (fact, ledger) => {
      const [paid] = fact.op === "CANCEL" ? (ledger.bookings.get(fact.bookingId)?.payments ?? []) : [];
      if (fact.op !== "CANCEL" || paid === undefined || fact.refunds.length === 0) return [fact];
      const more = { id: `${fact.refunds[0]?.id}_more`, paymentId: paid.paymentId, amount: paid.amount, reason: "", at: fact.at };
      return [{ ...fact, refunds: [...fact.refunds, more] }];
    },
  })),

  mutant("a refund at every delivery of its event", ["I9"], () => ({ consumesAnew: "refunds" })),

  mutant("an exchange that frees the old seats first", ["I2", "I8", "I9"], () => ({
    fact: (fact, ledger) => {
      const own = fact.op === "HOLD" ? fact.exchange?.own : undefined;
      const booking = fact.op === "HOLD" ? ledger.bookings.get(fact.exchange?.bookingId ?? "") : undefined;
      if (!own || booking === undefined) return [fact];
      const { id: bookingId, token, userId } = booking;
      const seats = booking.seats.filter(({ index }) => !own.kept.some((seat) => seat.index === index));
      if (seats.length === 0) return [fact];
      return [fact, { op: "CANCEL", token, userId, bookingId, seats, cause: "BUYER", by: userId, refunds: [], at: fact.at }];
    },
  })),

  mutant("an exchange that forgets to free the old seats", ["I5"], () => ({
    fact: (fact) => [fact.op === "EXCHANGE" ? { ...fact, freed: [] } : fact],
  })),

  mutant("an exchange for cheaper seats that keeps the difference", ["I9"], () => ({
    fact: (fact) => [fact.op === "EXCHANGE" ? { ...fact, refunds: [] } : fact],
  })),

  mutant("an exchange of a booking that changed meanwhile", ["I3", "I2"], () => ({
    command: ({ command, ledger }) => {
      const hold = command.type === "confirm" ? ledger.holds.get(command.token) : undefined;
      const booking = ledger.bookings.get(hold?.exchange?.bookingId ?? "");
      const { exchange } = hold ?? {};
      if (hold && exchange?.own && booking?.status === "CONFIRMED") {
        hold.exchange = { ...exchange, own: { ...exchange.own, bookingSeq: booking.seq } };
      }
      return command;
    },
  })),

  mutant("a cancellation that keeps its seats in the buyer's cap", ["I4"], () => ({
    evolved: (fact, ledger) => {
      if (fact.op === "CANCEL") countSeats(ledger, fact.userId, fact.seats.length);
    },
  })),

  mutant("a cancellation of seats that somebody sits on", ["I2"], () => ({
    around: ({ command, ledger }, advance) => {
      if (command.type !== "cancel") return advance();
      const entries = [...ledger.entries];
      ledger.entries.clear();
      const done = advance();
      for (const [key, entry] of entries) ledger.entries.set(key, entry);
      return done;
    },
  })),

  mutant("a cancellation after the start", ["I2"], () => ({
    around: ({ command, ledger }, advance) => {
      const { startsAtMs } = ledger.terms;
      if (command.type !== "cancel" || startsAtMs === undefined) return advance();
      ledger.terms = { ...ledger.terms, startsAtMs: startsAtMs + 1e10 };
      const done = advance();
      ledger.terms = { ...ledger.terms, startsAtMs };
      return done;
    },
  })),

  mutant("money that leaves with a booking and is given back as well", ["I9"], () => ({ refundsDeparted: true })),

  mutant("a departure that takes no money along", ["I9", "I2"], () => ({
    fact: (fact) => [fact.op === "DEPART" ? { ...fact, seats: fact.seats.slice(1) } : fact],
  })),

  mutant("an exchange that lets go of the old booking in place of ending it", ["I9"], () => ({ letsGoOfDeparted: true })),

  mutant("the queue passes over the first whom it fits", ["QUEUE"], () => ({
    around: ({ ledger }, advance) => {
      const order = [...ledger.waiting];
      ledger.waiting.clear();
      for (const id of order.toReversed()) ledger.waiting.add(id);
      const done = advance();
      const left = new Set(ledger.waiting);
      ledger.waiting.clear();
      for (const id of [...order, ...left]) if (left.has(id)) ledger.waiting.add(id);
      return done;
    },
  })),

  mutant("an offer beyond the buyer's cap", ["I15"], () => ({
    around: (moment, advance) => (moment.command.type === "sweep" ? withCap(20)(moment, advance) : advance()),
  })),

  mutant("freed seats that nobody in the queue is told of", ["QUEUE"], () => ({
    evolved: (fact, ledger) => {
      if (fact.op !== "WAIT") ledger.freedSeq = -1;
    },
  })),

  mutant("a ticket that lets in twice", ["DOOR"], () => ({
    command: ({ command, ledger }) => {
      if (command.type === "checkIn") ledger.entries.clear();
      return command;
    },
  })),

  mutant("a cancelled showtime that leaves one booking", ["SHOW"], () => ({
    fact: (fact) =>
      fact.op === "CANCEL" && fact.cause === "SHOWTIME_CANCELLED" && Number(fact.bookingId.slice(-8)) % 2 === 0 ? [] : [fact],
  })),
];
