import { z } from "zod";
import type { Outcome } from "./ledger.ts";
import { limits } from "./limits.ts";
import { Time } from "./values.ts";

/** `admitPerSecond`: how many people are let on to the seats each second, at most. */
export const WaitingRoomSettings = z
  .strictObject({ admitPerSecond: z.number().int().min(1).max(limits.admitPerSecondMax) })
  .meta({ id: "WaitingRoomSettings", example: { admitPerSecond: 50 } });
export type WaitingRoomSettings = z.infer<typeof WaitingRoomSettings>;

/**
 * WAITING_FOR_OPENING: everybody who is here at the opening is drawn at random. QUEUED: `position` people stand up to and with this one.
 * ADMITTED: `admission` is the pass for /reserve-seat, good until `expiresAt`. SOLD_OUT and CLOSED: there is nothing to wait for.
 */
export const QueueState = z.enum(["WAITING_FOR_OPENING", "QUEUED", "ADMITTED", "SOLD_OUT", "CLOSED"]).meta({ id: "QueueState" });
export type QueueState = z.infer<typeof QueueState>;

export const QueuePlace = z
  .object({
    state: QueueState,
    position: z.number().int().nullable(),
    waiting: z.number().int(),
    etaSeconds: z.number().int().nullable(),
    opensAt: Time.nullable(),
    admission: z.string().nullable(),
    expiresAt: Time.nullable(),
  })
  .meta({
    id: "QueuePlace",
    example: { state: "QUEUED", position: 412, waiting: 5120, etaSeconds: 9, opensAt: null, admission: null, expiresAt: null },
  });
export type QueuePlace = z.infer<typeof QueuePlace>;

/** What the socket of the waiting room says: the place when it changes, or why there is none. */
export type QueueFrame =
  | ({ type: "position" } & QueuePlace)
  | { type: "admitted"; admission: string; expiresAt: string }
  | { type: "error"; code: string; message: string };

/** What crosses the boundary between the Worker and a showtime's `WaitingRoom` object. Times in ms. */
export interface WaitingRoomTerms {
  appId: string;
  showtimeId: string;
  admitPerSecond: number;
  opensAtMs: number | null;
  closesAtMs: number;
}

export interface WaitingRoomCalls {
  /** The person's place, which they keep; `terms` are what D1 says of the showtime now. OVERLOADED if no more people fit in. */
  join(input: { userId: string; terms: WaitingRoomTerms }): Promise<Outcome<{ place: QueuePlace }>>;
}
