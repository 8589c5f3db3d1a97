import { z } from "zod";
import type { Outcome } from "./ledger.ts";
import { limits } from "./limits.ts";
import { Time } from "./values.ts";

/** A seat that is kept from sale. `by`: the user who said so last, or `server`. */
export const BlockedSeat = z
  .object({
    id: z.string(),
    seatNumber: z.string(),
    section: z.string().nullable(),
    row: z.string().nullable(),
    reason: z.string().nullable(),
    by: z.string(),
    blockedAt: Time,
  })
  .meta({
    id: "BlockedSeat",
    example: {
      id: "sea_01K9Z3V6T8W2Y4A6C8E0G2J4M6_0",
      seatNumber: "A1",
      section: "Stalls",
      row: "A",
      reason: "the mixing desk stands here",
      by: "usr_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
      blockedAt: "2026-11-21T09:00:00.000Z",
    },
  });
export type BlockedSeat = z.infer<typeof BlockedSeat>;

export const BlockedSeatQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(limits.seatPageItemsMax).default(limits.pageItemsDefault),
  cursor: z
    .string()
    .regex(/^\d{1,6}$/, "is not a cursor of this list")
    .optional(),
});
export type BlockedSeatQuery = z.infer<typeof BlockedSeatQuery>;

/** What a showtime's object says of what the organizer keeps from sale. */
export interface BlockedSeatsCalls {
  /** In the order of the map, from the index `after` on; `next` is that of the next page. */
  blockedSeats(page: { after: number; limit: number }): Promise<Outcome<{ items: BlockedSeat[]; next: number | null }>>;
}
