import type { JobMessage } from "../../../contracts/events.ts";
import type { JobRun } from "../../../contracts/jobs.ts";
import { AppError } from "../app-error.ts";
import { auditRowIfChanged } from "../audit.ts";
import { type AdminCtx, actorName, type Ctx } from "../context.ts";
import { newId } from "../ids.ts";
import type { Job } from "../job.ts";
import { type RunRow, viewOf } from "./run-row.ts";

/**
 * Starts a job for a period that has no run yet, and sets its first page on its way. Answers the run's id, or null if there is one, whatever became of
 * it. A message that is lost is sent again by the sweep.
 */
export async function startJob(ctx: Ctx, { name }: Job, period: string, startedBy = "cron"): Promise<string | null> {
  const now = ctx.now();
  const made = await ctx.env.DB.prepare(
    `INSERT INTO job_runs (id, name, period, status, started_by, started_at, updated_at) VALUES (?1, ?2, ?3, 'RUNNING', ?4, ?5, ?5)
     ON CONFLICT (name, period) DO NOTHING RETURNING id`,
  )
    .bind(newId("jobRun", now), name, period, startedBy, now)
    .first<{ id: string }>();
  if (made === null) return null;
  await sendPage(ctx, { runId: made.id, page: 0 });
  return made.id;
}

/**
 * Starts a job by hand. A period that ran before runs again from its beginning, in the same run: who got a mail for it gets no second one, for its key is
 * the same. `asked`: which period, else the one that it is now. Throws JOB_RUNNING, and VALIDATION_FAILED for a period that the job has none of.
 */
export async function startByHand(ctx: AdminCtx, job: Job, asked: string | undefined): Promise<JobRun> {
  const period = job.period(ctx, asked);
  const { sql, params } = auditRowIfChanged(ctx, { action: "job.started", subject: job.name, after: { period } }).toSQL();
  const [started] = await ctx.env.DB.batch<RunRow>([
    runAnew(ctx, job, period, actorName(ctx.actor)),
    ctx.env.DB.prepare(sql).bind(...params),
  ]);
  const run = started?.results[0];
  if (run === undefined) throw new AppError("JOB_RUNNING", { runId: await runIdOf(ctx, job, period) });
  await sendPage(ctx, { runId: run.id, page: 0 });
  return viewOf(run);
}

/** The same without a person whom the audit log could name, and quietly where it runs. */
export async function startAgain(ctx: Ctx, job: Job, period: string, startedBy: string): Promise<void> {
  const run = await runAnew(ctx, job, period, startedBy).first<RunRow>();
  if (run !== null) await sendPage(ctx, { runId: run.id, page: 0 });
}

/** A run of its own, or that of the period from its beginning; nothing where that is RUNNING. */
function runAnew(ctx: Ctx, { name }: Job, period: string, startedBy: string): D1PreparedStatement {
  const now = ctx.now();
  return ctx.env.DB.prepare(
    `INSERT INTO job_runs (id, name, period, status, started_by, started_at, updated_at) VALUES (?1, ?2, ?3, 'RUNNING', ?4, ?5, ?5)
     ON CONFLICT (name, period) DO UPDATE SET status = 'RUNNING', started_by = ?4, page = 0, position = NULL, done = 0, total = NULL, report = '{}',
       error = NULL, attempts = 0, worker = NULL, leased_until = NULL, started_at = ?5, updated_at = ?5, finished_at = NULL
     WHERE job_runs.status <> 'RUNNING' RETURNING *`,
  ).bind(newId("jobRun", now), name, period, startedBy, now);
}

async function runIdOf(ctx: Ctx, { name }: Job, period: string): Promise<string | null> {
  const statement = ctx.env.DB.prepare("SELECT id FROM job_runs WHERE name = ? AND period = ?").bind(name, period);
  return (await statement.first<{ id: string }>())?.id ?? null;
}

/** Puts a page into the queue. If that fails the sweep finds the run a minute later. */
export async function sendPage(ctx: Ctx, message: JobMessage, delaySeconds = 0): Promise<void> {
  await ctx.env.JOBS.send(message, { delaySeconds }).catch((error: unknown) => {
    ctx.log.error("a page of a job waits for the sweep", error, { run: message.runId });
  });
}
