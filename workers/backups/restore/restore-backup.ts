import type { RestoreBackup } from "../../../contracts/backups.ts";
import type { JobRun } from "../../../contracts/jobs.ts";
import type { AdminCtx } from "../../platform/context.ts";
import { startByHand } from "../../platform/jobs/start-job.ts";
import { getManifest } from "../manifests.ts";
import { requireFit } from "./require-fit.ts";
import { restoreJob } from "./restore-job.ts";

/**
 * Starts to bring a backup back; the run goes on by itself. Throws BACKUP_NOT_FOUND, BACKUP_UNFIT, PLATFORM_NOT_EMPTY unless what is there is to be lost, and
 * JOB_RUNNING.
 */
export async function restoreBackup(ctx: AdminCtx, id: string, { overwrite }: RestoreBackup): Promise<JobRun> {
  await requireFit(ctx, await getManifest(ctx.env, id), { overwrite });
  return startByHand(ctx, restoreJob, overwrite ? `${id} overwrite` : id);
}
