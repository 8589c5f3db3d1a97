import type { MarqueeEvent } from "../../contracts/events.ts";
import type { EndReason } from "../commerce/checkout/undo-order.ts";
import type { OrderLineRow, OrderRow } from "../commerce/orders/tables.ts";
import { enqueueMails, type NewMail } from "./enqueue-mails.ts";
import { type OrderSurroundings, orderSurroundingsOf } from "./order-surroundings.ts";
import type { MailedLine, OrderPaidMail, OrderRefundMail, OrderShippedMail } from "./templates/order-mails.ts";

type OrderTold = Extract<MarqueeEvent, { wasPaid: boolean }>;

/**
 * Mails buyers what became of their orders: paid, shipped, delivered, cancelled, returned, refunded. Each fact once, however often its event comes. Nobody is mailed
 * of an order that came to nothing before it was paid, nor of refunds that have mails of their own, nor whose account is gone by then. Throws if they could not all be recorded, so that the events
 * come again.
 */
export async function sendOrderMails(env: Env, events: readonly OrderTold[]): Promise<void> {
  const told = events.filter(({ type, wasPaid, ofRefunds }) => wasPaid && !ofRefunds && type !== "order.fulfilling");
  const around = await orderSurroundingsOf(
    env,
    told.map(({ orderId }) => orderId),
  );
  const mails = told.flatMap((event): NewMail[] => {
    const found = around(event.orderId);
    const written = found === null || found.order.appId !== event.appId ? null : mailOf(event, found);
    if (found === null || written === null) return [];
    const key = `${written.kind}:${event.orderId}:${event.id}`;
    return [{ ...written, key, appId: event.appId, recipient: found.recipient }];
  });
  await enqueueMails(env, mails);
}

function mailOf(event: OrderTold, around: OrderSurroundings): Pick<NewMail, "kind" | "payload"> | null {
  const { order, lines, name, linkTo } = around;
  const { id: orderId, currency, shippingAddress: address } = order;
  const about = { orderId, name, currency, link: linkTo(`/orders/${orderId}`) };
  const mailed = (some: readonly OrderLineRow[], quantityOf = ({ quantity }: OrderLineRow) => quantity, withAmounts = false) =>
    some.map((line) => mailedLine(line, around, quantityOf(line), withAmounts));
  const products = lines.filter(({ kind }) => kind === "PRODUCT");
  const refund = (some: MailedLine[]): OrderRefundMail => ({ ...about, lines: some, refund: event.amount, reason: reasonOf(order) });
  switch (event.type) {
    case "order.paid": {
      const { subtotal, discount, promotionCode, total } = order;
      const payload: OrderPaidMail = { ...about, lines: mailed(lines, undefined, true), subtotal, discount, promotionCode, total, address };
      return { kind: "order-paid", payload };
    }
    case "order.shipped":
    case "order.delivered": {
      const payload: OrderShippedMail = { ...about, lines: mailed(products), address, tracking: order.tracking };
      return { kind: event.type === "order.shipped" ? "order-shipped" : "order-delivered", payload };
    }
    case "order.cancelled":
      return { kind: "order-cancelled", payload: refund(mailed(lines)) };
    case "order.returned": {
      const returned = products.filter(({ returnedQuantity }) => returnedQuantity > 0);
      return { kind: "order-returned", payload: refund(mailed(returned, ({ returnedQuantity }) => returnedQuantity)) };
    }
    case "order.refunded":
      return { kind: "order-refunded", payload: refund(mailed(lines)) };
    default:
      return null;
  }
}

/** Why an order came to nothing by itself, as a mail says it. Whoever ends one that was bought says it in words of their own. */
const ends: Record<EndReason, string | null> = {
  PAYMENT_FAILED: "The payment failed.",
  NOT_PAID_IN_TIME: "It was not paid in time.",
  RESERVATION_EXPIRED: "The seats were no longer held.",
  INTERRUPTED: "It could not be completed.",
  CANCELLED_BY_BUYER: null,
  CANCELLED_BY_SELLER: null,
};
const isEnd = (reason: string): reason is EndReason => Object.hasOwn(ends, reason);
const reasonOf = ({ endReason }: OrderRow): string | null => (endReason !== null && isEnd(endReason) ? ends[endReason] : endReason);

/** The tickets themselves are in the mail of their booking: this one leads to them. */
function mailedLine(line: OrderLineRow, { showOf, linkTo }: OrderSurroundings, quantity: number, withAmount: boolean): MailedLine {
  const { name, variantName, amount, showtimeId, bookingId } = line;
  return {
    name,
    variantName,
    quantity,
    amount: withAmount ? amount : null,
    show: showOf(showtimeId),
    link: withAmount && bookingId !== null ? linkTo(`/bookings/${bookingId}`) : null,
  };
}
