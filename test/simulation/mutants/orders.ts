import { mutant } from "./mutant.ts";

/** Bugs of orders: one payment for several reservations, discounts, undoing, and money back for seats that stay. */
export const mutantsOfOrders = [
  mutant("a refund of what the seats were held for, whatever was off", ["I9"], () => ({
    fact: (fact, ledger) => {
      const off = fact.op === "CANCEL" ? (ledger.bookings.get(fact.bookingId)?.discount?.amount ?? 0) : 0;
      const [first] = fact.op === "CANCEL" ? fact.refunds : [];
      if (fact.op !== "CANCEL" || first === undefined) return [fact];
      return [{ ...fact, refunds: [{ ...first, amount: first.amount + off }, ...fact.refunds.slice(1)] }];
    },
  })),

  mutant("a discount that is all taken off the first seat", ["I5"], () => ({
    fact: (fact, ledger) => {
      const held = fact.op === "CONFIRM" && fact.discount ? (ledger.holds.get(fact.token)?.seats ?? []) : [];
      const off = fact.op === "CONFIRM" ? (fact.discount?.amount ?? 0) : 0;
      const [first] = held;
      if (fact.op !== "CONFIRM" || first === undefined || first.price < off || held.length < 2) return [fact];
      return [{ ...fact, seats: [{ ...first, price: first.price - off }, ...held.slice(1)] }];
    },
  })),

  mutant("an undone order whose seats are freed and whose money is kept", ["I9"], () => ({
    fact: (fact) => [fact.op === "CANCEL" && fact.cause === "ORDER_FAILED" ? { ...fact, refunds: [] } : fact],
  })),

  mutant("an undone order of which a booking stays", ["I10", "I4"], () => ({
    command: ({ command, ledger }) =>
      command.type === "undo" && ledger.holds.get(command.token)?.status === "CONFIRMED" ? { type: "sweep" } : command,
  })),

  mutant("an undoing that takes another order's booking", ["I10", "I2"], () => ({
    command: ({ command, ledger }) => {
      const hold = command.type === "undo" ? ledger.holds.get(command.token) : undefined;
      const booking = ledger.bookings.get(hold?.bookingId ?? "");
      return command.type === "undo" && booking?.order ? { ...command, order: booking.order } : command;
    },
  })),

  mutant("one payment used by two orders", ["I10"], () => ({
    command: ({ command, ledger }) => {
      const { payment = null } = command.type === "confirm" ? command : {};
      if (payment?.order !== undefined && ledger.usedPayments.has(payment.id)) ledger.usedPayments.set(payment.id, payment.order);
      return command;
    },
  })),

  mutant("money back for seats that stay, which a cancellation gives back again", ["I9"], () => ({
    fact: (fact, ledger) => [fact.op === "REFUND" ? { ...fact, worth: ledger.bookings.get(fact.bookingId)?.seats ?? [] } : fact],
  })),

  mutant("money back for seats that stay beyond what was paid for them", ["I9"], () => ({
    command: ({ command, ledger }) => {
      const booking = command.type === "refund" ? ledger.bookings.get(command.bookingId) : undefined;
      const payment = booking?.payments.find(({ paymentId }) => command.type === "refund" && paymentId === command.paymentId);
      if (payment) payment.refundedAmount = 0;
      return command;
    },
  })),
];
