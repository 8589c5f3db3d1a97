import type { JobView } from "../../../contracts/jobs.ts";
import { jobs } from "../../jobs.ts";
import type { AdminCtx } from "../../platform/context.ts";
import { lastRunsOf } from "../../platform/jobs/read-runs.ts";

/** Every job that there is, each with its last runs. */
export async function listJobs(ctx: AdminCtx): Promise<{ items: JobView[]; nextCursor: null }> {
  const runsOf = await lastRunsOf(
    ctx,
    jobs.map(({ name }) => name),
  );
  return { items: jobs.map(({ name, summary, schedule }) => ({ name, summary, schedule, runs: runsOf(name) })), nextCursor: null };
}
