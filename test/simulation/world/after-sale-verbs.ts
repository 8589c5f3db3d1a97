import type { CarriedBooking } from "../../../contracts/ledger.ts";
import { seatIdAt } from "../../../durable-objects/seat-map/ledger.ts";
import { carriedOf, worthOf } from "../../../durable-objects/seat-map/money.ts";
import { confirmVerb, payBack } from "./payments.ts";
import { pay, type Who } from "./sale-verbs.ts";
import { becameOf, lost, type Steps, type World } from "./world.ts";

/** Cancels seats of a booking, or all. `userId` null: whoever manages the showtime. */
export function* cancel(
  world: World,
  who: { appId: string; userId: string | null },
  showtimeId: string,
  { bookingId, seats, inFull }: { bookingId: string; seats: number[] | null; inFull: boolean },
): Steps {
  const operation = world.send(who, showtimeId, { op: "cancel", bookingId, seats, inFull });
  const refundId = world.id("ref");
  const answer = yield* world.ask(
    who,
    showtimeId,
    {
      type: "cancel",
      userId: who.userId,
      bookingId,
      refundId,
      inFull,
      by: who.userId ?? "manager",
      cause: who.userId === null ? "ORGANIZER" : "BUYER",
      ...(seats && { seatIds: seats.map((index) => seatIdAt(showtimeId, index)) }),
    },
    { isRepeatable: false, describe: (ledger) => ({ refunds: ledger.bookings.get(bookingId)?.refunds ?? [] }) },
  );
  if (answer === lost) return;
  yield;
  world.receive(operation, answer);
  if (!answer.ok) return;
  yield;
  const own = answer.refunds.filter(({ id }) => id === refundId || id.startsWith(`${refundId}_`));
  world.books.noteRefunds(who.appId, bookingId, own, world.now);
  for (const { id } of own) yield* payBack(world, world.books.refunds.get(id) ?? null);
}

/** Gives part of what was paid for a booking back, which keeps its seats. */
export function* refund(
  world: World,
  appId: string,
  showtimeId: string,
  { bookingId, paymentId, amount }: { bookingId: string; paymentId: string; amount: number },
): Steps {
  const operation = world.send({ appId, userId: null }, showtimeId, { op: "refund", bookingId, paymentId, amount });
  const refundId = world.id("ref");
  const answer = yield* world.ask(
    { appId },
    showtimeId,
    { type: "refund", bookingId, paymentId, amount, reason: "goodwill", refundId },
    { describe: (ledger) => ({ refunds: ledger.bookings.get(bookingId)?.refunds ?? [] }) },
  );
  if (answer === lost) return;
  yield;
  world.receive(operation, answer);
  if (!answer.ok) return;
  yield;
  world.books.noteRefunds(
    appId,
    bookingId,
    answer.refunds.filter(({ id }) => id === refundId),
    world.now,
  );
  yield* payBack(world, world.books.refunds.get(refundId) ?? null);
}

/** Exchanges a booking for all the seats that it is to have, of its showtime or of another. */
export function* exchange(
  world: World,
  who: Who,
  {
    bookingId,
    from,
    to,
    seats,
    pass,
  }: { bookingId: string; from: string; to: string; seats: number[]; pass: { id: string; untilMs: number } | null },
): Steps {
  const operation = world.send(who, from, { op: "exchange", bookingId, seats, to });
  const token = world.token(to);
  const carried = from === to ? null : yield* pin(world, who, { bookingId, from, token });
  if (from !== to && carried === null) return;
  yield;
  const held = yield* world.ask(
    who,
    to,
    {
      type: "holdExchange",
      userId: who.userId,
      bookingId,
      seatIds: seats.map((index) => seatIdAt(to, index)),
      token,
      refundId: world.id("ref"),
      ...(carried && { from: { ...carried, showtimeId: from } }),
      ...(pass && { admission: pass }),
    },
    { isRepeatable: false, describe: (ledger) => ({ price: ledger.holds.get(token)?.price ?? 0 }) },
  );
  if (held === lost || !held.ok) {
    yield* abandon(world, who, { bookingId, from, to, token });
    if (held !== lost && from === to) world.receive(operation, held);
    return;
  }
  yield;
  // Somebody else changes their mind about the same booking meanwhile.
  const [first] = world.pick(4) === 0 ? (world.reach(who.appId, from)?.ledger.bookings.get(bookingId)?.seats ?? []) : [];
  if (first !== undefined) world.start(cancel(world, { ...who, userId: null }, from, { bookingId, seats: [first.index], inFull: true }));
  if (world.pick(8) === 0) return yield* abandon(world, who, { bookingId, from, to, token });
  const payment = held.price === 0 ? null : yield* pay(world, who, token, true);
  if (held.price > 0 && (payment === null || payment.status === "FAILED"))
    return yield* abandon(world, who, { bookingId, from, to, token });
  if (payment?.status === "PENDING") return;
  const confirming = world.send(who, to, { op: "confirm", token, paymentId: payment?.id ?? null });
  const answer = yield* confirmVerb(world, who, { showtimeId: to, token, paymentId: payment?.id ?? null });
  if (answer === lost) return;
  world.receive(confirming, answer, answer.ok ? { bookingId: answer.bookingId } : {});
  if (!answer.ok) return yield* abandon(world, who, { bookingId, from, to, token });
  yield;
  if (from !== to) yield* depart(world, who, { bookingId, showtimeId: from, token, exchangedTo: answer.bookingId });
}

