import { and, asc, eq } from "drizzle-orm";
import type { Order } from "../../contracts/orders.ts";
import type { Payment } from "../../contracts/payments.ts";
import { bookingView, reservationView } from "../booking/read.ts";
import { bookings, reservations } from "../booking/tables.ts";
import { describeShowtimes } from "../catalog/read.ts";
import { linesOf, orderView } from "../commerce/orders/read.ts";
import { orders, orderTimeline } from "../commerce/orders/tables.ts";
import { paymentView, toldColumns } from "../payments/read.ts";
import { payments, refunds } from "../payments/tables.ts";
import type { Ctx } from "../platform/context.ts";
import { among } from "../platform/database.ts";
import type { Found, RefundView, Wanted } from "./found.ts";

/** Looks up what messages of one app want, a statement or two for each kind of which there is something. */
export async function findWanted(ctx: Ctx, appId: string, all: readonly Wanted[]): Promise<Found> {
  const idsOf = (kind: keyof Wanted): string[] => [...new Set(all.flatMap((wanted) => wanted[kind] ?? []))];
  const [paid, refunded, ordered, shows, booked, held] = await Promise.all([
    paymentsOf(ctx, appId, idsOf("payment")),
    refundsOf(ctx, appId, idsOf("refund")),
    ordersOf(ctx, appId, idsOf("order")),
    showsOf(ctx, appId, idsOf("show")),
    bookingsOf(ctx, appId, idsOf("booking")),
    reservationsOf(ctx, appId, idsOf("reservation")),
  ]);
  return {
    payment: (id) => paid.get(id) ?? null,
    refund: (id) => refunded.get(id) ?? null,
    order: (id) => ordered.get(id) ?? null,
    show: (id) => shows.get(id) ?? null,
    booking: (id) => booked.get(id) ?? null,
    reservation: (token) => held.get(token) ?? null,
  };
}

async function paymentsOf(ctx: Ctx, appId: string, ids: readonly string[]): Promise<Map<string, Payment>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db
    .select({ row: payments, ...toldColumns })
    .from(payments)
    .where(and(eq(payments.appId, appId), among(payments.id, ids)));
  return new Map(rows.map(({ row, ...told }) => [row.id, paymentView(row, told)]));
}

async function refundsOf(ctx: Ctx, appId: string, ids: readonly string[]): Promise<Map<string, RefundView>> {
  if (ids.length === 0) return new Map();
  const { id, amount, reason, status } = refunds;
  const rows = await ctx.db
    .select({ id, amount, reason, status })
    .from(refunds)
    .where(and(eq(refunds.appId, appId), among(id, ids)));
  return new Map(rows.map((row) => [row.id, row]));
}

async function ordersOf(ctx: Ctx, appId: string, ids: readonly string[]): Promise<Map<string, Order>> {
  if (ids.length === 0) return new Map();
  const [rows, lines, events] = await Promise.all([
    ctx.db
      .select()
      .from(orders)
      .where(and(eq(orders.appId, appId), among(orders.id, ids))),
    linesOf(ctx, ids),
    ctx.db.select().from(orderTimeline).where(among(orderTimeline.orderId, ids)).orderBy(asc(orderTimeline.at), asc(orderTimeline.key)),
  ]);
  const timelines = Map.groupBy(events, ({ orderId }) => orderId);
  return new Map(rows.map((row) => [row.id, orderView(row, lines.get(row.id) ?? [], timelines.get(row.id) ?? [])]));
}

const showsOf = async (ctx: Ctx, appId: string, ids: string[]): ReturnType<typeof describeShowtimes> =>
  ids.length === 0 ? new Map() : describeShowtimes(ctx.db, appId, ids);

async function bookingsOf(ctx: Ctx, appId: string, ids: readonly string[]) {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db
    .select()
    .from(bookings)
    .where(and(eq(bookings.appId, appId), among(bookings.id, ids)));
  return new Map(rows.map((row) => [row.id, bookingView(row)]));
}

async function reservationsOf(ctx: Ctx, appId: string, tokens: readonly string[]) {
  if (tokens.length === 0) return new Map();
  const rows = await ctx.db
    .select()
    .from(reservations)
    .where(and(eq(reservations.appId, appId), among(reservations.token, tokens)));
  return new Map(rows.map((row) => [row.token, reservationView(row, ctx.now())]));
}
