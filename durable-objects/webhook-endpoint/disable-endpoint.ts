import type { WebhookDisabledMail } from "../../contracts/mails.ts";
import { auditRowIfChanged } from "../../workers/platform/audit.ts";
import { announceMail } from "../../workers/platform/mail-outbox.ts";
import { systemContext } from "../../workers/platform/system-context.ts";

interface Disabling {
  endpointId: string;
  appId: string;
  url: string;
  reason: WebhookDisabledMail["reason"];
  failingSince: number | null;
  lastError: string | null;
}

/** Switches off what is on. */
const switchOff = `UPDATE webhook_endpoints SET status = 'DISABLED', disabled_reason = ?3, updated_at = ?4
  WHERE id = ?1 AND app_id = ?2 AND status = 'ENABLED'`;
/** To whom the app says that one writes, or else to ?4; to nobody where that is nobody. After a statement that switched something off, and only then. */
const writeMail = `INSERT INTO mails (key, kind, app_id, recipient, payload, status, attempts, created_at, updated_at)
  SELECT ?1, 'webhook-disabled', a.id, coalesce(nullif(a.contact_email, ''), ?4), json_set(?3, '$.appName', a.name), 'PENDING', 0, ?5, ?5
  FROM apps AS a WHERE a.id = ?2 AND coalesce(nullif(a.contact_email, ''), ?4) <> '' AND changes() > 0`;

/**
 * Switches an endpoint off and writes to its tenant, or else to the administrator, in one transaction: once, however often it is asked. One that is off already
 * stays as it is, and nobody is written to.
 */
export async function disableEndpoint(env: Env, state: DurableObjectState, { endpointId, appId, ...why }: Disabling): Promise<void> {
  const ctx = systemContext(env, state, "webhook-endpoint");
  const now = ctx.now();
  const key = `webhook-disabled:${endpointId}:${now}`;
  const failingSince = why.failingSince === null ? null : new Date(why.failingSince).toISOString();
  const mail: Omit<WebhookDisabledMail, "appName"> = { ...why, endpointId, failingSince };
  const after = { disabledReason: why.reason };
  const audit = auditRowIfChanged(ctx, { appId, action: "webhook-endpoint.disable", subject: endpointId, after }).toSQL();
  const [disabled] = await env.DB.batch([
    env.DB.prepare(switchOff).bind(endpointId, appId, why.reason, now),
    env.DB.prepare(audit.sql).bind(...audit.params),
    env.DB.prepare(writeMail).bind(key, appId, JSON.stringify(mail), env.ADMIN_EMAIL, now),
  ]);
  if (disabled?.meta.changes) announceMail(ctx, key);
}
