import { refundReasons } from "../../../contracts/events.ts";
import { foreignRefundReason } from "../../payments/take-news.ts";
import type { Ctx } from "../../platform/context.ts";
import { announceFacts } from "../../platform/outbox.ts";

/**
 * On `payment.refunded`: an order that stands has in its timeline what went back of it without being called off, and when all of it has, others hear that it is
 * REFUNDED. What a return or a calling off gives back is told with these. Again: nothing new.
 */
export async function tellRefunds(ctx: Ctx, events: readonly { refundId: string }[]): Promise<void> {
  const { DB } = ctx.env;
  const ids = JSON.stringify(events.map(({ refundId }) => refundId));
  await DB.batch([DB.prepare(intoTimeline).bind(ids, refundReasons.BUYER, foreignRefundReason), DB.prepare(asFacts).bind(ids, ctx.now())]);
  announceFacts(ctx);
}

const told = `FROM json_each(?1) CROSS JOIN refunds ON refunds.id = json_each.value CROSS JOIN orders ON orders.payment_id = refunds.payment_id
  WHERE orders.state = 'CONFIRMED' AND orders.ended_by IS NULL`;

const intoTimeline = `
  INSERT INTO order_timeline (order_id, key, at, type, actor, details)
  SELECT orders.id, refunds.id, refunds.created_at, 'refunded', CASE refunds.reason WHEN ?2 THEN 'user' WHEN ?3 THEN 'system' ELSE 'server' END,
    json_object('amount', refunds.amount, 'refundId', refunds.id)
  ${told} AND refunds.reason <> 'returned'
  ON CONFLICT DO NOTHING`;

const asFacts = `
  INSERT INTO outbox (id, app_id, type, body, created_at)
  SELECT DISTINCT 'fact_refunded_' || orders.id, orders.app_id, 'order.refunded',
    json_object('orderId', orders.id, 'userId', orders.user_id, 'amount', orders.refunded_amount, 'ofRefunds', json('true')), ?2
  ${told} AND orders.status = 'REFUNDED'
  ON CONFLICT DO NOTHING`;
