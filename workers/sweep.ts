import { sweepLoginFailures } from "./identity/lock-out.ts";
import { resendPendingMails } from "./notifications/resend-pending-mails.ts";
import { overdueCharges, settleSimulatedCharge } from "./payments/simulated-provider.ts";
import { sweepPayments } from "./payments/sweep-payments.ts";
import type { Ctx } from "./platform/context.ts";
import { sweepAnswers } from "./platform/idempotency-records.ts";
import { systemContext } from "./platform/system-context.ts";

const chargesMax = 100;

/** Every five minutes: picks up what queues and crashes left lying. Each part by itself; running twice does nothing twice. */
export async function sweep(_controller: ScheduledController, env: Env, execution: ExecutionContext): Promise<void> {
  const ctx = systemContext(env, execution, "sweep");
  await part(ctx, "overdue charges", async () => {
    for (const chargeId of await overdueCharges(ctx, chargesMax)) await settleSimulatedCharge(ctx, chargeId);
  });
  await part(ctx, "payments", () => sweepPayments(ctx));
  await part(ctx, "pending mails", () => resendPendingMails(env));
  await part(ctx, "log-in failures", () => sweepLoginFailures(ctx));
  await part(ctx, "idempotency records", () => sweepAnswers(env, ctx.now()));
}

async function part(ctx: Ctx, name: string, work: () => Promise<unknown>): Promise<void> {
  await work().catch((error: unknown) => ctx.log.error("a part of the sweep failed", error, { part: name }));
}
