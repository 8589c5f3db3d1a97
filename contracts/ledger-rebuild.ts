import { z } from "zod";
import { Id } from "./values.ts";

/** Of one showtime, of an app's, or of all. `after`: where the last answer said that it goes on. */
export const RebuildLedger = z
  .strictObject({ appId: Id.optional(), showtimeId: Id.optional(), after: Id.optional() })
  .meta({ id: "RebuildLedger", example: { appId: "app_01K9Z3V6T8W2Y4A6C8E0G2J4M6" } });
export type RebuildLedger = z.infer<typeof RebuildLedger>;

/** `showtimes`: how many have begun to tell; `next`: ask again with it as `after`, until it is null. */
export const LedgerRebuilding = z
  .object({
    rebuild: z.object({
      appId: z.string().nullable(),
      showtimeId: z.string().nullable(),
      showtimes: z.number().int(),
      next: z.string().nullable(),
    }),
  })
  .meta({
    example: {
      rebuild: { appId: "app_01K9Z3V6T8W2Y4A6C8E0G2J4M6", showtimeId: null, showtimes: 20, next: "sho_01K9Z3V6T8W2Y4A6C8E0G2J4M6" },
    },
  });
export type LedgerRebuilding = z.infer<typeof LedgerRebuilding>;
