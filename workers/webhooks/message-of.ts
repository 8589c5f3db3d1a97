import { limits } from "../../contracts/limits.ts";
import type { WebhookMessage } from "../../contracts/webhooks.ts";

/** What is told. `at` in ms; `ids`: what is said of it where `data` is more than a body may hold. */
export interface Told {
  messageId: string;
  type: string;
  at: number;
  data: object;
  ids: Record<string, string>;
}

/** A message as it is sent: `{type, timestamp, data}`, and for `data` the ids alone where all of it would be too large. */
export function messageOf({ messageId, type, at, data, ids }: Told): WebhookMessage {
  const bodyWith = (content: object): string => JSON.stringify({ type, timestamp: new Date(at).toISOString(), data: content });
  const body = bodyWith(data);
  const fits = new TextEncoder().encode(body).length <= limits.webhookBodyBytesMax;
  return { messageId, type, body: fits ? body : bodyWith({ ...ids, truncated: true }) };
}

/** A message's id, the same for the same fact whenever it is told: `msg_` and what is left of these parts without stops and colons. */
export const messageIdOf = (...parts: string[]): string => `msg_${parts.join("-").replaceAll(/[^A-Za-z0-9_-]/g, "-")}`;
