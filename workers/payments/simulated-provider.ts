import { exports } from "cloudflare:workers";
import { and, eq, lt, sql } from "drizzle-orm";
import { Webhook } from "standardwebhooks";
import { SimulatedWebhook } from "../../contracts/payments.ts";
import { AppError } from "../platform/app-error.ts";
import type { Ctx } from "../platform/context.ts";
import type { ChargeOutcome, PaymentProvider } from "./provider.ts";
import { simulatedCharges, simulatedRefunds } from "./tables.ts";

type Charge = typeof simulatedCharges.$inferSelect;

/** What each test token does. Any other token is declined, as an unknown card would be. */
const behaviours: Record<string, { settlesInSeconds: number } | { failureCode: string } | "succeeds" | "breaks"> = {
  tok_ok: "succeeds",
  tok_slow: { settlesInSeconds: 2 },
  tok_pending: { settlesInSeconds: 5 },
  tok_declined: { failureCode: "card_declined" },
  tok_insufficient_funds: { failureCode: "insufficient_funds" },
  tok_error: "breaks",
};

/**
 * A provider that takes no money and otherwise behaves like one: it keeps books of its own, remembers what it was asked by our reference,
 * settles slow charges later and says so by a signed webhook.
 */
export const simulatedProvider: PaymentProvider = {
  name: "simulated",

  async charge(ctx, { reference, amount, currency, token }) {
    const behaviour = Object.hasOwn(behaviours, token) ? behaviours[token] : undefined;
    if (behaviour === "breaks") throw new Error("the simulated provider broke, as tok_error asks");
    const failureCode =
      behaviour === undefined ? "card_unknown" : typeof behaviour === "object" && "failureCode" in behaviour ? behaviour.failureCode : null;
    const settlesIn = typeof behaviour === "object" && "settlesInSeconds" in behaviour ? behaviour.settlesInSeconds : null;
    const now = ctx.now();
    const id = `sim_${reference}`;
    // One statement that writes a charge, or answers the one that there is: as whoever asked first was answered.
    const charge = await ctx.db
      .insert(simulatedCharges)
      .values({
        id,
        reference,
        amount,
        currency,
        status: failureCode !== null ? "failed" : settlesIn !== null ? "pending" : "succeeded",
        failureCode,
        settlesAt: settlesIn === null ? null : now + settlesIn * 1000,
        refunded: 0,
        createdAt: now,
      })
      .onConflictDoUpdate({ target: simulatedCharges.id, set: { id } })
      .returning()
      .get();
    if (settlesIn !== null) await ctx.env.SIMULATED_PROVIDER.send({ chargeId: id }, { delaySeconds: settlesIn });
    return outcomeOf(charge, now);
  },

  async retrieve(ctx, { reference }) {
    const charge = await ctx.db
      .select()
      .from(simulatedCharges)
      .where(eq(simulatedCharges.id, `sim_${reference}`))
      .get();
    return charge === undefined ? null : outcomeOf(charge, ctx.now());
  },

  async refund(ctx, { refundId, chargeId, amount }) {
    const [, [booked]] = await ctx.db.batch([
      ctx.db
        .insert(simulatedRefunds)
        .select(
          sql`SELECT ${refundId}, id, ${amount}, ${ctx.now()} FROM simulated_charges
            WHERE id = ${chargeId} AND status = 'succeeded' AND refunded + ${amount} <= amount`,
        )
        .onConflictDoNothing(),
      ctx.db.select({ id: simulatedRefunds.id }).from(simulatedRefunds).where(eq(simulatedRefunds.id, refundId)),
    ]);
    if (booked === undefined) throw new Error(`the simulated provider has not so much to give back of ${chargeId}`);
  },

  async readWebhook(ctx, { headers, body }) {
    const signed = { "webhook-id": "", "webhook-timestamp": "", "webhook-signature": "" };
    for (const name of Object.keys(signed) as (keyof typeof signed)[]) signed[name] = headers.get(name) ?? "";
    try {
      new Webhook(ctx.env.PAYMENTS_WEBHOOK_SECRET).verify(body, signed);
    } catch {
      throw new AppError("SIGNATURE_INVALID");
    }
    const delivery = SimulatedWebhook.safeParse(JSON.parse(body));
    if (!delivery.success)
      throw new AppError("VALIDATION_FAILED", { issues: [{ path: "", message: "is not a webhook of the simulated provider" }] });
    const { type, data } = delivery.data;
    const { chargeId, reference, amount, currency, failureCode } = data;
    return {
      type: "settled",
      chargeId,
      reference,
      amount,
      currency,
      outcome: type === "charge.succeeded" ? "succeeded" : "failed",
      ...(failureCode !== undefined && { failureCode }),
    };
  },
};

function outcomeOf(charge: Charge, now: number): ChargeOutcome {
  const { id: chargeId, status, amount } = charge;
  if (status === "failed") return { status, chargeId, failureCode: charge.failureCode ?? "card_declined" };
  if (status === "succeeded") return { status, chargeId, amount };
  const settlesInSeconds = Math.max(1, Math.ceil(((charge.settlesAt ?? now) - now) / 1000));
  return { status, chargeId, nextAction: { type: "await_settlement", settlesInSeconds } };
}

/**
 * Settles a pending charge in the provider's books and tells us so by a webhook, through the Worker's own entry: a fetch of one's own host name
 * fails when deployed. Throws if we do not take the delivery, so that it comes again.
 */
export async function settleSimulatedCharge(ctx: Ctx, chargeId: string): Promise<void> {
  await ctx.db
    .update(simulatedCharges)
    .set({ status: "succeeded" })
    .where(and(eq(simulatedCharges.id, chargeId), eq(simulatedCharges.status, "pending")));
  const charge = await ctx.db.select().from(simulatedCharges).where(eq(simulatedCharges.id, chargeId)).get();
  if (charge === undefined) return;
  const response = await exports.default.fetch(signedWebhook(ctx, charge));
  if (!response.ok) throw new Error(`the webhook of ${chargeId} was answered with ${response.status}`);
}

/** The charges that should have settled by now: their messages were lost with a restart of the queue. */
export async function overdueCharges(ctx: Ctx, limit: number): Promise<string[]> {
  const rows = await ctx.db
    .select({ id: simulatedCharges.id })
    .from(simulatedCharges)
    .where(and(eq(simulatedCharges.status, sql.raw("'pending'")), lt(simulatedCharges.settlesAt, ctx.now() - 30_000)))
    .limit(limit);
  return rows.map(({ id }) => id);
}

function signedWebhook(ctx: Ctx, charge: Charge): Request {
  const at = new Date(ctx.now());
  const webhookId = `whk_${charge.id}`;
  const payload: SimulatedWebhook = {
    type: charge.status === "failed" ? "charge.failed" : "charge.succeeded",
    timestamp: at.toISOString(),
    data: {
      chargeId: charge.id,
      reference: charge.reference,
      amount: charge.amount,
      currency: charge.currency,
      ...(charge.failureCode !== null && { failureCode: charge.failureCode }),
    },
  };
  const body = JSON.stringify(payload);
  return new Request("https://marquee.internal/api/v1/webhooks/payments/simulated", {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "webhook-id": webhookId,
      "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
      "webhook-signature": new Webhook(ctx.env.PAYMENTS_WEBHOOK_SECRET).sign(webhookId, at, body),
    },
    body,
  });
}
