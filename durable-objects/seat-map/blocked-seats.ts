import type { BlockedSeat } from "../../contracts/blocked-seats.ts";
import { seatCodes } from "../../contracts/seats.ts";
import type { Fact, Ledger } from "./ledger.ts";

type Block = Extract<Fact, { op: "BLOCK" }>;

/** A page of the seats that are kept from sale, each with who said so last, when and why. `blocks`: the log's, the oldest first. */
export function blockedPage(
  { seats, status }: Pick<Ledger, "seats" | "status">,
  blocks: readonly Block[],
  { after, limit }: { after: number; limit: number },
): { items: BlockedSeat[]; next: number | null } {
  const last = new Map<number, Block>();
  for (const block of blocks) for (const { index } of block.seats) last.set(index, block);
  const items: BlockedSeat[] = [];
  for (let index = after; index < seats.length; index++) {
    const seat = seats[index];
    const block = last.get(index);
    if (seat === undefined || block === undefined || status[index] !== seatCodes.BLOCKED) continue;
    if (items.length === limit) return { items, next: index };
    const { id, seatNumber, section, row } = seat;
    items.push({ id, seatNumber, section, row, reason: block.reason, by: block.by, blockedAt: new Date(block.at).toISOString() });
  }
  return { items, next: null };
}
