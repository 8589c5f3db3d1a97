import type { HoldRow } from "./ledger.ts";
import type { Refused, View } from "./view.ts";

/** The caller's own reservation: RESERVATION_NOT_FOUND, RESERVATION_NOT_YOURS. */
export function ownHold(view: View, command: { userId: string; token: string }): HoldRow | Refused {
  const hold = view.ledger.holds.get(command.token);
  if (hold === undefined) return { code: "RESERVATION_NOT_FOUND" };
  return hold.userId === command.userId ? hold : { code: "RESERVATION_NOT_YOURS" };
}

/** Why a reservation can no longer be used, or undefined if it can. One that was given back answers like one that ran out. */
export function endedRefusal(view: View, hold: HoldRow): Refused | undefined {
  if (hold.status === "CONFIRMED") return { code: "RESERVATION_CONFIRMED", details: { bookingId: hold.bookingId } };
  if (hold.status !== "ACTIVE" || view.isLapsed(hold)) return { code: "RESERVATION_EXPIRED" };
  return undefined;
}

/** What a fact about a reservation says of it. */
export const subjectOf = ({ token, userId, seats }: HoldRow): Pick<HoldRow, "token" | "userId" | "seats"> => ({ token, userId, seats });
