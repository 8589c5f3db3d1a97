import type { History, Operation, Violation } from "../history.ts";
import { walk } from "./replay.ts";

/** I5: the seats of one wish move in one entry of the log or not at all, and what a hold has, its confirmation and its end have too. */
export function allOrNothing({ shows, operations }: History): Violation[] {
  const violations: Violation[] = [];
  for (const show of shows) {
    const { showtimeId } = show.terms;
    const asked = holdsByToken(operations, showtimeId);
    const exchanges = exchangesByBooking(operations, showtimeId);
    walk(show, { invariant: "I5", into: violations }, (fact, before, say) => {
      if (fact.op === "HOLD") {
        const hold = asked.get(fact.token);
        const has = fact.seats.map(({ index }) => index);
        if (hold === undefined || hold.asked.op !== "hold") return;
        if (hold.asked.quantity !== has.length) say(`${hold.asked.quantity} seats were asked for and ${has.length} are held: ${has}`);
        if (hold.asked.seats !== null && !same(hold.asked.seats, has)) say(`seats ${hold.asked.seats} were asked for and ${has} are held`);
        return;
      }
      if (fact.op !== "RELEASE" && fact.op !== "EXPIRE" && fact.op !== "CONFIRM" && fact.op !== "EXCHANGE") return;
      const hold = before.holds.get(fact.token);
      const has = fact.seats.map(({ index }) => index);
      if (hold !== undefined && !same([...hold.seats.keys()], has)) say(`${fact.token} holds ${[...hold.seats.keys()]}, and ${has} move`);
      if (fact.op === "EXCHANGE") {
        const booking = before.bookings.get(fact.bookingId);
        const kept = [...(booking?.seats.keys() ?? [])].filter((index) => !fact.freed.some((seat) => seat.index === index));
        const wanted = exchanges.get(fact.bookingId) ?? [];
        const ends = [...kept, ...has];
        if (wanted.length > 0 && !wanted.some((seats) => same(seats, ends)))
          say(`${fact.bookingId} ends with ${ends}, which nobody asked for`);
      }
      if (fact.op === "CONFIRM" || fact.op === "EXCHANGE") {
        const off = fact.op === "CONFIRM" ? (fact.discount?.amount ?? 0) : 0;
        for (const { index, price } of fact.seats) {
          const held = hold?.seats.get(index) ?? 0;
          if (!isShare(held - price, { of: off, by: held, among: hold?.price ?? 0 })) {
            say(`seat ${index} was held for ${held} and is booked for ${price}, with ${off} off all of them`);
          }
        }
      }
    });
  }
  return violations;
}

/** Whether this is a seat's share of a discount, to less than one minor unit. */
const isShare = (share: number, { of, by, among }: { of: number; by: number; among: number }): boolean =>
  of === 0 ? share === 0 : share >= 0 && Math.abs(share * among - of * by) < among;

const holdsByToken = (operations: readonly Operation[], showtimeId: string): Map<string, Operation> =>
  new Map(
    operations
      .filter(({ asked, outcome, showtimeId: of }) => asked.op === "hold" && outcome === "ok" && of === showtimeId)
      .map((operation) => [operation.told.token ?? "", operation]),
  );

function exchangesByBooking(operations: readonly Operation[], showtimeId: string): Map<string, number[][]> {
  const wanted = new Map<string, number[][]>();
  for (const { asked, showtimeId: of } of operations) {
    if (asked.op !== "exchange" || of !== showtimeId || asked.to !== showtimeId) continue;
    wanted.set(asked.bookingId, [...(wanted.get(asked.bookingId) ?? []), asked.seats]);
  }
  return wanted;
}

/** Whether two lists name the same seats. */
export const same = (one: readonly number[], other: readonly number[]): boolean =>
  one.length === other.length && one.every((index) => other.includes(index));
