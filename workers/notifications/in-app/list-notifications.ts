import type { KeptNotification, Notification, NotificationPage, NotificationQuery } from "../../../contracts/notifications.ts";
import { inboxOf } from "../../identity/inbox-of.ts";
import { callObject } from "../../platform/call-object.ts";
import type { UserCtx } from "../../platform/context.ts";
import { decodeCursor, encodeCursor, toPage } from "../../platform/cursor.ts";
import { knownOf } from "./known-of.ts";
import { type Known, wordsOf } from "./words-of.ts";

/**
 * What the caller was told at this app, the newest first, in words that are made now: a show that was renamed or moved since is named as it is. `unread`: only
 * what they have not read.
 */
export async function listNotifications(ctx: UserCtx, { limit, cursor, unread = false }: NotificationQuery): Promise<NotificationPage> {
  const { appId } = ctx.tenant;
  const last = cursor === undefined ? null : decodeCursor(cursor, "number");
  const before = last && { at: last.key, id: last.id };
  const inbox = () => inboxOf(ctx.env, ctx.actor.userId).notifications({ appId, limit: limit + 1, before, unread });
  const { items, unreadCount } = await callObject(inbox, { idempotent: true });
  const known = await knownOf(ctx, items.slice(0, limit));
  const page = toPage(
    items,
    limit,
    ({ at, id }) => encodeCursor(at, id),
    (item) => notificationView(item, known(item)),
  );
  return { ...page, unreadCount };
}

function notificationView(item: KeptNotification, known: Known): Notification {
  const { id, type, topic, data, at, readAt } = item;
  return {
    id,
    type,
    topic,
    ...wordsOf(item, known),
    data: known.isTakenBack ? { ...data, excerpt: "" } : data,
    at: new Date(at).toISOString(),
    readAt: readAt === null ? null : new Date(readAt).toISOString(),
  };
}
