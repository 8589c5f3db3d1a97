import { type Admission, admissionRefusal } from "./admission.ts";
import type { Wish } from "./best-available.ts";
import { chooseSeats, houseOf } from "./choose-seats.ts";
import { lonelyRefusal } from "./lonely-rule.ts";
import { indexesNamed, takenRefusal } from "./named-seats.ts";
import { priced } from "./priced.ts";
import { saleRefusal } from "./sale.ts";
import type { Proposal, Refused, View } from "./view.ts";

/** Seats that somebody wants, by name or by what they should be like. */
export interface HoldCommand {
  type: "hold";
  userId: string;
  seatIds: string[];
  /** In place of `seatIds`. */
  wish?: Wish;
  /** The wish is for places without numbers. */
  general?: boolean;
  admission?: Admission;
  token: string;
}

/** Judges a hold: is the sale open, may this person come in, which seats are meant, are they free, may this user have so many. */
export function judgeHold(view: View, command: HoldCommand, at: number): Proposal[] | Refused {
  const { terms } = view.ledger;
  const { userId, token, admission, wish, general = false } = command;
  const refused = saleRefusal(view, at) ?? admissionRefusal(view, admission, at);
  if (refused !== null) return refused;
  const chosen = wish === undefined ? namedSeats(view, command.seatIds, at) : wishedSeats(view, wish, general);
  if ("code" in chosen) return chosen;
  const owned = view.seatsOf(userId);
  if (owned + chosen.length > terms.maxSeatsPerUser) {
    return { code: "HOLD_LIMIT_REACHED", details: { maxSeatsPerUser: terms.maxSeatsPerUser, owned } };
  }
  const admissionId = terms.admissionRequired ? { admissionId: admission?.id ?? null } : {};
  return [{ op: "HOLD", token, userId, ...priced(view, chosen, at), expiresAt: at + terms.holdSeconds * 1000, ...admissionId }];
}

function namedSeats(view: View, seatIds: readonly string[], at: number): number[] | Refused {
  const { ledger } = view;
  const named = indexesNamed(ledger, seatIds);
  if ("code" in named) return named;
  const { indexes } = named;
  const taken = takenRefusal(view, indexes, at);
  if (taken !== null) return taken;
  const rule = ledger.terms.lonelySeats ?? "OFF";
  const numbered = rule === "OFF" ? [] : indexes.filter((index) => !ledger.seats[index]?.general);
  const lonely = numbered.length === 0 ? null : lonelyRefusal(houseOf(view), rule, numbered);
  if (lonely !== null) {
    const names = (places: readonly number[]) => places.map((index) => ledger.seats[index]?.id ?? "");
    return { code: "LONELY_SEAT", details: { seats: names(lonely.alone), instead: lonely.instead && names(lonely.instead) } };
  }
  return indexes;
}

const wishedSeats = (view: View, wish: Wish, general: boolean): number[] | Refused =>
  chooseSeats(view, wish, general) ?? { code: "NOT_ENOUGH_SEATS", details: { quantity: wish.quantity } };
