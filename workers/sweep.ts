import { sweepAdmissions } from "./chat/box-office/sweep-admissions.ts";
import { sweepOrders } from "./commerce/checkout/settle-orders.ts";
import { sweepLoginFailures } from "./identity/lock-out.ts";
import { sweepSignIns } from "./identity/oidc/sign-ins.ts";
import { sweepAccounts } from "./identity/sweep-accounts.ts";
import { sweepUntoldSessions } from "./identity/tell-sockets.ts";
import { resendPendingMails } from "./notifications/resend-pending-mails.ts";
import { overdueCharges, settleSimulatedCharge } from "./payments/simulated-provider.ts";
import { sweepPayments } from "./payments/sweep-payments.ts";
import type { Ctx } from "./platform/context.ts";
import { sweepAnswers } from "./platform/idempotency-records.ts";
import type { Job } from "./platform/job.ts";
import { noteRun } from "./platform/jobs/note-run.ts";
import { hourOf, noSuchPeriod } from "./platform/jobs/periods.ts";
import { forgetOldRuns, resumeJobs } from "./platform/jobs/resume-jobs.ts";
import { sweepMessageErrors } from "./platform/message-errors.ts";
import { sweepOutbox } from "./platform/outbox.ts";

const chargesMax = 100;

/** Every five minutes: picks up what queues and crashes left lying. Each part by itself; running twice does nothing twice. Answers the parts that failed. */
export async function sweep(ctx: Ctx): Promise<string[]> {
  const failed: string[] = [];
  for (const [name, work] of Object.entries(parts)) {
    await work(ctx).catch((error: unknown) => {
      ctx.log.error("a part of the sweep failed", error, { part: name });
      failed.push(name);
    });
  }
  return failed;
}

const parts: Record<string, (ctx: Ctx) => Promise<unknown>> = {
  "overdue charges": async (ctx) => {
    for (const chargeId of await overdueCharges(ctx, chargesMax)) await settleSimulatedCharge(ctx, chargeId);
  },
  facts: sweepOutbox,
  payments: sweepPayments,
  orders: sweepOrders,
  "pending mails": (ctx) => resendPendingMails(ctx.env),
  jobs: resumeJobs,
  "old runs of jobs": forgetOldRuns,
  "log-in failures": sweepLoginFailures,
  accounts: sweepAccounts,
  "sign-ins through providers": sweepSignIns,
  "sockets of ended sessions": sweepUntoldSessions,
  "ticket holders of rooms": sweepAdmissions,
  "idempotency records": (ctx) => sweepAnswers(ctx.env, ctx.now()),
  "errors of messages": (ctx) => sweepMessageErrors(ctx.env, ctx.now()),
};

/** The same by hand: one page, under a period of its own each time. What the cron does is counted by the hour. */
export const sweepJob: Job = {
  name: "sweep",
  summary: "Picks up what queues and crashes left lying: messages, mails, payments and orders that are due, and what has run out",
  schedule: "Every five minutes; one run for each hour",
  due: async () => [],
  period: (ctx, asked) => {
    if (asked !== undefined && Number.isNaN(Date.parse(asked))) throw noSuchPeriod(new Date(ctx.now()).toISOString());
    return asked ?? new Date(ctx.now()).toISOString();
  },
  page: async (ctx) => ({ position: null, done: 1, report: { failed: await sweep(ctx) } }),
};

/** The sweep as the cron makes it. Never throws. */
export async function sweepByClock(ctx: Ctx): Promise<void> {
  const failed = await sweep(ctx);
  await noteRun(ctx, { name: "sweep", period: hourOf(ctx.now()), report: { failed } }).catch((error: unknown) =>
    ctx.log.error("a sweep could not be noted", error),
  );
}
