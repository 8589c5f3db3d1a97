import type { BackupManifest } from "../../../contracts/backups.ts";
import type { ArchiveMessage } from "../../../contracts/chat-archive.ts";
import { limits } from "../../../contracts/limits.ts";
import { startBuilding } from "../../commerce/search/build-index.ts";
import { auditRow } from "../../platform/audit.ts";
import type { Ctx } from "../../platform/context.ts";
import type { JobState, JobStep } from "../../platform/job.ts";
import { findingsIn, unbookPayments } from "./heal.ts";
import { putTriggersBack } from "./triggers.ts";

/** The last step: what is derived is made anew, what lost its booking is left to the sweep, and the platform runs by the clock again. */
export async function endRestore(
  ctx: Ctx,
  { runId, report }: JobState,
  { id, objects }: BackupManifest,
): Promise<Pick<JobStep, "report" | "statements">> {
  const { DB, CHAT_MESSAGES } = ctx.env;
  await CHAT_MESSAGES.send({ type: "chat.rebuild", appId: null, roomId: null, after: null } satisfies ArchiveMessage);
  await startBuilding(ctx, null);
  const run = await DB.prepare("SELECT started_by AS startedBy FROM job_runs WHERE id = ?").bind(runId).first<{ startedBy: string }>();
  const missing = objects - Number(report.objects ?? 0);
  const { sql, params } = auditRow(ctx, {
    action: "platform.restored",
    subject: id,
    after: { startedBy: run?.startedBy ?? "" },
  }).toSQL();
  return {
    report: {
      findings: await findingsIn(DB, limits.jobFindingsReported),
      differences: missing > 0 ? [`objects: ${objects} in the backup, ${objects - missing} here`] : [],
    },
    statements: [unbookPayments(DB), DB.prepare(sql).bind(...params), ...(await putTriggersBack(DB))],
  };
}
