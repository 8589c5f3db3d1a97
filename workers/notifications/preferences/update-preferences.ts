import { and, eq, isNull, sql } from "drizzle-orm";
import { type NotificationPreferences, NotificationTopic, topicRules, type UpdatePreferences } from "../../../contracts/notifications.ts";
import { inboxOf } from "../../identity/inbox-of.ts";
import { users } from "../../identity/tables.ts";
import { AppError } from "../../platform/app-error.ts";
import { callObject } from "../../platform/call-object.ts";
import type { UserCtx } from "../../platform/context.ts";
import { remindMoved } from "../reminders/remind-moved.ts";
import { type Choice, readPreferences, topicsOf } from "./read-preferences.ts";
import { notificationChoices } from "./tables.ts";
import { writeChoices } from "./write-choices.ts";

/**
 * Changes what is named of the caller's wishes, at all apps; D1 first, then the inbox, which keeps nothing of muted topics. Asked again after a failure, it
 * ends the same. PREFERENCE_LOCKED with details.topic and .channel.
 */
export async function updatePreferences(ctx: UserCtx, { timeZone, topics = {} }: UpdatePreferences): Promise<NotificationPreferences> {
  const { userId } = ctx.actor;
  const changed = changesIn(topics);
  const locked = changed.find(({ topic, channel, wanted }) => !wanted && topicRules[topic][channel].locked);
  if (locked !== undefined) throw new AppError("PREFERENCE_LOCKED", { topic: locked.topic, channel: locked.channel });
  // Before the zone is written: asked again after a failure, it still knows where they come from.
  if (timeZone != null) await remindMoved(ctx, timeZone);
  const [[person], , , choices] = await ctx.db.batch([
    ctx.db
      .update(users)
      // It rises with every change, so that the inbox knows the last one.
      .set({ updatedAt: sql`max(${ctx.now()}, ${users.updatedAt} + 1)`, ...(timeZone !== undefined && { timeZone }) })
      .where(and(eq(users.id, userId), isNull(users.erasedAt)))
      .returning({ version: users.updatedAt }),
    ...writeChoices(ctx, userId, changed),
    ctx.db.select().from(notificationChoices).where(eq(notificationChoices.userId, userId)),
  ]);
  if (person === undefined) throw new AppError("USER_NOT_FOUND");
  if (changed.some(({ channel }) => channel === "inApp")) {
    const wished = topicsOf(choices);
    const mute = { topics: NotificationTopic.options.filter((topic) => !wished[topic].inApp), version: person.version };
    await callObject(() => inboxOf(ctx.env, userId).mute(mute), { idempotent: true });
  }
  return readPreferences(ctx);
}

const changesIn = (topics: NonNullable<UpdatePreferences["topics"]>): Choice[] =>
  NotificationTopic.options.flatMap((topic) =>
    (["mail", "inApp"] as const).flatMap((channel) => {
      const wanted = topics[topic]?.[channel];
      return wanted === undefined ? [] : [{ topic, channel, wanted }];
    }),
  );
