import { eq } from "drizzle-orm";
import type { Reservation } from "../../../contracts/bookings.ts";
import type { StoredCart } from "../../../contracts/cart.ts";
import type { Refusal } from "../../../contracts/ledger.ts";
import { limits } from "../../../contracts/limits.ts";
import type { CheckedOut, Checkout } from "../../../contracts/orders.ts";
import { askLedger } from "../../booking/showtime-ledger.ts";
import { askForCharge, newPayment, recordCharge } from "../../payments/charge-payment.ts";
import { getPayment } from "../../payments/read.ts";
import { type Outcome, outcomeRecord } from "../../payments/record-outcome.ts";
import type { PaymentRow } from "../../payments/tables.ts";
import { AppError } from "../../platform/app-error.ts";
import { granted } from "../../platform/call-object.ts";
import type { UserCtx } from "../../platform/context.ts";
import { statementOf } from "../../platform/database.ts";
import { newId, showtimeOf } from "../../platform/ids.ts";
import { announceFacts } from "../../platform/outbox.ts";
import { cartOf } from "../cart/cart-of.ts";
import { type OrderLineRow, type OrderRow, orders } from "../orders/tables.ts";
import { variantsOf } from "../products/variants-of.ts";
import { promotionFor } from "../promotions/promotion-for.ts";
import { showsOf } from "../shows-of.ts";
import { isTickets } from "./book-reservations.ts";
import { leaveOrder, newWorker } from "./lease.ts";
import { madeOrder, readingOf } from "./made-order.ts";
import { placeOrder } from "./place-order.ts";
import { type PricedOrder, pricedOrder } from "./priced-order.ts";
import { asWorker, complete, settleOrder } from "./settle-order.ts";

/** `created` false: the order that was being made of this cart already. */
export type MadeOrder = CheckedOut & { created: boolean };

/**
 * Makes an order of the caller's cart and has it paid: all of it or nothing. The order is CONFIRMED and its seats are booked when this answers, or it waits
 * for its payment (`payment.status` PENDING) and completes itself. Whatever is refused leaves the cart as it was. Errors: CART_EMPTY; OUT_OF_STOCK,
 * PRICE_CHANGED and RESERVATION_EXPIRED with `details.items`; PROMOTION_USED_UP, PROMOTION_NOT_APPLICABLE; PAYMENT_METHOD_MISSING; PAYMENT_DECLINED,
 * PAYMENT_PROVIDER_ERROR; DEPENDENCY_UNAVAILABLE. A reservation that is lost after it was paid: RESERVATION_EXPIRED with `details.refundId`.
 */
export async function checkOut(ctx: UserCtx, input: Checkout): Promise<MadeOrder> {
  const cart = cartOf(ctx.env, ctx.tenant.appId, { userId: ctx.actor.userId });
  const untilMs = ctx.now() + limits.checkoutLeaseSeconds * 1000;
  const begun = granted(await cart.beginCheckout({ orderId: newId("order", ctx.now()), untilMs }));
  if (!begun.begun) return { ...(await orderOfAnother(ctx, begun.orderId)), created: false };
  const { orderId } = begun;
  const worker = newWorker();
  const placing = await placed(ctx, begun.cart, { ...input, orderId, worker }).catch(async (error: unknown) => {
    await cart.checkoutFailed({ orderId });
    throw error;
  });
  let done: CheckedOut | null = null;
  try {
    done = await paid(ctx, placing, worker);
  } finally {
    announceFacts(ctx);
  }
  return { ...(done ?? (await madeOrder(ctx, orderId))), created: true };
}

interface Placing extends Checkout {
  orderId: string;
  worker: string;
}

/** An order that is written down with what it takes of stock and code, and how it is to be paid; `charge` null: it costs nothing. */
interface Placement {
  order: OrderRow;
  lines: OrderLineRow[];
  charge: { payment: PaymentRow; token: string } | null;
}

/** Places the order. The holds in it are extended for the payment. */
async function placed(ctx: UserCtx, cart: StoredCart, { orderId, worker, paymentMethod, shippingAddress }: Placing): Promise<Placement> {
  const order = pricedOrder(cart, await surroundingsOf(ctx, cart));
  if (!order.ok) {
    if (order.code === "PRICE_CHANGED") await showPrices(ctx, order);
    throw refusalOf(order);
  }
  const { total: amount, currency } = order;
  if (amount > 0 && paymentMethod === undefined) throw new AppError("PAYMENT_METHOD_MISSING", { total: amount });
  const payment =
    amount === 0 || paymentMethod === undefined
      ? null
      : newPayment(ctx, { orderId }, { amount, currency, method: paymentMethod.method, confirmsItself: false });
  await extendHolds(ctx, order);
  const answer = await placeOrder(ctx, { orderId, worker, order, payment, shippingAddress });
  if (!answer.ok) throw refusalOf(answer);
  return { ...answer, charge: payment && { payment, token: paymentMethod?.token ?? "" } };
}

const refusalOf = ({ code, details }: Refusal): AppError => new AppError(code, details);

/** Whoever has been told of the new prices may order at them. */
async function showPrices(ctx: UserCtx, { details }: Refusal): Promise<void> {
  const changed = (details?.items ?? []) as { itemId: string; price: number }[];
  const prices = changed.map(({ itemId, price }) => ({ itemId, price }));
  await cartOf(ctx.env, ctx.tenant.appId, { userId: ctx.actor.userId }).pricesSeen({ prices });
}

