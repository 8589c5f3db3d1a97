import { isHalfRestored } from "./backups/half-restored.ts";
import { jobs } from "./jobs.ts";
import { fridayCron, isFridaysCron } from "./notifications/reminders/friday-periods.ts";
import { fridayReminder } from "./notifications/reminders/friday-reminder.ts";
import { resumeJobs } from "./platform/jobs/resume-jobs.ts";
import { startDueJobs } from "./platform/jobs/start-due-jobs.ts";
import { startAgain } from "./platform/jobs/start-job.ts";
import { systemContext } from "./platform/system-context.ts";
import { flushSoon } from "./platform/telemetry.ts";
import { sweepByClock } from "./sweep.ts";

/**
 * The Worker's side of every cron. Each may start whatever is due, so that one that the platform missed is made up for by the next; the sweep comes with the
 * one of every five minutes. Several in the same minute start nothing twice. Never throws.
 * While a restore is on its way it alone goes on.
 * On a laptop crons are fired by hand too: what is due is then what is due at the moment that was named, and Friday's, fired at another time than its own,
 * reminds everybody of that week.
 */
export async function scheduled(
  { cron, scheduledTime }: Pick<ScheduledController, "cron" | "scheduledTime">,
  env: Env,
  execution: ExecutionContext,
): Promise<void> {
  const ctx = systemContext(env, execution, "cron");
  if (await isHalfRestored(env).catch(() => false))
    return resumeJobs(ctx).catch((error: unknown) => ctx.log.error("a restore waits", error));
  const isLaptop = env.ENVIRONMENT === "local";
  await startDueJobs(ctx, jobs, isLaptop ? scheduledTime : ctx.now());
  if (isLaptop && cron === fridayCron && !isFridaysCron(scheduledTime)) {
    const period = fridayReminder.period({ ...ctx, now: () => scheduledTime }, undefined);
    await startAgain(ctx, fridayReminder, period, "cron").catch((error: unknown) => ctx.log.error("a job could not be started", error));
  }
  if (cron === "*/5 * * * *") await sweepByClock(ctx);
  flushSoon(env, ctx.waitUntil, ctx.now());
}
