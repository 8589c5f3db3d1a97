import { limits } from "../../../contracts/limits.ts";
import type { NotificationTopic } from "../../../contracts/notifications.ts";
import { inboxOf } from "../../identity/inbox-of.ts";
import { callObject } from "../../platform/call-object.ts";
import type { Ctx } from "../../platform/context.ts";

interface Wish {
  userId: string;
  topics: string;
  version: number;
}

/** Tells the inboxes of the next people behind an id what they have muted, for an inbox was not kept. Answers the last one's id; null: there are no more. */
export async function tellWishes(ctx: Ctx, after: string): Promise<string | null> {
  const { results } = await ctx.env.DB.prepare(
    `SELECT user_id AS userId, json_group_array(topic) AS topics, max(updated_at) AS version FROM notification_choices
     WHERE channel = 'inApp' AND wanted = 0 AND user_id > ? GROUP BY user_id ORDER BY user_id LIMIT ?`,
  )
    .bind(after, limits.restorePeopleInPage)
    .all<Wish>();
  for (const { userId, topics, version } of results) {
    const muted: NotificationTopic[] = JSON.parse(topics);
    await callObject(() => inboxOf(ctx.env, userId).mute({ topics: muted, version }), { idempotent: true });
  }
  return results.at(-1)?.userId ?? null;
}
