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
import { sweepMessageErrors } from "./platform/message-errors.ts";
import { sweepOutbox } from "./platform/outbox.ts";
import { systemContext } from "./platform/system-context.ts";
import { flushSoon } from "./platform/telemetry.ts";

const chargesMax = 100;

/** Every five minutes: picks up what queues and crashes left lying. Each part by itself; running twice does nothing twice. */
export async function sweep(_controller: ScheduledController, env: Env, execution: ExecutionContext): Promise<void> {
  const ctx = systemContext(env, execution, "sweep");
  await part(ctx, "overdue charges", async () => {
    for (const chargeId of await overdueCharges(ctx, chargesMax)) await settleSimulatedCharge(ctx, chargeId);
  });
  await part(ctx, "facts", () => sweepOutbox(ctx));
  await part(ctx, "payments", () => sweepPayments(ctx));
  await part(ctx, "orders", () => sweepOrders(ctx));
  await part(ctx, "pending mails", () => resendPendingMails(env));
  await part(ctx, "log-in failures", () => sweepLoginFailures(ctx));
  await part(ctx, "accounts", () => sweepAccounts(ctx));
  await part(ctx, "sign-ins through providers", () => sweepSignIns(ctx));
  await part(ctx, "sockets of ended sessions", () => sweepUntoldSessions(ctx));
  await part(ctx, "ticket holders of rooms", () => sweepAdmissions(ctx));
  await part(ctx, "idempotency records", () => sweepAnswers(env, ctx.now()));
  await part(ctx, "errors of messages", () => sweepMessageErrors(env, ctx.now()));
  flushSoon(env, ctx.waitUntil, ctx.now());
}

async function part(ctx: Ctx, name: string, work: () => Promise<unknown>): Promise<void> {
  await work().catch((error: unknown) => ctx.log.error("a part of the sweep failed", error, { part: name }));
}
