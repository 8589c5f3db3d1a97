import type { Fact } from "../../../durable-objects/seat-map/ledger.ts";
import type { History, Violation } from "../history.ts";
import { type Replayed, type Say, stateOf, walk } from "./replay.ts";

/** I2: a seat is freed only by the end of its own hold, or by a cancellation or an exchange of its own booking; blocks are the organizer's. */
export function legalMoves({ shows }: History): Violation[] {
  const violations: Violation[] = [];
  for (const show of shows) {
    walk(show, { invariant: "I2", into: violations }, (fact, before, say) => {
      switch (fact.op) {
        case "RELEASE":
        case "EXPIRE":
          return endOfHold(fact, before, say);
        case "EXTEND":
          if (before.holds.get(fact.token)?.status !== "ACTIVE") say(`${fact.token} is no live hold`);
          return;
        case "CANCEL":
        case "DEPART":
          if (fact.seats.length === 0) say(`${fact.bookingId} gives up no seat`);
          return leaving(fact, fact.seats, before, say);
        case "EXCHANGE":
          return leaving(fact, fact.freed, before, say);
        case "REFUND":
          if (before.bookings.get(fact.bookingId)?.pinnedFor) say(`${fact.bookingId} is being exchanged for another showtime`);
          if (!["CONFIRMED", "CANCELLED"].includes(before.bookings.get(fact.bookingId)?.status ?? "")) say(`${fact.bookingId} is not here`);
          return;
        case "PIN":
        case "UNPIN":
          if (before.bookings.get(fact.bookingId)?.status !== "CONFIRMED") say(`${fact.bookingId} is no live booking`);
          return;
        case "UNBLOCK":
          for (const { index } of fact.seats)
            if (before.seats[index]?.is !== "BLOCKED") say(`seat ${index} is ${stateOf(before.seats[index])}`);
          return;
        default:
          return;
      }
    });
  }
  return violations;
}

function endOfHold({ token, seats }: Extract<Fact, { op: "RELEASE" | "EXPIRE" }>, before: Replayed, say: Say): void {
  if (before.holds.get(token)?.status !== "ACTIVE") say(`${token} is no live hold`);
  for (const { index } of seats) {
    const seat = before.seats[index];
    if (seat?.is !== "HELD" || seat.token !== token) say(`seat ${index} is ${stateOf(seat)}`);
  }
}

function leaving(
  fact: Extract<Fact, { op: "CANCEL" | "DEPART" | "EXCHANGE" }>,
  seats: readonly { index: number }[],
  before: Replayed,
  say: Say,
): void {
  const { bookingId } = fact;
  const booking = before.bookings.get(bookingId);
  if (booking === undefined) {
    say(`there is no ${bookingId}`);
    return;
  }
  if (booking.status !== "CONFIRMED") say(`${bookingId} is ${booking.status}`);
  if (booking.userId !== fact.userId) say(`${bookingId} is not ${fact.userId}'s`);
  for (const { index } of seats) {
    const seat = before.seats[index];
    if (seat?.is !== "BOOKED" || seat.bookingId !== bookingId) say(`seat ${index} is ${stateOf(seat)}`);
  }
  if (fact.op === "DEPART") {
    if (booking.pinnedFor === null) say(`${bookingId} departs and is not pinned`);
    return;
  }
  if (booking.pinnedFor !== null) say(`${bookingId} is being exchanged for another showtime`);
  const ofShow = fact.op === "CANCEL" && fact.cause === "SHOWTIME_CANCELLED";
  if (ofShow && !before.terms.cancelled) say("the showtime is not cancelled");
  // An order that came to nothing must be undone whatever the hour.
  const isUndone = fact.op === "CANCEL" && fact.cause === "ORDER_FAILED";
  if (isUndone && booking.order === null) say(`${bookingId} is of no order`);
  if (ofShow || isUndone) return;
  if (fact.at >= (before.terms.startsAtMs ?? Number.POSITIVE_INFINITY)) say("the show has begun");
  for (const { index } of seats) if (before.entries.has(`${bookingId} ${index}`)) say(`somebody sits on seat ${index} already`);
}
