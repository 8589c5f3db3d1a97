import { eq } from "drizzle-orm";
import { type NotificationPreferences, NotificationTopic, topicRules } from "../../../contracts/notifications.ts";
import { users } from "../../identity/tables.ts";
import { AppError } from "../../platform/app-error.ts";
import type { UserCtx } from "../../platform/context.ts";
import { mailSuppressions } from "../../platform/mail-suppressions.ts";
import { notificationChoices } from "./tables.ts";

/** A choice as its row has it. */
export type Choice = Pick<typeof notificationChoices.$inferSelect, "topic" | "channel" | "wanted">;

/** What the caller wishes to hear, at all apps. */
export async function readPreferences(ctx: UserCtx): Promise<NotificationPreferences> {
  const { userId } = ctx.actor;
  const [[person], choices] = await ctx.db.batch([
    ctx.db
      .select({ timeZone: users.timeZone, suppressed: mailSuppressions.reason })
      .from(users)
      .leftJoin(mailSuppressions, eq(mailSuppressions.address, users.email))
      .where(eq(users.id, userId)),
    ctx.db.select().from(notificationChoices).where(eq(notificationChoices.userId, userId)),
  ]);
  if (person === undefined) throw new AppError("USER_NOT_FOUND");
  return {
    timeZone: person.timeZone,
    topics: topicsOf(choices),
    locked: NotificationTopic.options.filter((topic) => topicRules[topic].mail.locked),
    mailSuppressed: person.suppressed,
  };
}

/** Every topic as it is wished: as it was chosen, else as is usual. */
export function topicsOf(choices: readonly Choice[]): NotificationPreferences["topics"] {
  const wished = (topic: NotificationTopic, channel: Choice["channel"]): boolean => {
    const { byDefault, locked } = topicRules[topic][channel];
    return locked || (choices.find((choice) => choice.topic === topic && choice.channel === channel)?.wanted ?? byDefault);
  };
  const entries = NotificationTopic.options.map((topic) => [topic, { mail: wished(topic, "mail"), inApp: wished(topic, "inApp") }]);
  return Object.fromEntries(entries) as NotificationPreferences["topics"];
}
