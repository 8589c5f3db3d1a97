import { eq, getTableColumns } from "drizzle-orm";
import type { CheckedOut } from "../../../contracts/orders.ts";
import { paymentView, toldColumns } from "../../payments/read.ts";
import { payments } from "../../payments/tables.ts";
import { AppError } from "../../platform/app-error.ts";
import type { UserCtx } from "../../platform/context.ts";
import { statementOf } from "../../platform/database.ts";
import { linesInOrder, orderView, timelineInOrder } from "../orders/read.ts";
import { orders } from "../orders/tables.ts";

/** An order as it stands, with its payment. ORDER_NOT_FOUND. */
export async function madeOrder(ctx: UserCtx, orderId: string): Promise<CheckedOut> {
  const { statements, read } = readingOf(ctx, orderId);
  return read(await ctx.env.DB.batch(statements));
}

/** The statements that ask for an order with its payment, and how it is read from what a batch answers to them. ORDER_NOT_FOUND. */
export function readingOf(ctx: UserCtx, orderId: string): { statements: D1PreparedStatement[]; read: (answers: D1Result[]) => CheckedOut } {
  const { DB } = ctx.env;
  const order = statementOf(DB, ctx.db.select().from(orders).where(eq(orders.id, orderId)));
  const lines = statementOf(DB, linesInOrder(ctx, orderId));
  const timeline = statementOf(DB, timelineInOrder(ctx, orderId));
  const payment = statementOf(
    DB,
    ctx.db
      .select({ ...getTableColumns(payments), ...toldColumns })
      .from(payments)
      .where(eq(payments.orderId, orderId)),
  );
  const read = ([ofOrder, ofLines, ofTimeline, ofPayment]: D1Result[]): CheckedOut => {
    if (!ofOrder || !ofLines || !ofTimeline || !ofPayment) throw new Error("a batch answers each of its statements");
    const [row] = order.rowsOf(ofOrder);
    if (row === undefined) throw new AppError("ORDER_NOT_FOUND");
    const [paid] = payment.rowsOf(ofPayment);
    return {
      order: orderView(row, lines.rowsOf(ofLines), timeline.rowsOf(ofTimeline)),
      payment: paid === undefined ? null : paymentView(paid, paid),
    };
  };
  return { statements: [order, lines, timeline, payment].map(({ statement }) => statement), read };
}
