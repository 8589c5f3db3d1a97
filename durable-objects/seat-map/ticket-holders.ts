import type { SeatLedger } from "../../contracts/ledger.ts";
import type { Ledger } from "./ledger.ts";

/** The ids of those who have a live booking, each once and in their order: of those asked for, or the next ones behind `after`. */
export function ticketHolders({ bookings }: Ledger, input: Parameters<SeatLedger["ticketHolders"]>[0]): string[] {
  const isAskedFor = "among" in input ? isOneOf(input.among) : (userId: string) => userId > input.after;
  const holders = new Set<string>();
  for (const { userId, status } of bookings.values()) if (status === "CONFIRMED" && isAskedFor(userId)) holders.add(userId);
  const inOrder = [...holders].sort();
  return "among" in input ? inOrder : inOrder.slice(0, input.limit);
}

function isOneOf(userIds: readonly string[]): (userId: string) => boolean {
  const asked = new Set(userIds);
  return (userId) => asked.has(userId);
}
