import type { History, Operation, Violation } from "../history.ts";
import { type Replayed, type Say, stateOf, walk } from "./replay.ts";
import { hasRoomFor } from "./room-for.ts";

/** I4: what returned before something else was sent comes before it in the log, and every reply is what the log says at its place. */
export function linearizable(history: History): Violation[] {
  return [...outOfOrder(history), ...wrongReplies(history)];
}

function outOfOrder({ operations }: History): Violation[] {
  const violations: Violation[] = [];
  const fresh = operations.filter(({ seq, replayed, returned }) => seq !== null && !replayed && returned !== null);
  for (const [showtimeId, ofShow] of Map.groupBy(fresh, ({ showtimeId }) => showtimeId)) {
    const bySent = ofShow.toSorted((a, b) => a.sent - b.sent);
    const byReturned = ofShow.toSorted((a, b) => (a.returned ?? 0) - (b.returned ?? 0));
    let seen = 0;
    let highest: Operation | null = null;
    for (const later of bySent) {
      for (let earlier = byReturned[seen]; earlier !== undefined && (earlier.returned ?? 0) < later.sent; earlier = byReturned[++seen]) {
        if (highest === null || (earlier.seq ?? 0) > (highest.seq ?? 0)) highest = earlier;
      }
      if (highest === null || (highest.seq ?? 0) <= (later.seq ?? 0)) continue;
      const sentence = `${later.asked.op} of ${later.proc} was sent after ${highest.asked.op} of ${highest.proc} had returned ${highest.seq}, and came at ${later.seq}`;
      violations.push({ invariant: "I4", showtimeId, seq: later.seq, sentence });
    }
  }
  return violations;
}

function wrongReplies({ shows, operations }: History): Violation[] {
  const violations: Violation[] = [];
  for (const show of shows) {
    const ofShow = operations.filter(
      ({ showtimeId, seq, replayed, outcome }) =>
        showtimeId === show.terms.showtimeId && seq !== null && !replayed && outcome !== "unknown",
    );
    const bySeq = Map.groupBy(ofShow, ({ seq }) => seq);
    walk(
      show,
      { invariant: "I4", into: violations },
      () => {},
      (fact, state, say) => {
        for (const operation of bySeq.get(fact.seq) ?? []) {
          if (operation.outcome === "ok") judgeSuccess(operation, state, say);
          else judgeRefusal(operation, state, say);
        }
      },
    );
  }
  return violations;
}

function judgeSuccess({ asked, told, userId }: Operation, state: Replayed, say: Say): void {
  const { token = "", bookingId = "" } = told;
  switch (asked.op) {
    case "hold": {
      const hold = state.holds.get(token);
      if (hold?.status !== "ACTIVE" || hold.userId !== userId) {
        say(`${userId} was told of a hold ${token}, which is ${hold?.status}`);
        return;
      }
      if (hold.price !== told.price) say(`${token} was told to cost ${told.price} and costs ${hold.price}`);
      if (told.seats?.some((index) => !hold.seats.has(index))) say(`${token} was told to have ${told.seats}`);
      return;
    }
    case "release":
      if (state.holds.get(asked.token)?.status !== "RELEASED") say(`${asked.token} was told to be given back`);
      return;
    case "undo": {
      const hold = state.holds.get(asked.token);
      const booking = state.bookings.get(hold?.bookingId ?? "");
      if (hold?.status === "ACTIVE") say(`${asked.token} was told to be undone and lives`);
      if (booking?.status === "CONFIRMED" && booking.order === asked.orderId) say(`${booking.id} was told to be undone and lives`);
      return;
    }
    case "refund":
      if (!((state.bookings.get(asked.bookingId)?.refunded ?? 0) >= asked.amount))
        say(`${asked.bookingId} was told of ${asked.amount} back`);
      return;
    case "confirm":
      if (state.holds.get(asked.token)?.bookingId !== bookingId) say(`${asked.token} was told to be ${bookingId}`);
      return;
    case "cancel": {
      const booking = state.bookings.get(asked.bookingId);
      const left = asked.seats === null ? booking?.seats.size !== 0 : asked.seats.some((index) => booking?.seats.has(index));
      if (left) say(`${asked.bookingId} was told to be cancelled and has seats`);
      return;
    }
    case "wait":
      if (!state.places.has(told.waitlistId ?? "")) say(`${told.waitlistId} was told to wait`);
      return;
    case "checkIn":
      if (!state.entries.has(`${asked.bookingId} ${asked.seat}`)) say(`${asked.bookingId} was let in to ${asked.seat}, and is not in`);
      return;
    case "block":
      for (const index of asked.seats) if (state.seats[index]?.is !== "BLOCKED") say(`seat ${index} was told to be blocked`);
      return;
    default:
      return;
  }
}

function judgeRefusal({ asked, outcome, userId }: Operation, state: Replayed, say: Say): void {
  if (userId === null && asked.op !== "checkIn") return;
  const must = (holds: boolean, why: string) => {
    if (!holds) say(`${asked.op} of ${userId} was refused by ${outcome}, and ${why}`);
  };
  const named = "seats" in asked && asked.seats !== null ? asked.seats : null;
  const states = named?.map((index) => state.seats[index]);
  switch (outcome) {
    case "SEAT_ALREADY_BOOKED":
      must(named === null || states?.some((seat) => seat?.is === "BOOKED") === true, `seats ${named} are ${states?.map(stateOf)}`);
      return;
    case "SEAT_BLOCKED":
      must(named === null || states?.some((seat) => seat?.is === "BLOCKED") === true, `seats ${named} are ${states?.map(stateOf)}`);
      return;
    case "HOLD_LIMIT_REACHED": {
      if (asked.op !== "hold" && asked.op !== "wait") return;
      const owned = asked.op === "hold" ? state.seatsOf(userId ?? "") : 0;
      must(owned + asked.quantity > state.terms.maxSeatsPerUser, `they have ${owned} of ${state.terms.maxSeatsPerUser} seats`);
      return;
    }
    case "NOT_ENOUGH_SEATS":
      if (asked.op !== "hold" || !asked.wish) return;
      must(!hasRoomFor(state, { ...asked.wish, quantity: asked.quantity }, asked.wish.general), "they are free");
      return;
    case "ALREADY_WAITING": {
      const waits = [...state.places.values()].some(
        (place) => place.userId === userId && (place.status === "WAITING" || place.status === "OFFERED"),
      );
      must(waits, "they do not wait");
      return;
    }
    case "ALREADY_CHECKED_IN":
      if (asked.op === "checkIn") must(state.entries.has(`${asked.bookingId} ${asked.seat}`), "nobody came in with that ticket");
      return;
    case "BOOKING_NOT_FOUND": {
      if (asked.op !== "cancel") return;
      must(state.bookings.get(asked.bookingId)?.userId !== userId, `${asked.bookingId} is theirs`);
      return;
    }
    default:
      return;
  }
}
