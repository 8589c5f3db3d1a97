import type { JobMessage } from "../../../contracts/events.ts";
import { limits } from "../../../contracts/limits.ts";
import type { Ctx } from "../context.ts";
import type { Job, JobStep } from "../job.ts";
import { mergeReports } from "./merge-reports.ts";
import type { RunRow } from "./run-row.ts";
import { sendPage } from "./start-job.ts";

/**
 * Does one page of a run and sends the next one on its way. The row lends the page to one worker at a time, and what a page writes is one transaction with the
 * run's progress, which only the holder of the loan can write: a message that comes twice, or to two at once, does nothing twice. Throws what the page threw,
 * to be called again; after `jobAttemptsMax` of it the run is FAILED.
 */
export async function workPage(ctx: Ctx, jobs: readonly Job[], message: JobMessage): Promise<void> {
  const worker = crypto.randomUUID();
  const run = await takePage(ctx, message, worker);
  if (run === null) return waitIfTaken(ctx, message);
  const lastAttempt = run.attempts >= limits.jobAttemptsMax;
  try {
    if (run.attempts > limits.jobAttemptsMax) throw new Error("it was cut off every time");
    const step = await pageOf(ctx, jobs, run, lastAttempt);
    await writeProgress(ctx, run, worker, step);
    await Promise.all([finish(ctx, run, step), step.position === null ? null : sendPage(ctx, { runId: run.id, page: run.page + 1 })]);
    if (step.position === null) ctx.log.info("a job is done", { job: run.name, period: run.period, done: run.done + step.done });
  } catch (error) {
    if (hasLostPage(error)) ctx.log.warn("a page of a job took too long and went to another worker", { job: run.name, page: run.page });
    else if (lastAttempt) await giveUp(ctx, run, worker, error);
    else {
      await letGo(ctx, run, worker, error);
      throw error;
    }
  }
}

/** The run, if this page is its next one and nobody has it. */
const takePage = (ctx: Ctx, { runId, page }: JobMessage, worker: string): Promise<RunRow | null> =>
  ctx.env.DB.prepare(
    `UPDATE job_runs SET worker = ?3, leased_until = ?5, attempts = attempts + 1, updated_at = ?4
     WHERE id = ?1 AND page = ?2 AND status = 'RUNNING' AND (leased_until IS NULL OR leased_until <= ?4) RETURNING *`,
  )
    .bind(runId, page, worker, ctx.now(), ctx.now() + limits.jobLeaseSeconds * 1000)
    .first<RunRow>();

/** Somebody has it, or had it and died: one message more looks again when the loan is over. */
async function waitIfTaken(ctx: Ctx, message: JobMessage): Promise<void> {
  const taken = await ctx.env.DB.prepare("SELECT leased_until FROM job_runs WHERE id = ? AND page = ? AND status = 'RUNNING'")
    .bind(message.runId, message.page)
    .first<Pick<RunRow, "leased_until">>();
  if (taken !== null) await sendPage(ctx, message, Math.max(1, Math.ceil(((taken.leased_until ?? 0) - ctx.now()) / 1000)));
}

async function pageOf(ctx: Ctx, jobs: readonly Job[], run: RunRow, lastAttempt: boolean): Promise<JobStep> {
  const job = jobs.find(({ name }) => name === run.name);
  if (job === undefined) throw new Error(`there is no job ${run.name}`);
  const { id: runId, period, done, total } = run;
  const position: unknown = run.position === null ? null : JSON.parse(run.position);
  return job.page(ctx, { runId, period, position, done, total, report: JSON.parse(run.report), lastAttempt });
}

/** Breaks the table's own rule where somebody else has the page by now, so that the whole batch is undone with it. */
async function writeProgress(ctx: Ctx, run: RunRow, worker: string, step: JobStep): Promise<void> {
  const isOver = step.position === null;
  const progress = ctx.env.DB.prepare(
    `UPDATE job_runs SET status = CASE WHEN worker = ?2 AND page = ?3 AND status = 'RUNNING' THEN ?4 ELSE 'LOST' END, page = page + 1, position = ?5,
       done = done + ?6, total = coalesce(?7, total), report = ?8, error = NULL, attempts = 0, worker = NULL, leased_until = NULL, updated_at = ?9,
       finished_at = iif(?4 = 'DONE', ?9, NULL)
     WHERE id = ?1`,
  ).bind(
    run.id,
    worker,
    run.page,
    isOver ? "DONE" : "RUNNING",
    isOver ? null : JSON.stringify(step.position),
    step.done,
    step.total ?? null,
    JSON.stringify(mergeReports(JSON.parse(run.report), step.report)),
    ctx.now(),
  );
  await ctx.env.DB.batch([progress, ...(step.statements ?? [])]);
}

const hasLostPage = (error: unknown): boolean =>
  error instanceof Error && /CHECK constraint failed: status IN \('RUNNING'/.test(error.message);

async function finish(ctx: Ctx, run: RunRow, { afterwards: follow }: JobStep): Promise<void> {
  await follow?.().catch((error: unknown) =>
    ctx.log.warn("what follows a page of a job was lost", { job: run.name, cause: String(error) }),
  );
}

/** The page may be taken at once by whoever comes next. If that cannot be written, the loan runs out by itself. */
async function letGo(ctx: Ctx, run: RunRow, worker: string, error: unknown): Promise<void> {
  await ctx.env.DB.prepare(
    "UPDATE job_runs SET worker = NULL, leased_until = NULL, error = ?3, updated_at = ?4 WHERE id = ?1 AND worker = ?2",
  )
    .bind(run.id, worker, textOf(error), ctx.now())
    .run()
    .catch((fault: unknown) => ctx.log.warn("a page of a job could not be let go", { job: run.name, cause: String(fault) }));
}

/** Throws if D1 is away: then the message comes again, and this with it. */
async function giveUp(ctx: Ctx, run: RunRow, worker: string, error: unknown): Promise<void> {
  await ctx.env.DB.prepare(
    `UPDATE job_runs SET status = 'FAILED', worker = NULL, leased_until = NULL, error = ?3, updated_at = ?4, finished_at = ?4
     WHERE id = ?1 AND worker = ?2`,
  )
    .bind(run.id, worker, textOf(error), ctx.now())
    .run();
  ctx.log.error("a job is given up", error, { job: run.name, period: run.period, page: run.page });
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, limits.jobErrorCharsMax);
