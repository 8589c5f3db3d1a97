import { placeOf } from "../../seat-place.ts";
import type { PlanSeat } from "./plan.ts";
import type { SeatLook } from "./seat-store.ts";

const statusWords = { free: "free", held: "held by somebody else", taken: "taken", blocked: "not for sale", mine: "held for you" } as const;

/** What a screen reader says of a seat: `Row B, seat 12, Standard, €42, free`. */
export function seatLabel(seat: PlanSeat, look: SeatLook, price: string, withSection: boolean): string {
  const status = look.chosen ? "chosen" : statusWords[look.status];
  const wheelchair = seat.accessible ? ", wheelchair space" : "";
  return `${placeOf(seat, withSection)}, ${seat.tier}, ${price}${wheelchair}, ${status}`;
}

/** `B14–B15` for neighbours, `B14, C2` for others. */
export function seatNames(seats: PlanSeat[]): string {
  const groups: PlanSeat[][] = [];
  for (const seat of [...seats].sort((a, b) => a.index - b.index)) {
    const group = groups.at(-1);
    const previous = group?.at(-1);
    if (
      group !== undefined &&
      previous !== undefined &&
      previous.row === seat.row &&
      previous.section === seat.section &&
      previous.index + 1 === seat.index
    )
      group.push(seat);
    else groups.push([seat]);
  }
  return groups.map((group) => [...new Set([nameOf(group[0]), nameOf(group.at(-1))])].join("–")).join(", ");
}

function nameOf(seat: PlanSeat | undefined): string {
  if (seat === undefined) return "";
  return seat.row === null || seat.seatNumber !== seat.shortNumber ? seat.seatNumber : `${seat.row}${seat.seatNumber}`;
}
