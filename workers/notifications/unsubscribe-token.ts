import { limits } from "../../contracts/limits.ts";
import { NotificationTopic, topicRules } from "../../contracts/notifications.ts";
import { hmac, sameText } from "../platform/digest.ts";

/** Where the link of a mail leads, and what a mail program posts to. */
export const unsubscribePath = "/api/v1/notifications/unsubscribe";

const purpose = "unsubscribe";

/** What a link allows: to switch one topic's mails of one person off and on again, and nothing else. */
export interface Unsubscription {
  userId: string;
  topic: NotificationTopic;
}

/**
 * The address by which this person ends the mails of a topic, without signing in and at any time: a mail may be read years later. Null where the topic cannot
 * be switched off, and where nobody knows where the platform is (PUBLIC_URL is empty).
 */
export async function unsubscribeUrl(env: Env, userId: string, topic: NotificationTopic): Promise<string | null> {
  if (env.PUBLIC_URL === "" || topicRules[topic].mail.locked) return null;
  const url = new URL(unsubscribePath, env.PUBLIC_URL);
  url.searchParams.set("token", await unsubscribeToken(env, { userId, topic }));
  return url.href;
}

/** A token for `unsubscribeUrl`: who, what, and a signature under TOKEN_SECRET for this purpose alone. */
export const unsubscribeToken = async (env: Env, { userId, topic }: Unsubscription): Promise<string> =>
  `${userId}.${topic}.${await signatureOf(env, userId, topic)}`;

/** What a token allows, or null for whatever we did not sign, or not for this. */
export async function readUnsubscribeToken(env: Env, token: string): Promise<Unsubscription | null> {
  if (token.length > limits.unsubscribeTokenCharsMax) return null;
  const [userId = "", named = "", signature = "", ...rest] = token.split(".");
  const topic = NotificationTopic.safeParse(named).data;
  if (topic === undefined || rest.length > 0 || topicRules[topic].mail.locked) return null;
  return sameText(signature, await signatureOf(env, userId, topic)) ? { userId, topic } : null;
}

const signatureOf = (env: Env, userId: string, topic: NotificationTopic): Promise<string> =>
  hmac(env.TOKEN_SECRET, purpose, `${userId}\n${topic}`);
