import type { ReadNotifications, UnreadCount } from "../../../contracts/notifications.ts";
import { inboxOf } from "../../identity/inbox-of.ts";
import { callObject } from "../../platform/call-object.ts";
import type { UserCtx } from "../../platform/context.ts";

/**
 * Marks some of the caller's notifications at this app as read, or all that they have now; every tab hears of it. Ids that are none of theirs are passed over.
 * Answers how many are unread.
 */
export async function readNotifications(ctx: UserCtx, { ids }: ReadNotifications): Promise<UnreadCount> {
  const { appId } = ctx.tenant;
  const mark = () => inboxOf(ctx.env, ctx.actor.userId).markRead({ appId, ids: ids ?? null });
  return { unreadCount: await callObject(mark, { idempotent: true }) };
}
