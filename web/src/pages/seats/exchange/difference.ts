import type { Booking } from "../../../../../contracts/bookings.ts";
import { money } from "../../../money.ts";

/** What a booking counts for in an exchange, in minor units: what its seats cost. What was kept of those that were cancelled is gone. */
export function worthOf({ seats }: Pick<Booking, "seats">): number {
  return seats.reduce((sum, seat) => sum + seat.price, 0);
}

/** `+€12.00 to pay`, `€8.00 comes back`, `Nothing to pay`. */
export function differenceWords(difference: number, currency: string): string {
  if (difference > 0) return `+${money(difference, currency)} to pay`;
  return difference < 0 ? `${money(-difference, currency)} comes back` : "Nothing to pay";
}
