import { limits } from "../../contracts/limits.ts";
import type { Ctx } from "../platform/context.ts";
import type { Finding, PartStep } from "./finding.ts";

/** Facts and mails that nobody has worked off for an hour, by their kind: FACTS_WAIT, MAILS_WAIT. The sweep sends them again every few minutes; so somebody must look. */
export async function findWaiting(ctx: Ctx): Promise<PartStep<never>> {
  const before = ctx.now() - limits.waitingMinutesMax * 60_000;
  const found = await ctx.env.DB.batch<Omit<Finding, "healed">>(
    [waitingFacts, waitingMails].map((statement) => ctx.env.DB.prepare(statement).bind(before)),
  );
  const findings = found.flatMap(({ results }) => results).map((finding) => ({ ...finding, healed: false }));
  return { next: null, done: findings.length, findings };
}

const detail = "count(*) || ', the oldest of ' || strftime('%Y-%m-%dT%H:%M:%SZ', min(created_at) / 1000, 'unixepoch') AS detail";

/** Each half in the words of an index. */
const waitingFacts = `
  SELECT 'FACTS_WAIT' AS kind, type AS subject, ${detail} FROM (
    SELECT type, created_at FROM outbox WHERE sent_at IS NULL AND created_at < ?1
    UNION ALL SELECT type, created_at FROM outbox WHERE sent_at IS NOT NULL AND sent_at > 0 AND created_at < ?1)
  GROUP BY type`;

const waitingMails = `
  SELECT 'MAILS_WAIT' AS kind, kind AS subject, ${detail} FROM mails WHERE status = 'PENDING' AND updated_at > 0 AND created_at < ?1 GROUP BY mails.kind`;
