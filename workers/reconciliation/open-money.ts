import { limits } from "../../contracts/limits.ts";
import { sweepPayments } from "../payments/sweep-payments.ts";
import type { Ctx } from "../platform/context.ts";
import type { Finding, PartStep } from "./finding.ts";

const minuteMs = 60_000;
/** A payer's bank may take a day over it, and so may whoever pays refunds out. */
const pendingMs = 24 * 60 * minuteMs;
const refundMs = 60 * minuteMs;
/** What was taken must be of use, or have gone back, within this time. */
const unusedMs = 15 * minuteMs;
const sweepsMax = 5;

/**
 * Payments and refunds that stand open for too long: PAYMENT_PENDING, nobody has said what became of it for a day; PAYMENT_UNUSED, money was taken fifteen
 * minutes ago and neither a booking nor an order has it, nor has it gone back; REFUND_STUCK, a refund is unpaid after an hour. The sweep of payments mends
 * what it can. Looks at the oldest so many of each.
 */
export async function settleOpenMoney(ctx: Ctx): Promise<PartStep<never>> {
  const before = await openMoney(ctx);
  if (before.length === 0) return { next: null, done: 0, findings: [] };
  for (let sweeps = 0; sweeps < Math.min(sweepsMax, Math.ceil(before.length / 100)); sweeps++) await sweepPayments(ctx);
  const open = new Set((await openMoney(ctx)).map(({ subject }) => subject));
  return { next: null, done: before.length, findings: before.map((found) => ({ ...found, healed: !open.has(found.subject) })) };
}

async function openMoney(ctx: Ctx): Promise<Omit<Finding, "healed">[]> {
  const now = ctx.now();
  const ask = (statement: string, ...values: number[]) => ctx.env.DB.prepare(statement).bind(...values, limits.paymentsCompared);
  const found = await ctx.env.DB.batch<Omit<Finding, "healed">>([
    ask(pendingPayments, now - pendingMs),
    ask(unusedPayments, now - unusedMs, now),
    ask(stuckRefunds, now - refundMs),
  ]);
  return found.flatMap(({ results }) => results);
}

const pendingPayments = `
  SELECT 'PAYMENT_PENDING' AS kind, id AS subject, amount || ' ' || currency || ' at ' || provider AS detail FROM payments
  WHERE status = 'PENDING' AND created_at < ?1 ORDER BY created_at LIMIT ?2`;

/** In the words of the index `payments_unbooked`. Whoever still holds the seats may book them yet. */
const unusedPayments = `
  SELECT 'PAYMENT_UNUSED' AS kind, id AS subject, amount || ' ' || currency || ' for ' || coalesce(reservation_token, order_id) AS detail FROM payments
  WHERE status = 'SUCCESS' AND booking_id IS NULL AND (order_id IS NULL OR used_by IS NULL) AND updated_at < ?1
    AND NOT EXISTS (SELECT 1 FROM reservations WHERE token = payments.reservation_token AND reservations.status = 'ACTIVE' AND reservations.expires_at > ?2)
  ORDER BY updated_at LIMIT ?3`;

const stuckRefunds = `
  SELECT 'REFUND_STUCK' AS kind, id AS subject, amount || ' of ' || payment_id AS detail FROM refunds
  WHERE status = 'PENDING' AND created_at < ?1 ORDER BY created_at LIMIT ?2`;
