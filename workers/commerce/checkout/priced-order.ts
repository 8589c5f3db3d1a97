import type { Reservation } from "../../../contracts/bookings.ts";
import type { StoredCart, StoredProduct, StoredTickets } from "../../../contracts/cart.ts";
import type { Refusal } from "../../../contracts/ledger.ts";
import { limits } from "../../../contracts/limits.ts";
import type { PromotionRefusal } from "../../../contracts/promotions.ts";
import { newId } from "../../platform/ids.ts";
import type { NewOrderLine } from "../orders/tables.ts";
import type { SellableVariant } from "../products/variants-of.ts";
import { judgePromotion } from "../promotions/discount.ts";
import type { PromotionFound } from "../promotions/promotion-for.ts";
import type { Show } from "../shows-of.ts";

/** What a cart is made of at this moment: variants, reservations and shows by their ids, and the promotion of its code. */
export interface Surroundings {
  variants: ReadonlyMap<string, SellableVariant>;
  reservations: ReadonlyMap<string, Reservation>;
  shows: ReadonlyMap<string, Show>;
  promotion: PromotionFound | null;
  now: number;
}

/** An order that could be placed. All money in minor units. */
export interface PricedOrder {
  ok: true;
  lines: NewOrderLine[];
  subtotal: number;
  discount: number;
  total: number;
  currency: string;
  promotionId: string | null;
  promotionCode: string | null;
}

/** Codes that were worth something once: whoever entered one is told before they pay more. The others show in the cart what they bring. */
const told: readonly PromotionRefusal[] = ["USED_UP", "USED_BY_YOU", "ENDED", "SWITCHED_OFF"];

/**
 * What a cart comes to as an order, with the prices of this moment; or what has changed since it was filled: RESERVATION_EXPIRED, OUT_OF_STOCK (also of what
 * is sold no more), PRICE_CHANGED for what has become dearer, PROMOTION_USED_UP, PROMOTION_NOT_APPLICABLE. What has become cheaper is sold so.
 */
export function pricedOrder(cart: StoredCart, around: Surroundings): PricedOrder | Refusal {
  const products = cart.items.filter((item) => item.kind === "PRODUCT");
  const tickets = cart.items.filter((item) => item.kind === "TICKETS");
  const refusal = lapsed(tickets, around) ?? outOfStock(products, around) ?? dearer(products, around);
  if (refusal) return refusal;
  const lines = cart.items.map((item) => (item.kind === "PRODUCT" ? productLine(item, around) : ticketsLine(item, around)));
  const judged = discountsOf(lines, cart.currency ?? "", around);
  if (!judged.ok) return judged;
  const subtotal = sumOf(lines.map(({ amount }) => amount));
  if (subtotal > limits.priceMinorMax) return tooMuch;
  const discount = sumOf(judged.discounts);
  const code = discount > 0 ? around.promotion : null;
  return {
    ok: true,
    lines: lines.map((line, place) => ({ ...line, discount: judged.discounts[place] ?? 0 })),
    subtotal,
    discount,
    total: subtotal - discount,
    currency: cart.currency ?? "",
    promotionId: code?.id ?? null,
    promotionCode: code?.code ?? null,
  };
}

const tooMuch: Refusal = {
  ok: false,
  code: "VALIDATION_FAILED",
  details: { issues: [{ path: "", message: `an order comes to at most ${limits.priceMinorMax} minor units: order in parts` }] },
};

const sumOf = (amounts: readonly number[]): number => amounts.reduce((sum, amount) => sum + amount, 0);

function lapsed(tickets: readonly StoredTickets[], { reservations }: Surroundings): Refusal | null {
  const gone = tickets.filter(({ reservationToken }) => reservations.get(reservationToken)?.status !== "ACTIVE");
  return gone.length === 0
    ? null
    : {
        ok: false,
        code: "RESERVATION_EXPIRED",
        details: { items: gone.map(({ id, reservationToken }) => ({ itemId: id, reservationToken })) },
      };
}

function outOfStock(products: readonly StoredProduct[], { variants }: Surroundings): Refusal | null {
  const short = products.flatMap(({ id, productId, variantId, quantity }) => {
    const variant = variants.get(variantId);
    const available = variant?.status === "ACTIVE" ? variant.available : 0;
    return available < quantity ? [{ itemId: id, productId, variantId, quantity, available }] : [];
  });
  return short.length === 0 ? null : { ok: false, code: "OUT_OF_STOCK", details: { items: short } };
}

function dearer(products: readonly StoredProduct[], { variants }: Surroundings): Refusal | null {
  const changed = products.flatMap(({ id, variantId, price: was }) => {
    const price = variants.get(variantId)?.price ?? was;
    return price > was ? [{ itemId: id, was, price }] : [];
  });
  return changed.length === 0 ? null : { ok: false, code: "PRICE_CHANGED", details: { items: changed } };
}

function productLine({ variantId, quantity }: StoredProduct, { variants }: Surroundings): NewOrderLine {
  const variant = variants.get(variantId);
  if (variant === undefined) throw new Error(`variant ${variantId} was there a moment ago`);
  const { productId, name, variantName, price, ownerId, imageUrl } = variant;
  return {
    ...noTickets,
    id: newId("orderLine"),
    kind: "PRODUCT",
    productId,
    variantId,
    sellerId: ownerId,
    name,
    variantName,
    imageUrl,
    quantity,
    unitPrice: price,
    amount: price * quantity,
    discount: 0,
    stockState: "HELD",
  };
}

const noTickets = { listingId: null, showtimeId: null, reservationToken: null, seats: [] };

function ticketsLine({ reservationToken }: StoredTickets, { reservations, shows }: Surroundings): NewOrderLine {
  const reservation = reservations.get(reservationToken);
  const show = shows.get(reservation?.showtimeId ?? "");
  if (reservation === undefined || show === undefined) throw new Error(`reservation ${reservationToken} was there a moment ago`);
  const { seats, price } = reservation;
  return {
    id: newId("orderLine"),
    kind: "TICKETS",
    productId: null,
    variantId: null,
    sellerId: show.ownerId,
    name: show.title,
    variantName: "",
    imageUrl: show.posterUrl,
    listingId: show.listingId,
    showtimeId: show.showtimeId,
    reservationToken,
    seats,
    quantity: seats.length,
    unitPrice: Math.floor(price / seats.length),
    amount: price,
    discount: 0,
    stockState: "NONE",
  };
}

function discountsOf(
  lines: readonly NewOrderLine[],
  currency: string,
  { promotion, now }: Surroundings,
): { ok: true; discounts: number[] } | Refusal {
  const nothing = { ok: true as const, discounts: lines.map(() => 0) };
  if (promotion === null) return nothing;
  const judged = judgePromotion(promotion, { lines, currency, now, usesOfUser: promotion.usesOfUser });
  if (judged.refusal === undefined) return { ok: true, discounts: judged.discounts };
  if (!told.includes(judged.refusal)) return nothing;
  const code = judged.refusal === "USED_UP" || judged.refusal === "USED_BY_YOU" ? "PROMOTION_USED_UP" : "PROMOTION_NOT_APPLICABLE";
  return { ok: false, code, details: { reason: judged.refusal } };
}