async function surroundingsOf(ctx: UserCtx, { items, promotionCode }: StoredCart) {
  const tokens = items.flatMap((item) => (item.kind === "TICKETS" ? [item.reservationToken] : []));
  const variantIds = items.flatMap((item) => (item.kind === "PRODUCT" ? [item.variantId] : []));
  const [variants, reservations, shows, promotion] = await Promise.all([
    variantsOf(ctx, variantIds),
    Promise.all(tokens.map((token) => reservationOf(ctx, token))),
    showsOf(
      ctx,
      tokens.map((token) => showtimeOf(token) ?? ""),
    ),
    promotionCode === null ? null : promotionFor(ctx, promotionCode),
  ]);
  return {
    variants: new Map(variants.map((variant) => [variant.variantId, variant])),
    reservations: new Map(reservations.filter((found) => found !== null).map((found) => [found.reservationToken, found])),
    shows,
    promotion,
    now: ctx.now(),
  };
}

/** Null for one that its showtime does not know. */
async function reservationOf(ctx: UserCtx, token: string): Promise<Reservation | null> {
  const { userId } = ctx.actor;
  const answer = await askLedger(ctx, showtimeOf(token) ?? "", { idempotent: true }, (ledger) => ledger.reservation({ userId, token }));
  return answer.ok ? answer.reservation : null;
}

async function extendHolds(ctx: UserCtx, { lines }: PricedOrder): Promise<void> {
  const { userId } = ctx.actor;
  await Promise.all(
    lines.map(async ({ showtimeId, reservationToken: token }) => {
      if (showtimeId === null || token === null) return;
      granted(await askLedger(ctx, showtimeId, { idempotent: true }, (ledger) => ledger.beginPayment({ userId, token })));
    }),
  );
}

/** Has the order paid, and completes it if that is done: then it answers it. Whatever goes wrong, `settleOrder` gives back what was taken. */
async function paid(ctx: UserCtx, placement: Placement, worker: string): Promise<CheckedOut | null> {
  const { order, charge } = placement;
  if (charge === null) return completed(ctx, placement, worker, null);
  const { id: orderId } = order;
  const charged = await charging(ctx, placement).catch(async (error: unknown) => {
    await settleOrder(ctx, orderId, worker);
    throw error;
  });
  if (charged !== "PENDING") return completed(ctx, placement, worker, charged);
  await cartOf(ctx.env, ctx.tenant.appId, ctx.actor).beginCheckout({ orderId, untilMs: order.expiresAt });
  await leaveOrder(ctx, orderId, worker);
  return null;
}

/** PENDING while nobody knows; null if the payment has succeeded, and what the provider said where that is written down with the order's end. */
async function charging(ctx: UserCtx, { lines, charge }: Placement): Promise<Outcome | "PENDING" | null> {
  if (charge === null) return null;
  const outcome = await askForCharge(ctx, charge.payment, charge.token);
  // Seats are booked only for a payment of which it is written that it has succeeded.
  if (outcome.status === "succeeded" && !lines.some(isTickets)) return outcome;
  const { status } = await recordCharge(ctx, charge.payment, outcome);
  return status === "PENDING" ? status : null;
}

/** Completes the order and answers it as it stands then. `outcome`: of its charge, if that is not written down yet. */
async function completed(
  ctx: UserCtx,
  { order, lines, charge }: Placement,
  worker: string,
  outcome: Outcome | null,
): Promise<CheckedOut | null> {
  const { id: orderId, paymentId } = order;
  const { statements, read } = readingOf(ctx, orderId);
  let done: CheckedOut | null = null;
  const reading = {
    statements,
    read: (answers: D1Result[]): void => {
      done = read(answers);
    },
  };
  const refused = await asWorker(ctx, orderId, worker, async () => {
    if (outcome === null || charge === null) return complete(ctx, order, lines, worker, { reading });
    const paying = statementOf(ctx.env.DB, outcomeRecord(ctx, charge.payment, outcome)).statement;
    try {
      return await complete(ctx, order, lines, worker, { reading, paying });
    } catch (error) {
      // The money was taken all the same. Written down, it brings the order further; one that has come to nothing gives it back.
      await recordCharge(ctx, charge.payment, outcome);
      throw error;
    }
  });
  if (refused === null) return done;
  const refundId = paymentId === null ? null : (await getPayment(ctx, paymentId)).refundId;
  throw new AppError(refused.code, { ...refused.details, ...(refundId !== null && { refundId }) });
}

const joiningMs = 5000;
const pauseMs = 50;

/** The order that another call is making of the same cart, as soon as that has got anywhere. CART_CHECKING_OUT if it takes too long. */
async function orderOfAnother(ctx: UserCtx, orderId: string): Promise<CheckedOut> {
  for (const until = Date.now() + joiningMs; Date.now() < until; await scheduler.wait(pauseMs)) {
    const row = await ctx.db.select({ leasedUntil: orders.leasedUntil }).from(orders).where(eq(orders.id, orderId)).get();
    if (row !== undefined && row.leasedUntil < ctx.now()) return madeOrder(ctx, orderId);
  }
  throw new AppError("CART_CHECKING_OUT", { orderId });
}
