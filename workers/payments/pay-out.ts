import { eq, sql } from "drizzle-orm";
import type { Ctx } from "../platform/context.ts";
import { among } from "../platform/database.ts";
import { announceFacts } from "../platform/outbox.ts";
import { providerNamed } from "./provider.ts";
import { payments, refunds } from "./tables.ts";

/** How many refunds are with the provider at the same time. */
const atOnce = 6;

interface Refund {
  id: string;
  amount: number;
  currency: string;
  status: "PENDING" | "SUCCEEDED";
  chargeId: string | null;
  provider: string;
}

/**
 * Has the provider give the money of these refunds back and notes which it did. Returns the ids of those that are paid; the sweep tries the others
 * again. May be repeated: the provider knows a refund by its id. Throws if they could not be read or noted.
 */
export async function payOut(ctx: Ctx, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const known: Refund[] = await ctx.db
    .select({
      id: refunds.id,
      amount: refunds.amount,
      currency: payments.currency,
      status: refunds.status,
      chargeId: payments.chargeId,
      provider: payments.provider,
    })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .where(among(refunds.id, ids));
  const waiting = known.filter(({ status }) => status === "PENDING");
  const paid: string[] = [];
  await Promise.all(Array.from({ length: Math.min(atOnce, waiting.length) }, () => payEach(ctx, waiting, paid)));
  if (paid.length > 0) {
    await ctx.db.update(refunds).set({ status: sql`'SUCCEEDED'`, updatedAt: ctx.now() }).where(among(refunds.id, paid));
    announceFacts(ctx);
  }
  return new Set([...known.filter(({ status }) => status === "SUCCEEDED").map(({ id }) => id), ...paid]);
}

/** Takes one after the other from a list that it shares with its siblings. */
async function payEach(ctx: Ctx, waiting: Refund[], paid: string[]): Promise<void> {
  for (let refund = waiting.pop(); refund !== undefined; refund = waiting.pop()) {
    const { id: refundId, chargeId, amount, currency, provider } = refund;
    try {
      if (chargeId === null) throw new Error("its payment has no charge");
      await providerNamed(provider).refund(ctx, { refundId, chargeId, amount, currency });
      paid.push(refundId);
    } catch (error) {
      ctx.log.error("refund waits for the provider", error, { refund: refundId });
    }
  }
}
