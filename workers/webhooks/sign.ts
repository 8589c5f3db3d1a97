import { Webhook } from "standardwebhooks";
import type { WebhookMessage } from "../../contracts/webhooks.ts";

/**
 * The headers of a message by the Standard Webhooks specification: a signature for each secret, so that whoever knows only one of them can verify it.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function signedHeaders(
  secrets: readonly string[],
  { messageId, body }: Pick<WebhookMessage, "messageId" | "body">,
  nowMs: number,
): Record<string, string> {
  const at = new Date(nowMs);
  return {
    "content-type": "application/json",
    "user-agent": "Marquee-Webhooks/1",
    "webhook-id": messageId,
    "webhook-timestamp": String(Math.floor(nowMs / 1000)),
    "webhook-signature": secrets.map((secret) => new Webhook(secret).sign(messageId, at, body)).join(" "),
  };
}
