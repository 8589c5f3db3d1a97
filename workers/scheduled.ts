import { isHalfRestored } from "./backups/half-restored.ts";
import { jobs } from "./jobs.ts";
import { resumeJobs } from "./platform/jobs/resume-jobs.ts";
import { startDueJobs } from "./platform/jobs/start-due-jobs.ts";
import { systemContext } from "./platform/system-context.ts";
import { flushSoon } from "./platform/telemetry.ts";
import { sweepByClock } from "./sweep.ts";

/**
 * The Worker's side of every cron. Each may start whatever is due, so that one that the platform missed is made up for by the next; the sweep comes with the
 * one of every five minutes. Several in the same minute start nothing twice. Never throws.
 * While a restore is on its way it alone goes on.
 */
export async function scheduled({ cron }: Pick<ScheduledController, "cron">, env: Env, execution: ExecutionContext): Promise<void> {
  const ctx = systemContext(env, execution, "cron");
  if (await isHalfRestored(env).catch(() => false))
    return resumeJobs(ctx).catch((error: unknown) => ctx.log.error("a restore waits", error));
  await startDueJobs(ctx, jobs);
  if (cron === "*/5 * * * *") await sweepByClock(ctx);
  flushSoon(env, ctx.waitUntil, ctx.now());
}
