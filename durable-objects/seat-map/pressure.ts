import type { Pressure } from "../../contracts/ledger.ts";
import { limits } from "../../contracts/limits.ts";
import { seatCodes } from "../../contracts/seats.ts";
import type { Ledger } from "./ledger.ts";

/** What the waiting room admits by. `waiting`: commands that are decided and not on disk. A hold that has run out counts as held until it is swept. */
export function pressureOf({ terms, status, freeSeats, spentAdmissions }: Ledger, waiting: number, now: number): Pressure {
  let heldSeats = 0;
  for (const code of status) if (code === seatCodes.LOCKED) heldSeats++;
  let admissionsSpent = 0;
  for (const { at } of spentAdmissions.values()) if (at > now - limits.admissionChoosingSeconds * 1000) admissionsSpent++;
  const closed = !terms.published || Boolean(terms.cancelled) || now >= terms.saleClosesAtMs;
  return { waiting, waitingMax: limits.pendingCommandsMax, freeSeats, heldSeats, admissionsSpent, closed };
}
