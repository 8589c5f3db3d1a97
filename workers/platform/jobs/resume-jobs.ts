import { limits } from "../../../contracts/limits.ts";
import type { Ctx } from "../context.ts";
import { sendPage } from "./start-job.ts";

const quietMs = 60_000;
const dayMs = 86_400_000;

/** Sets runs on their way again that nothing has happened to for a minute: a message was lost, or whoever worked on them has died. */
export async function resumeJobs(ctx: Ctx): Promise<void> {
  const { results } = await quietRuns(ctx).all<{ id: string; page: number }>();
  for (const { id, page } of results) await sendPage(ctx, { runId: id, page });
}

/** The longest quiet first. */
export const quietRuns = (ctx: Ctx): D1PreparedStatement =>
  ctx.env.DB.prepare(
    `SELECT id, page FROM job_runs WHERE status = 'RUNNING' AND updated_at < ?1 AND (leased_until IS NULL OR leased_until <= ?2)
     ORDER BY updated_at LIMIT ?3`,
  ).bind(ctx.now() - quietMs, ctx.now(), limits.jobStartsPerTurn);

/** Forgets the runs of long ago. */
export async function forgetOldRuns(ctx: Ctx): Promise<void> {
  await ctx.env.DB.prepare("DELETE FROM job_runs WHERE started_at < ? AND status <> 'RUNNING'")
    .bind(ctx.now() - limits.jobRunDays * dayMs)
    .run();
}
