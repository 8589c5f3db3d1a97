import { type SeatCode, seatCodes } from "../../contracts/seats.ts";
import { type Ledger, seatIndexOf } from "./ledger.ts";
import type { Refused, View } from "./view.ts";

/** The indexes of these seats, or SEAT_NOT_FOUND; VALIDATION_FAILED if one is named twice. */
export function indexesNamed(ledger: Ledger, seatIds: readonly string[]): { indexes: number[] } | Refused {
  const indexes: number[] = [];
  const unknown: string[] = [];
  for (const seatId of seatIds) {
    const index = seatIndexOf(ledger, seatId);
    if (index === null) unknown.push(seatId);
    else indexes.push(index);
  }
  if (unknown.length > 0) return { code: "SEAT_NOT_FOUND", details: { seats: unknown } };
  return new Set(indexes).size < indexes.length ? { code: "VALIDATION_FAILED" } : { indexes };
}

/** Why these seats cannot be had, or null if all are free. What is gone for good is said before what may come back. */
export function takenRefusal(view: View, indexes: readonly number[], at: number): Refused | null {
  const { ledger } = view;
  const inTheWay = new Map<SeatCode, string[]>();
  let freeAt = at;
  for (const index of indexes) {
    const status = view.statusOf(index);
    if (status === seatCodes.AVAILABLE) continue;
    inTheWay.set(status, [...(inTheWay.get(status) ?? []), ledger.seats[index]?.id ?? ""]);
    if (status === seatCodes.LOCKED) freeAt = Math.max(freeAt, ledger.holds.get(ledger.owner[index] ?? "")?.expiresAt ?? at);
  }
  const [booked, blocked, locked] = [seatCodes.BOOKED, seatCodes.BLOCKED, seatCodes.LOCKED].map((code) => inTheWay.get(code));
  if (booked) return { code: "SEAT_ALREADY_BOOKED", details: { seats: booked } };
  if (blocked) return { code: "SEAT_BLOCKED", details: { seats: blocked } };
  return locked ? { code: "SEAT_ALREADY_LOCKED", details: { seats: locked, expiresIn: Math.ceil((freeAt - at) / 1000) } } : null;
}
