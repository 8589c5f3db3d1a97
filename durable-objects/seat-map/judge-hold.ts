import { seatCodes } from "../../contracts/seats.ts";
import { bestAvailable, type House, type Wish } from "./best-available.ts";
import type { PricedSeat } from "./ledger.ts";
import { lonelyRefusal } from "./lonely-rule.ts";
import { indexesNamed, takenRefusal } from "./named-seats.ts";
import type { Proposal, Refused, View } from "./view.ts";

/** Seats that somebody wants, by name or by what they should be like. */
export interface HoldCommand {
  type: "hold";
  userId: string;
  seatIds: string[];
  /** In place of `seatIds`. */
  wish?: Wish;
  token: string;
}

/** Judges a hold: is the sale open, which seats are meant, are they free, may this user have so many. */
export function judgeHold(view: View, command: HoldCommand, at: number): Proposal[] | Refused {
  const { terms } = view.ledger;
  const closed = saleRefusal(view, at);
  if (closed !== null) return closed;
  const seats = command.wish === undefined ? namedSeats(view, command.seatIds, at) : wishedSeats(view, command.wish);
  if ("code" in seats) return seats;
  const owned = view.seatsOf(command.userId);
  if (owned + seats.length > terms.maxSeatsPerUser) {
    return { code: "HOLD_LIMIT_REACHED", details: { maxSeatsPerUser: terms.maxSeatsPerUser, owned } };
  }
  const price = seats.reduce((sum, seat) => sum + seat.price, 0);
  return [{ op: "HOLD", token: command.token, userId: command.userId, seats, price, expiresAt: at + terms.holdSeconds * 1000 }];
}

function saleRefusal({ ledger: { terms } }: View, at: number): Refused | null {
  if (!terms.published) return { code: "SALE_NOT_OPEN", details: { reason: "NOT_PUBLISHED" } };
  if (terms.saleOpensAtMs !== null && at < terms.saleOpensAtMs) {
    return { code: "SALE_NOT_OPEN", details: { reason: "NOT_YET", opensAt: new Date(terms.saleOpensAtMs).toISOString() } };
  }
  return at >= terms.saleClosesAtMs ? { code: "SALE_NOT_OPEN", details: { reason: "CLOSED" } } : null;
}

function namedSeats(view: View, seatIds: readonly string[], at: number): PricedSeat[] | Refused {
  const { ledger } = view;
  const named = indexesNamed(ledger, seatIds);
  if ("code" in named) return named;
  const { indexes } = named;
  const taken = takenRefusal(view, indexes, at);
  if (taken !== null) return taken;
  const rule = ledger.terms.lonelySeats ?? "OFF";
  const lonely = rule === "OFF" ? null : lonelyRefusal(houseOf(view), rule, indexes);
  if (lonely !== null) {
    const names = (places: readonly number[]) => places.map((index) => ledger.seats[index]?.id ?? "");
    return { code: "LONELY_SEAT", details: { seats: names(lonely.alone), instead: lonely.instead && names(lonely.instead) } };
  }
  return priced(view, indexes);
}

function wishedSeats(view: View, wish: Wish): PricedSeat[] | Refused {
  const indexes = bestAvailable(houseOf(view), wish);
  return indexes === null ? { code: "NOT_ENOUGH_SEATS", details: { quantity: wish.quantity } } : priced(view, indexes);
}

const houseOf = (view: View): House => ({
  geometry: view.geometry,
  seats: view.ledger.seats,
  isFree: (index) => view.statusOf(index) === seatCodes.AVAILABLE,
  sparesLonelySeats: (view.ledger.terms.lonelySeats ?? "OFF") !== "OFF",
});

const priced = ({ ledger }: View, indexes: readonly number[]): PricedSeat[] =>
  indexes.map((index) => ({ index, price: ledger.seats[index]?.price ?? 0 }));
