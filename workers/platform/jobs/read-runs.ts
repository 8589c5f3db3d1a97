import type { JobName, JobRun } from "../../../contracts/jobs.ts";
import { limits } from "../../../contracts/limits.ts";
import type { Ctx } from "../context.ts";
import { type RunRow, viewOf } from "./run-row.ts";

/** The last runs of each of these jobs, the newest first, at most `jobRunsShown`. */
export async function lastRunsOf(ctx: Ctx, names: readonly JobName[]): Promise<(name: JobName) => JobRun[]> {
  const { results } = await lastRuns(ctx, names).all<RunRow>();
  const ofName = Map.groupBy(results, ({ name }) => name);
  return (name) => (ofName.get(name) ?? []).map(viewOf);
}

/** Asks the index by name for the few of each. */
export const lastRuns = (ctx: Ctx, names: readonly JobName[]): D1PreparedStatement =>
  ctx.env.DB.prepare(
    `SELECT run.* FROM json_each(?1) AS job JOIN job_runs AS run ON run.name = job.value
     WHERE run.id IN (SELECT id FROM job_runs WHERE name = job.value ORDER BY started_at DESC LIMIT ?2)
     ORDER BY run.started_at DESC, run.id DESC`,
  ).bind(JSON.stringify(names), limits.jobRunsShown);
