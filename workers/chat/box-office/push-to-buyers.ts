import { inboxOf } from "../../identity/inbox-of.ts";
import type { Ctx } from "../../platform/context.ts";
import { type PushedEvent, pushOf } from "./push-of.ts";

/**
 * Tells whoever an event concerns wherever they are connected, and waits for nobody who is not: it is a courtesy beside the mail and the lists. Never
 * throws, and holds nothing up for longer than its inbox takes; told again, a client knows the push by its id.
 */
export async function pushToBuyers(ctx: Ctx, events: readonly PushedEvent[]): Promise<void> {
  const pushed = events.map(pushOf).map(async ({ userId, push }) => inboxOf(ctx.env, userId).push(push));
  for (const outcome of await Promise.allSettled(pushed)) {
    if (outcome.status === "rejected") ctx.log.warn("somebody was not pushed what happened", { error: String(outcome.reason) });
  }
}
