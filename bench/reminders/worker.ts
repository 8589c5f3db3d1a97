import { JobMessage } from "../../contracts/events.ts";
import { fridayReminder } from "../../workers/notifications/reminders/friday-reminder.ts";
import { resumeJobs } from "../../workers/platform/jobs/resume-jobs.ts";
import { startJob } from "../../workers/platform/jobs/start-job.ts";
import { workPage } from "../../workers/platform/jobs/work-page.ts";
import { systemContext } from "../../workers/platform/system-context.ts";
import { remindAtOnce } from "./at-once.ts";

const jobs = [fridayReminder];

/** Since this process began. */
const pageMs: number[] = [];
let announced = 0;

/** What `bench/reminders.ts` asks for by path; `period` is the run's. */
async function answer(path: string, period: string, env: Env, execution: ExecutionContext): Promise<unknown> {
  const ctx = systemContext(env, execution, "bench");
  if (path === "/start") return startJob(ctx, fridayReminder, period);
  if (path === "/resume") return resumeJobs(ctx);
  if (path === "/at-once") return remindAtOnce(ctx, period);
  if (path === "/progress") {
    const run = await env.DB.prepare("SELECT status, done, total, error FROM job_runs WHERE period = ?").bind(period).first();
    return { run, pageMs, announced };
  }
  if (path === "/check") {
    return env.DB.prepare(
      "SELECT count(*) AS mails, count(DISTINCT recipient) AS people FROM mails WHERE kind = 'friday-reminder'",
    ).first();
  }
  throw new Error(`nobody answers ${path}`);
}

export default {
  async fetch(request, env, execution) {
    const { pathname, searchParams } = new URL(request.url);
    return Response.json((await answer(pathname, searchParams.get("period") ?? "", env, execution)) ?? null);
  },

  /** Mails are counted and not sent: rendering and transport are not what is measured. */
  async queue(batch, env, execution) {
    if (batch.queue === "emails") {
      announced += batch.messages.length;
      return batch.ackAll();
    }
    for (const message of batch.messages) {
      const at = Date.now();
      await workPage(systemContext(env, execution, "bench"), jobs, JobMessage.parse(message.body));
      pageMs.push(Date.now() - at);
      message.ack();
    }
  },
} satisfies ExportedHandler<Env>;
