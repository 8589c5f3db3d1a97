import type { JobRun } from "../../../contracts/jobs.ts";
import { jobs } from "../../jobs.ts";
import { AppError } from "../../platform/app-error.ts";
import type { AdminCtx } from "../../platform/context.ts";
import { startByHand } from "../../platform/jobs/start-job.ts";

/** Starts a job by hand and answers its run, which goes on by itself. Throws JOB_NOT_FOUND, JOB_RUNNING, VALIDATION_FAILED. */
export async function startJob(ctx: AdminCtx, name: string, period: string | undefined): Promise<JobRun> {
  const job = jobs.find((each) => each.name === name);
  if (job === undefined) throw new AppError("JOB_NOT_FOUND");
  return startByHand(ctx, job, period);
}
