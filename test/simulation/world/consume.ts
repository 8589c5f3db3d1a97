import type { LedgerEvent, RefundLine } from "../../../contracts/events.ts";
import { depart, letGo, settleStalled } from "./after-sale-verbs.ts";
import { seeToOrder } from "./order-verbs.ts";
import { payBack, refundIfLost } from "./payments.ts";
import { seeToSuccess } from "./sale-verbs.ts";
import { type Steps, showtimeOf, type World } from "./world.ts";

/** The Worker's side of the queue: every handler may run twice for one event, or end in the middle. */
export function* consume(world: World, event: LedgerEvent): Steps {
  const { appId } = event;
  switch (event.type) {
    case "booking.confirmed": {
      yield* mail(world, event);
      const { booking, from } = event;
      if (from) yield* depart(world, { appId }, { ...from, token: booking.reservationToken, exchangedTo: booking.bookingId });
      return yield* payRefunds(world, appId, booking.bookingId, event.refunds ?? []);
    }
    case "booking.updated":
    case "booking.cancelled":
      yield* payRefunds(world, appId, event.booking.bookingId, event.refunds);
      return yield* mail(world, event);
    case "waitlist.offered":
      return yield* mail(world, event);
    case "exchange.stalled": {
      const { bookingId, token, source } = event;
      return yield* settleStalled(world, { appId }, { bookingId, token, showtimeId: source.showtimeId }, showtimeOf(token));
    }
    case "reservation.expired": {
      const { reservationToken: token, exchanges: bookingId, showtimeId } = event.reservation;
      for (const payment of [...world.books.payments.values()]) {
        const isOf = payment.token === token || payment.usedBy === token;
        if (isOf && payment.status === "SUCCESS") yield* refundIfLost(world, payment);
      }
      const at = bookingId === null ? undefined : world.books.showtimeOfBooking.get(bookingId);
      if (bookingId !== null && at !== undefined && at !== showtimeId) yield* letGo(world, { appId }, { bookingId, showtimeId: at, token });
    }
  }
}

function* payRefunds(world: World, appId: string, bookingId: string, lines: readonly RefundLine[]): Steps {
  const { books, hooks } = world;
  yield;
  const own = hooks.consumesAnew === "refunds" ? lines.map((line) => ({ ...line, id: world.id(line.id) })) : lines;
  books.noteRefunds(appId, bookingId, own, world.now);
  for (const { id } of own) yield* payBack(world, books.refunds.get(id) ?? null);
}

/** A mail is written once by its key, and its sender asks the provider under that key until it knows that it is sent. */
function* mail(world: World, { type: kind, source: { showtimeId, seq } }: LedgerEvent): Steps {
  const { books, hooks } = world;
  yield;
  const key = hooks.consumesAnew === "mails" ? world.id("mail") : `${showtimeId} ${seq} ${kind}`;
  if (!books.mails.has(key)) books.mails.set(key, { showtimeId, seq, kind, deliveries: 0, state: "PENDING" });
  yield* deliver(world, key);
}

/** Sends a mail that waits. */
export function* deliver(world: World, key: string): Steps {
  yield;
  if (world.oneIn(10)) return;
  world.provider.mail(key);
  yield;
  const written = world.books.mails.get(key);
  if (written) written.state = "DELIVERED";
}

/** Takes the provider's word on a charge: early, late and repeated ones all end the same. */
export function* settle(world: World, paymentId: string): Steps {
  const payment = world.books.payments.get(paymentId);
  if (payment === undefined) return;
  const outcome = world.provider.retrieve(paymentId);
  yield;
  if (payment.status === "PENDING" && outcome !== "PENDING") payment.status = outcome;
  if (payment.token === "") yield* seeToOrder(world, payment.usedBy ?? "");
  else if (payment.status === "SUCCESS") yield* seeToSuccess(world, payment);
}

/** Looks after what a crash, a lost message or a silent provider left behind. */
export function* sweep(world: World): Steps {
  const { books, now } = world;
  const stale = now - 120_000;
  for (const payment of [...books.payments.values()]) {
    if (payment.touchedAt > stale) continue;
    if (payment.status === "PENDING") yield* settle(world, payment.id);
    else if (payment.status === "SUCCESS" && payment.bookingId === null && payment.token !== "") yield* seeToSuccess(world, payment);
  }
  for (const { id, touchedAt } of [...books.orders.values()]) if (touchedAt <= stale) yield* seeToOrder(world, id);
  for (const refund of [...books.refunds.values()])
    if (refund.status === "PENDING" && refund.touchedAt <= stale) yield* payBack(world, refund);
  for (const [key, { state }] of [...books.mails]) if (state === "PENDING") yield* deliver(world, key);
}