function* pin(
  world: World,
  who: Who,
  { bookingId, from, token }: { bookingId: string; from: string; token: string },
): Steps<CarriedBooking | null> {
  const pinned = yield* world.ask(
    who,
    from,
    { type: "pin", userId: who.userId, bookingId, token },
    {
      describe: (ledger) => {
        const booking = ledger.bookings.get(bookingId);
        return { carried: booking === undefined || worthOf(booking.seats) < 0 ? null : carriedOf(ledger, booking) };
      },
    },
  );
  return pinned === lost || !pinned.ok ? null : pinned.carried;
}

/** Undoes an exchange that failed: what is held goes back, and the booking is let go, unless the exchange was confirmed. */
export function* abandon(
  world: World,
  who: Who,
  { bookingId, from, to, token }: { bookingId: string; from: string; to: string; token: string },
): Steps {
  const released = yield* world.ask(who, to, { type: "release", userId: who.userId, token }, { describe: () => ({}) });
  const isOver = released !== lost && (released.ok || released.code === "RESERVATION_NOT_FOUND" || released.code === "RESERVATION_EXPIRED");
  yield;
  if (from !== to && isOver) yield* letGo(world, who, { bookingId, showtimeId: from, token });
}

export interface Pinned {
  bookingId: string;
  showtimeId: string;
  token: string;
}

/** Lets a booking be changed again. */
export function* letGo(world: World, who: { appId: string }, { bookingId, showtimeId, token }: Pinned): Steps {
  yield* world.ask(who, showtimeId, { type: "unpin", bookingId, token }, { describe: () => ({}) });
}

/** Ends a pinned booking as exchanged. */
export function* depart(
  world: World,
  who: { appId: string },
  { bookingId, showtimeId, token, exchangedTo }: Pinned & { exchangedTo: string },
): Steps {
  if (world.hooks.letsGoOfDeparted) return yield* letGo(world, who, { bookingId, showtimeId, token });
  const answer = yield* world.ask(
    who,
    showtimeId,
    { type: "depart", bookingId, token, exchangedTo },
    {
      describe: (ledger) => ({ payments: ledger.bookings.get(bookingId)?.payments ?? [] }),
    },
  );
  if (answer === lost || !answer.ok || !world.hooks.refundsDeparted) return;
  const lines = answer.payments.map(({ paymentId, amount }) => ({
    id: `ref_gone_${paymentId}`,
    paymentId,
    amount,
    reason: "",
    at: world.now,
  }));
  world.books.noteRefunds(who.appId, bookingId, lines, world.now);
}

/** Asks the other showtime what became of an exchange, and ends it, or lets the booking go, or waits. */
export function* settleStalled(world: World, who: { appId: string }, pinned: Pinned, to: string): Steps {
  const found = yield* world.ask(
    who,
    to,
    { type: "sweep" },
    { describe: (ledger) => becameOf(ledger, pinned.token), recalls: pinned.token },
  );
  if (found === lost) return;
  yield;
  const isBooked = found.ok && found.bookingId !== null;
  if (isBooked) yield* depart(world, who, { ...pinned, exchangedTo: found.bookingId ?? "" });
  else if (!found.ok || found.status !== "ACTIVE") yield* letGo(world, who, pinned);
}
