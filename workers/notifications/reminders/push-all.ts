import type { UserPush } from "../../../contracts/chat-gateway.ts";
import { limits } from "../../../contracts/limits.ts";
import { inboxOf } from "../../identity/inbox-of.ts";
import type { Ctx } from "../../platform/context.ts";

export interface Told {
  userId: string;
  push: UserPush;
}

/**
 * Puts these behind the bells of their people, some at a time; each once by its id. Throws if an inbox fails, so that the page comes again; with `letGo` it is
 * logged and answered how many were not told.
 */
export async function pushAll(ctx: Ctx, all: readonly Told[], letGo: boolean): Promise<number> {
  let failed = 0;
  for (let from = 0; from < all.length; from += limits.jobPushesAtOnce) {
    const told = await Promise.allSettled(
      all.slice(from, from + limits.jobPushesAtOnce).map(({ userId, push }) => inboxOf(ctx.env, userId).push(push)),
    );
    const faults = told.filter((each) => each.status === "rejected");
    const [first] = faults;
    if (first === undefined) continue;
    if (!letGo) throw first.reason;
    failed += faults.length;
    ctx.log.error("somebody was not told of a reminder", first.reason, { people: faults.length });
  }
  return failed;
}
