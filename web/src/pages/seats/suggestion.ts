import type { ApiFailure } from "../../api/failure.ts";
import { nearestTogether } from "./near-seats.ts";
import type { PlanSeat, SeatPlan } from "./plan.ts";
import type { SeatStore } from "./seat-store.ts";
import { seatNames } from "./seat-words.ts";

/** Other seats for those that one cannot have, and the question whether to take them. */
export interface Suggestion {
  text: string;
  offer: PlanSeat[];
  /** What would be chosen if it is taken, the offer and what one has besides. */
  take: number[];
  /** Taking it holds at once: that was what one was about to do. */
  holds: boolean;
}

/** The seats that a refused hold names in its details, by id or number, plain or in objects. */
export function lostSeatsOf(failure: ApiFailure, plan: SeatPlan): number[] {
  return seatsNamed(failure.details.seats, plan).map((seat) => seat.index);
}

function seatsNamed(seats: unknown, plan: SeatPlan): PlanSeat[] {
  if (!Array.isArray(seats)) return [];
  const names = new Set(seats.flatMap((seat: unknown) => (typeof seat === "object" && seat !== null ? Object.values(seat) : [seat])));
  return plan.seats.filter((seat) => names.has(seat.id));
}

/** What to say of seats that somebody else got, and the nearest ones to take instead. */
export function insteadOfLost(lost: readonly number[], store: SeatStore, holds: boolean): Suggestion {
  const { plan } = store;
  const gone = plan.seats.filter((seat) => lost.includes(seat.index));
  const isFree = (index: number) => store.isFree(index) && !store.chosen.includes(index);
  const offer = nearestTogether(plan, { count: gone.length, near: gone, isFree }) ?? [];
  const said = `Someone took ${seatNames(gone)} a moment ago.`;
  const take = [...store.chosen, ...offer.map((seat) => seat.index)];
  if (offer.length === 0) return { text: said, offer, take, holds };
  const beside = offer.some((seat) =>
    gone.some((each) => each.row === seat.row && each.section === seat.section && Math.abs(each.index - seat.index) === 1),
  );
  const where = beside ? `next to ${gone.length > 1 ? "them" : "it"}` : "close by";
  return { text: `${said} ${seatNames(offer)} ${offer.length > 1 ? "are" : "is"} ${where}. ${question(offer)}`, offer, take, holds };
}

/** What to say when a choice would leave a seat alone, and what the server would give instead. */
export function insteadOfLonely(failure: ApiFailure, store: SeatStore): Suggestion {
  const alone = seatsNamed(failure.details.seats, store.plan);
  const offer = seatsNamed(failure.details.instead, store.plan).filter((seat) => store.isFree(seat.index));
  const places = store.chosen.filter((index) => store.plan.seats[index]?.general);
  const said = `That would leave ${seatNames(alone)} alone between taken seats.`;
  return {
    text: offer.length === 0 ? `${said} Choose a seat further along.` : `${said} ${seatNames(offer)} would not. ${question(offer)}`,
    offer,
    take: [...offer.map((seat) => seat.index), ...places],
    holds: true,
  };
}

function question(offer: readonly PlanSeat[]): string {
  return `Take ${offer.length > 1 ? "those" : "it"}?`;
}
