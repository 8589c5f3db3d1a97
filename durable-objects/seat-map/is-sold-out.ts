import { seatCodes } from "../../contracts/seats.ts";
import type { Ledger } from "./ledger.ts";

/** Whether nothing is left to buy: no seat or place is free, and none is held that could come back. What is blocked is not for sale. */
export const isSoldOut = ({ freeSeats, status }: Pick<Ledger, "freeSeats" | "status">): boolean =>
  freeSeats === 0 && !status.includes(seatCodes.LOCKED);
