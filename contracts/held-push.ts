import { z } from "zod";
import { Time } from "./values.ts";

/** A note of the platform to itself, in the queue `events`: somebody could not be told of this when it happened, and is to be told now. */
export const HeldPush = z.strictObject({
  type: z.literal("notifications.held-push"),
  userId: z.string(),
  push: z.strictObject({
    id: z.string(),
    type: z.string(),
    appId: z.string(),
    at: Time,
    data: z.record(z.string(), z.unknown()),
  }),
});
export type HeldPush = z.infer<typeof HeldPush>;
