import { limits } from "../../../contracts/limits.ts";
import type { Ctx } from "../context.ts";
import type { Job } from "../job.ts";
import { startJob } from "./start-job.ts";

/**
 * Starts what should have begun by `atMs`, which is now, and has not, the oldest first: what was missed too. Every cron may call it, two at once start nothing twice, and a job
 * that cannot say what is due keeps no other from starting.
 */
export async function startDueJobs(ctx: Ctx, jobs: readonly Job[], atMs = ctx.now()): Promise<void> {
  for (const job of jobs) {
    await startDue(ctx, job, atMs).catch((error: unknown) => ctx.log.error("a job could not be started", error, { job: job.name }));
  }
}

async function startDue(ctx: Ctx, job: Job, atMs: number): Promise<void> {
  const due = await job.due({ ...ctx, now: () => atMs });
  if (due.length === 0) return;
  const { results } = await ctx.env.DB.prepare(
    `SELECT value AS period FROM json_each(?1) AS due
     WHERE NOT EXISTS (SELECT 1 FROM job_runs WHERE name = ?2 AND period = due.value) ORDER BY due.key LIMIT ?3`,
  )
    .bind(JSON.stringify(due), job.name, limits.jobStartsPerTurn)
    .all<{ period: string }>();
  for (const { period } of results) await startJob(ctx, job, period);
}
