import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import type { Page } from "../../../contracts/envelope.ts";
import type { TicketOrder, TicketOrderQuery, TicketOrderStatus } from "../../../contracts/ticket-orders.ts";
import { AppError } from "../../platform/app-error.ts";
import { granted } from "../../platform/call-object.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { encodeCursor, olderThan, toPage } from "../../platform/cursor.ts";
import { visibleTo } from "../../platform/visible-rows.ts";
import { askLedger } from "../showtime-ledger.ts";
import { bookings, reservations } from "../tables.ts";
import { orderStatus, orderStatusIn } from "./order-status.ts";
import { type TicketOrderRow, ticketOrders } from "./tables.ts";

/** What became of an order. `expiresAt`, in ms: of its hold, which a payment extends. */
interface OrderState {
  status: TicketOrderStatus;
  expiresAt: number;
  bookingId: string | null;
}

/** An order as its showtime's object has it at this moment. ORDER_NOT_FOUND, also for another user's. */
export async function getTicketOrder(ctx: TenantCtx, { id }: { id: string }): Promise<TicketOrder> {
  const row = await ctx.db
    .select()
    .from(ticketOrders)
    .where(and(visibleTo(ctx, ticketOrders), eq(ticketOrders.id, id)))
    .get();
  if (row === undefined) throw new AppError("ORDER_NOT_FOUND");
  return orderView(row, await stateNow(ctx, row));
}

async function stateNow(ctx: TenantCtx, { showtimeId, reservationToken: token }: TicketOrderRow): Promise<OrderState> {
  const { reservation } = granted(
    await askLedger(ctx, showtimeId, { idempotent: true }, (ledger) => ledger.reservation({ userId: null, token })),
  );
  const { status, bookingId } = reservation;
  const expiresAt = Date.parse(reservation.expiresAt);
  if (bookingId === null) return { status: orderStatus(status, null), expiresAt, bookingId };
  const { booking } = granted(await askLedger(ctx, showtimeId, { idempotent: true }, (ledger) => ledger.bookingOf(token)));
  return { status: orderStatus(status, booking?.status ?? null), expiresAt, bookingId };
}

/** The caller's orders, newest first, as D1 was last told of them. */
export async function listTicketOrders(ctx: TenantCtx, query: TicketOrderQuery): Promise<Page<TicketOrder>> {
  const status = orderStatusIn(ctx.now());
  const rows = await selectOrders(ctx, status)
    .where(
      and(
        visibleTo(ctx, ticketOrders),
        query.status && sql`${status} = ${query.status}`,
        olderThan(query.cursor, ticketOrders.createdAt, ticketOrders.id),
      ),
    )
    .orderBy(desc(ticketOrders.createdAt), desc(ticketOrders.id))
    .limit(query.limit + 1);
  return toPage(rows, query.limit, ({ order }) => encodeCursor(order.createdAt, order.id), orderRowView);
}

/** Orders with what became of each, in one statement. */
export const selectOrders = ({ db }: Pick<TenantCtx, "db">, status: SQL<TicketOrderStatus>) =>
  db
    .select({ order: ticketOrders, status, expiresAt: reservations.expiresAt, bookingId: bookings.id })
    .from(ticketOrders)
    .leftJoin(reservations, eq(reservations.token, ticketOrders.reservationToken))
    .leftJoin(bookings, eq(bookings.reservationToken, ticketOrders.reservationToken))
    .$dynamic();
type OrderFound = Awaited<ReturnType<typeof selectOrders>>[number];

export const orderRowView = ({ order, status, expiresAt, bookingId }: OrderFound): TicketOrder =>
  orderView(order, { status, expiresAt: expiresAt ?? order.expiresAt, bookingId });

export const orderView = (row: TicketOrderRow, { status, expiresAt, bookingId }: OrderState): TicketOrder => ({
  id: row.id,
  status,
  userId: row.userId,
  eventId: row.listingId,
  showtimeId: row.showtimeId,
  reservationToken: row.reservationToken,
  seats: row.seats,
  amount: row.amount,
  currency: row.currency,
  expiresAt: new Date(expiresAt).toISOString(),
  bookingId,
  createdAt: new Date(row.createdAt).toISOString(),
});
