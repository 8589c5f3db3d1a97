import { sql } from "drizzle-orm";
import { topicRules } from "../../../contracts/notifications.ts";
import type { Ctx } from "../../platform/context.ts";
import type { Choice } from "./read-preferences.ts";
import { notificationChoices } from "./tables.ts";

/**
 * The two statements that note choices of somebody: what is a topic's default anyway has no row, so that a default that is changed one day counts for whoever
 * never chose. Nothing is noted of whoever was erased.
 */
export function writeChoices(ctx: Ctx, userId: string, choices: readonly Choice[]) {
  const named = JSON.stringify(choices.map(({ topic, channel }) => [topic, channel]));
  const differing = choices.filter(({ topic, channel, wanted }) => topicRules[topic][channel].byDefault !== wanted);
  const rows = JSON.stringify(differing.map(({ topic, channel, wanted }) => [topic, channel, Number(wanted)]));
  return [
    ctx.db.delete(notificationChoices).where(
      sql`${notificationChoices.userId} = ${userId} AND (${notificationChoices.topic}, ${notificationChoices.channel})
          IN (SELECT value ->> 0, value ->> 1 FROM json_each(${named}))`,
    ),
    ctx.db.insert(notificationChoices).select(
      sql`SELECT users.id, value ->> 0, value ->> 1, value ->> 2, ${ctx.now()} FROM json_each(${rows}), users
        WHERE users.id = ${userId} AND users.erased_at IS NULL`,
    ),
  ] as const;
}
