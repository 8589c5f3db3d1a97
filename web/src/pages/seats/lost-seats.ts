import type { ApiFailure } from "../../api/failure.ts";
import type { PlanSeat, SeatPlan } from "./plan.ts";
import type { SeatStore } from "./seat-store.ts";
import { seatNames } from "./seat-words.ts";
import { bestTogether } from "./together.ts";

/** The seats that a refused hold names in its details, by id or number, plain or in objects. */
export function lostSeatsOf(failure: ApiFailure, plan: SeatPlan): number[] {
  const { seats } = failure.details;
  if (!Array.isArray(seats)) return [];
  const names = new Set(seats.flatMap((seat: unknown) => (typeof seat === "object" && seat !== null ? Object.values(seat) : [seat])));
  return plan.seats.filter((seat) => names.has(seat.id)).map((seat) => seat.index);
}

export interface LostNotice {
  text: string;
  offer: PlanSeat[];
}

/** What to say of lost seats, and the nearest ones to take instead. */
export function noticeOf(lost: number[], store: SeatStore): LostNotice {
  const { plan } = store;
  const gone = plan.seats.filter((seat) => lost.includes(seat.index));
  const offer =
    bestTogether(plan, { count: gone.length, near: gone, isFree: (index) => store.isFree(index) && !store.chosen.includes(index) }) ?? [];
  const said = `Someone took ${seatNames(gone)} a moment ago.`;
  if (offer.length === 0) return { text: said, offer };
  const beside = offer.some((seat) =>
    gone.some((each) => each.row === seat.row && each.section === seat.section && Math.abs(each.index - seat.index) === 1),
  );
  const plural = offer.length > 1;
  return {
    text: `${said} ${seatNames(offer)} ${plural ? "are" : "is"} ${beside ? "next to it" : "close by"}. Take ${plural ? "those" : "it"}?`,
    offer,
  };
}
