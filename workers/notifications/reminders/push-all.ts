import { limits } from "../../../contracts/limits.ts";
import { faultsOfPushing, type Told } from "../../identity/push-to-inboxes.ts";
import type { Ctx } from "../../platform/context.ts";

/**
 * Puts these behind the bells of their people, some at a time; each once by its id. Throws if an inbox fails, so that the page comes again; with `letGo` it is
 * logged and answered how many were not told.
 */
export async function pushAll(ctx: Ctx, all: readonly Told[], letGo: boolean): Promise<number> {
  let failed = 0;
  for (let from = 0; from < all.length; from += limits.jobPushesAtOnce) {
    const faults = await faultsOfPushing(ctx, all.slice(from, from + limits.jobPushesAtOnce));
    const [first] = faults;
    if (faults.length === 0) continue;
    if (!letGo) throw first;
    failed += faults.length;
    ctx.log.error("somebody was not told of a reminder", first, { people: faults.length });
  }
  return failed;
}
