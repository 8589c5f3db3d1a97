import { and, eq } from "drizzle-orm";
import { type NotificationChannel, type NotificationTopic, topicRules } from "../../../contracts/notifications.ts";
import { users } from "../../identity/tables.ts";
import { among, type Database } from "../../platform/database.ts";
import { notificationChoices } from "./tables.ts";

/** Whether each of these people wishes to hear of a topic this way; what they have not chosen is the topic's default, and what is locked is on. */
export async function choicesOf(
  db: Database,
  userIds: readonly string[],
  topic: NotificationTopic,
  channel: NotificationChannel,
): Promise<Map<string, boolean>> {
  const { byDefault, locked } = topicRules[topic][channel];
  const wishes = new Map(userIds.map((userId) => [userId, byDefault || locked]));
  if (locked || userIds.length === 0) return wishes;
  const chosen = await db
    .select({ userId: notificationChoices.userId, wanted: notificationChoices.wanted })
    .from(notificationChoices)
    .where(and(among(notificationChoices.userId, userIds), eq(notificationChoices.topic, topic), eq(notificationChoices.channel, channel)));
  for (const { userId, wanted } of chosen) wishes.set(userId, wanted);
  return wishes;
}

/** Whether a mail is to be sent. `userId`: of whoever has this address, or null: then nobody has chosen anything, and it is sent. */
export interface MailWish {
  userId: string | null;
  wanted: boolean;
}

/** What the people behind these addresses say of mails about these topics, in the same order; one query for all. */
export async function mailWanted(db: Database, mails: readonly { recipient: string; topic: NotificationTopic }[]): Promise<MailWish[]> {
  if (mails.length === 0) return [];
  const rows = await db
    .select({ userId: users.id, email: users.email, topic: notificationChoices.topic, wanted: notificationChoices.wanted })
    .from(users)
    .leftJoin(notificationChoices, and(eq(notificationChoices.userId, users.id), eq(notificationChoices.channel, "mail")))
    .where(among(users.email, [...new Set(mails.map(({ recipient }) => recipient))]));
  const byEmail = Map.groupBy(rows, ({ email }) => email);
  return mails.map(({ recipient, topic }) => {
    const ofPerson = byEmail.get(recipient) ?? [];
    const [first] = ofPerson;
    if (first === undefined) return { userId: null, wanted: true };
    const { byDefault, locked } = topicRules[topic].mail;
    const chosen = ofPerson.find((row) => row.topic === topic)?.wanted;
    return { userId: first.userId, wanted: locked || (chosen ?? byDefault) };
  });
}
