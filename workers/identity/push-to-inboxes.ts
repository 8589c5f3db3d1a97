import type { UserPush } from "../../contracts/chat-gateway.ts";
import { callObject } from "../platform/call-object.ts";
import type { Ctx } from "../platform/context.ts";
import { inboxOf } from "./inbox-of.ts";

/** Somebody, and what they are told. */
export interface Told {
  userId: string;
  push: UserPush;
}

/**
 * Tells people what concerns them: each inbox keeps it, and tells whatever sockets they have. Nobody who cannot be told keeps the others from it. Throws
 * afterwards if anybody could not, for the whole to be done again: an inbox knows a push by its id.
 */
export async function pushToInboxes(ctx: Ctx, all: readonly Told[]): Promise<void> {
  const faults = await faultsOfPushing(ctx, all);
  if (faults.length > 0) throw new Error(`${faults.length} of ${all.length} could not be told`, { cause: faults[0] });
}

/** The same, and answers why those could not be told who could not. */
export async function faultsOfPushing(ctx: Ctx, all: readonly Told[]): Promise<unknown[]> {
  const outcomes = await Promise.allSettled(
    all.map(({ userId, push }) => callObject(() => inboxOf(ctx.env, userId).push(push), { idempotent: true })),
  );
  return outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
}
