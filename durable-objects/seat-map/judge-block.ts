import { seatCodes } from "../../contracts/seats.ts";
import { indexesNamed, takenRefusal } from "./named-seats.ts";
import type { Proposal, Refused, View } from "./view.ts";

/** The organizer keeps seats from sale, or puts them on sale again. `by`: who says so. */
export type BlockCommand =
  | { type: "block"; seatIds: string[]; by: string; reason: string | null }
  | { type: "unblock"; seatIds: string[]; by: string };

/** Judges a block or its end. What is already as it is wanted stays so; a seat that somebody holds or has bought is not taken from them. */
export function judgeBlock(view: View, command: BlockCommand, at: number): Proposal[] | Refused {
  const named = indexesNamed(view.ledger, command.seatIds);
  if ("code" in named) return named;
  const { by } = command;
  const changing = named.indexes.filter((index) => (view.statusOf(index) === seatCodes.BLOCKED) === (command.type === "unblock"));
  if (changing.length === 0) return [];
  const seats = changing.map((index) => ({ index }));
  if (command.type === "unblock") return [{ op: "UNBLOCK", seats, by }];
  return takenRefusal(view, changing, at) ?? [{ op: "BLOCK", seats, by, reason: command.reason }];
}
