import type { UserPush } from "../../contracts/chat-gateway.ts";
import { HeldPush } from "../../contracts/held-push.ts";
import { limits } from "../../contracts/limits.ts";
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
export const faultsOfPushing = async (ctx: Ctx, all: readonly Told[]): Promise<unknown[]> =>
  (await untold(ctx, all)).map(({ fault }) => fault);

/**
 * The same for what nobody tells again by itself: who cannot be told now is told by the queue `events`, which tries again for minutes and then keeps a dead
 * letter. Throws if that did not take it either.
 */
export async function pushOrHold(ctx: Ctx, all: readonly Told[]): Promise<void> {
  const held = await untold(ctx, all);
  if (held.length > 0) ctx.log.warn("pushes wait in the queue", { pushes: held.length, cause: String(held[0]?.fault) });
  for (let from = 0; from < held.length; from += limits.heldPushesPerSending) {
    const some = held.slice(from, from + limits.heldPushesPerSending);
    await ctx.env.EVENTS.sendBatch(
      some.map(({ told: { userId, push } }) => ({ body: { type: HeldPush.shape.type.value, userId, push } satisfies HeldPush })),
    );
  }
}

async function untold(ctx: Ctx, all: readonly Told[]): Promise<{ told: Told; fault: unknown }[]> {
  const attempts = all.map(async (told) => {
    try {
      await callObject(() => inboxOf(ctx.env, told.userId).push(told.push), { idempotent: true });
      return [];
    } catch (fault) {
      return [{ told, fault }];
    }
  });
  return (await Promise.all(attempts)).flat();
}
