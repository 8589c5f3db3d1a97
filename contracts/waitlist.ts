import { z } from "zod";
import { PageQuery } from "./envelope.ts";
import { limits } from "./limits.ts";
import { Id, Line, Time } from "./values.ts";

/**
 * WAITING in the queue; OFFERED: seats are held in this person's name; FULFILLED: they were bought; DECLINED: given back; LAPSED: the offer ran out;
 * LEFT: the person left the queue; CLOSED: the sale or the showtime is over.
 */
export const WaitlistStatus = z
  .enum(["WAITING", "OFFERED", "FULFILLED", "DECLINED", "LAPSED", "LEFT", "CLOSED"])
  .meta({ id: "WaitlistStatus" });
export type WaitlistStatus = z.infer<typeof WaitlistStatus>;

/** `adjacent`: as for the best available: true, together in one row or not at all; false, does not matter; left out, together if possible. */
export const JoinWaitlist = z
  .strictObject({
    entityId: Id,
    quantity: z.number().int().min(1).max(limits.seatsPerHoldMax),
    tier: Line.optional(),
    adjacent: z.boolean().optional(),
  })
  .meta({ id: "JoinWaitlist", example: { entityId: "sho_01K9Z3V6T8W2Y4A6C8E0G2J4M6", quantity: 2, tier: "Premium" } });
export type JoinWaitlist = z.infer<typeof JoinWaitlist>;

/** `position`: 1 for whoever is next, null for whoever no longer waits. `reservationToken`: of the seats that were offered, until `offerExpiresAt`. */
export const WaitlistEntry = z
  .object({
    id: z.string(),
    showtimeId: z.string(),
    userId: z.string(),
    quantity: z.number().int(),
    tier: z.string().nullable(),
    adjacent: z.boolean().nullable(),
    status: WaitlistStatus,
    position: z.number().int().nullable(),
    reservationToken: z.string().nullable(),
    offerExpiresAt: Time.nullable(),
    createdAt: Time,
    updatedAt: Time,
  })
  .meta({
    id: "WaitlistEntry",
    example: {
      id: "wtl_01K9Z3V6T8W2Y4A6C8E0G2J4M6_3k9q",
      showtimeId: "sho_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
      userId: "usr_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
      quantity: 2,
      tier: "Premium",
      adjacent: null,
      status: "WAITING",
      position: 3,
      reservationToken: null,
      offerExpiresAt: null,
      createdAt: "2026-11-21T09:00:00.000Z",
      updatedAt: "2026-11-21T09:00:00.000Z",
    },
  });
export type WaitlistEntry = z.infer<typeof WaitlistEntry>;

export const WaitlistQuery = PageQuery.extend({ entityId: Id.optional(), status: WaitlistStatus.optional() });
export type WaitlistQuery = z.infer<typeof WaitlistQuery>;
