import { and, eq, isNull } from "drizzle-orm";
import { type NotificationTopic, topicRules } from "../../contracts/notifications.ts";
import { users } from "../identity/tables.ts";
import { AppError } from "../platform/app-error.ts";
import type { Ctx } from "../platform/context.ts";
import { choicesOf } from "./preferences/read.ts";
import { writeChoices } from "./preferences/write-choices.ts";
import { readUnsubscribeToken } from "./unsubscribe-token.ts";

/** Where somebody stands who has followed a mail's link. `person`: null if they are gone. */
export interface Standing {
  topic: NotificationTopic;
  person: { userId: string; email: string } | null;
  wanted: boolean;
}

/** What the link of a mail is about; nothing is changed by looking. UNSUBSCRIBE_TOKEN_INVALID. */
export async function standingOf(ctx: Ctx, token: string): Promise<Standing> {
  const found = await readUnsubscribeToken(ctx.env, token);
  if (found === null) throw new AppError("UNSUBSCRIBE_TOKEN_INVALID");
  const { userId, topic } = found;
  const [person, wishes] = await Promise.all([
    ctx.db
      .select({ userId: users.id, email: users.email })
      .from(users)
      .where(and(eq(users.id, userId), isNull(users.erasedAt)))
      .get(),
    choicesOf(ctx.db, [userId], topic, "mail"),
  ]);
  return { topic, person: person ?? null, wanted: wishes.get(userId) ?? topicRules[topic].mail.byDefault };
}

/**
 * Switches the mails of the link's topic off, or on again (`wanted`): whoever has the mail may, without signing in, and as often as they like.
 * UNSUBSCRIBE_TOKEN_INVALID.
 */
export async function unsubscribe(ctx: Ctx, { token, wanted }: { token: string; wanted: boolean }): Promise<Standing> {
  const found = await readUnsubscribeToken(ctx.env, token);
  if (found === null) throw new AppError("UNSUBSCRIBE_TOKEN_INVALID");
  await ctx.db.batch(writeChoices(ctx, found.userId, [{ topic: found.topic, channel: "mail", wanted }]));
  return standingOf(ctx, token);
}
