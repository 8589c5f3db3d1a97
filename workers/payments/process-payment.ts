import { and, eq, sql } from "drizzle-orm";
import type { ProcessPayment } from "../../contracts/payments.ts";
import { idPrefixes } from "../../contracts/values.ts";
import { AppError } from "../platform/app-error.ts";
import type { UserCtx } from "../platform/context.ts";
import { type PaidReservation, payReservation } from "./pay-reservation.ts";
import { paymentView } from "./read.ts";
import { orders, payments, ticketOrders } from "./tables.ts";

/**
 * Pays for a reservation of one's own, or for an order of tickets, which is booked by itself as soon as the payment succeeds. An order of the shop was charged
 * by its checkout: that payment is answered. Errors: ORDER_NOT_FOUND, and those of `payReservation`; for an order that it was too late for
 * RESERVATION_EXPIRED with `details.refundId`.
 */
export async function processPayment(ctx: UserCtx, { reservationToken, orderId, method, token }: ProcessPayment): Promise<PaidReservation> {
  if (orderId === undefined)
    return payReservation(ctx, { reservationToken: reservationToken ?? "", method, token }, { confirmsItself: false });
  if (orderId.startsWith(`${idPrefixes.order}_`)) return paymentOfOrder(ctx, orderId);
  const order = { reservationToken: await reservationOfOrder(ctx, orderId), method, token };
  const paid = await payReservation(ctx, order, { confirmsItself: true });
  return { ...paid, payment: { ...paid.payment, orderId } };
}

async function reservationOfOrder(ctx: UserCtx, orderId: string): Promise<string> {
  const order = await ctx.db
    .select({ reservationToken: ticketOrders.reservationToken })
    .from(ticketOrders)
    .where(and(eq(ticketOrders.id, orderId), eq(ticketOrders.appId, ctx.tenant.appId), eq(ticketOrders.userId, ctx.actor.userId)))
    .get();
  if (order === undefined) throw new AppError("ORDER_NOT_FOUND");
  return order.reservationToken;
}

async function paymentOfOrder(ctx: UserCtx, orderId: string): Promise<PaidReservation> {
  const found = await ctx.db
    .select({ payment: payments, expiresAt: sql<number>`${orders.expiresAt}`.as("order_expires_at") })
    .from(payments)
    .innerJoin(orders, eq(orders.id, payments.orderId))
    .where(and(eq(payments.orderId, orderId), eq(payments.appId, ctx.tenant.appId), eq(payments.userId, ctx.actor.userId)))
    .get();
  if (found === undefined) throw new AppError("ORDER_NOT_FOUND");
  return { payment: paymentView(found.payment), expiresAt: new Date(found.expiresAt).toISOString(), created: false, booking: null };
}
