import { eq } from "drizzle-orm";
import { openDatabase } from "../../workers/platform/database.ts";
import { unsealSecret } from "../../workers/webhooks/secret.ts";
import { webhookEndpoints } from "../../workers/webhooks/tables.ts";

/** What D1 says of an endpoint, its secrets opened: the present one first, then the one before it while that still signs. */
export interface Configuration {
  appId: string;
  url: string;
  enabled: boolean;
  failingSince: number | null;
  secrets: string[];
}

/** How the endpoint is configured now; null: it is deleted. */
export async function readConfiguration(env: Env, endpointId: string, now: number): Promise<Configuration | null> {
  const row = await openDatabase(env).select().from(webhookEndpoints).where(eq(webhookEndpoints.id, endpointId)).get();
  if (row === undefined) return null;
  const { appId, url, status, failingSince, secret, previousSecret, previousUntil } = row;
  const signing = previousSecret !== null && previousUntil !== null && now < previousUntil ? [secret, previousSecret] : [secret];
  const secrets = await Promise.all(signing.map((sealed) => unsealSecret(env, endpointId, sealed)));
  return { appId, url, enabled: status === "ENABLED", failingSince, secrets };
}

/** Since when nothing comes through, or null that something did. Whoever is first to say so is believed. */
export async function noteFailing(env: Env, endpointId: string, since: number | null): Promise<void> {
  const statement =
    since === null
      ? env.DB.prepare("UPDATE webhook_endpoints SET failing_since = NULL WHERE id = ?").bind(endpointId)
      : env.DB.prepare("UPDATE webhook_endpoints SET failing_since = ?2 WHERE id = ?1 AND failing_since IS NULL").bind(endpointId, since);
  await statement.run();
}
