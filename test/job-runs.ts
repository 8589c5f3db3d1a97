import { env } from "cloudflare:workers";
import type { JobMessage } from "../contracts/events.ts";
import type { JobRun } from "../contracts/jobs.ts";
import type { Ctx } from "../workers/platform/context.ts";
import { openDatabase } from "../workers/platform/database.ts";
import type { Job } from "../workers/platform/job.ts";
import { type RunRow, viewOf } from "../workers/platform/jobs/run-row.ts";
import { startJob } from "../workers/platform/jobs/start-job.ts";
import { workPage } from "../workers/platform/jobs/work-page.ts";
import { testCtx } from "./harness.ts";

/**
 * A context whose queues deliver nothing by themselves: what was sent to that of the jobs lies in `messages`, and the test hands it over as often and as late
 * as it likes; mails stay pending, as if their messages were lost.
 */
export function heldJobs(parts: Partial<Ctx> = {}): { ctx: Ctx; messages: JobMessage[] } {
  const messages: JobMessage[] = [];
  const queues: Record<string | symbol, unknown> = {
    JOBS: { send: async (message: JobMessage) => void messages.push(message) },
    EMAILS: { sendBatch: async () => {} },
  };
  const held = new Proxy(parts.env ?? env, { get: (target, name) => queues[name] ?? Reflect.get(target, name) });
  return { ctx: testCtx({ actor: { kind: "system" }, ...parts, env: held, db: openDatabase(held) }), messages };
}

const pagesMax = 1000;

/** Starts a job for a period and delivers what it sends until nothing is left. Answers its run; one that there was before is left as it is. */
export async function runJob(job: Job, period: string, parts: Partial<Ctx> = {}): Promise<JobRun> {
  const { ctx, messages } = heldJobs(parts);
  await startJob(ctx, job, period);
  await deliverAll(ctx, [job], messages);
  return runOf(job, period);
}

/** Hands over every message, and those that come of it. A page that throws is asked for again, as its queue does. */
export async function deliverAll(ctx: Ctx, jobs: readonly Job[], messages: JobMessage[]): Promise<void> {
  for (let turn = 0; turn < pagesMax; turn++) {
    const message = messages.shift();
    if (message === undefined) return;
    await workPage(ctx, jobs, message).catch(() => messages.push(message));
  }
  throw new Error(`the queue was not empty after ${pagesMax} messages`);
}

/** A run as it stands. */
export async function runOf({ name }: Pick<Job, "name">, period: string): Promise<JobRun> {
  const row = await env.DB.prepare("SELECT * FROM job_runs WHERE name = ? AND period = ?").bind(name, period).first<RunRow>();
  if (row === null) throw new Error(`${name} has no run for ${period}`);
  return viewOf(row);
}
