import type { JobName } from "../../../contracts/jobs.ts";
import type { Ctx } from "../context.ts";
import { newId } from "../ids.ts";

interface Noted {
  name: JobName;
  period: string;
  report: Record<string, unknown>;
}

/** Notes a turn of what a cron does by itself, without pages: `done` counts those of the period, and the report is that of the last one. */
export async function noteRun(ctx: Ctx, { name, period, report }: Noted): Promise<void> {
  const now = ctx.now();
  await ctx.env.DB.prepare(
    `INSERT INTO job_runs (id, name, period, status, started_by, done, report, started_at, updated_at, finished_at)
     VALUES (?1, ?2, ?3, 'DONE', 'cron', 1, ?4, ?5, ?5, ?5)
     ON CONFLICT (name, period) DO UPDATE SET done = done + 1, report = ?4, updated_at = ?5, finished_at = ?5`,
  )
    .bind(newId("jobRun", now), name, period, JSON.stringify(report), now)
    .run();
}
