import type { Reservation } from "../../../contracts/bookings.ts";
import {
  type Cart,
  type CartItem,
  type CartProblem,
  itemCountOf,
  type StoredCart,
  type StoredProduct,
  type StoredTickets,
} from "../../../contracts/cart.ts";
import { showtimeOf } from "../../platform/ids.ts";
import type { SellableVariant } from "../products/variants-of.ts";
import { judgePromotion } from "../promotions/discount.ts";
import type { PromotionFound } from "../promotions/promotion-for.ts";
import type { Show } from "../shows-of.ts";

/** What others know at this moment of what is in a cart: by variant, by reservation token, by showtime. What is missing is there no more. */
export interface CartFacts {
  variants: ReadonlyMap<string, SellableVariant>;
  reservations: ReadonlyMap<string, Reservation>;
  shows: ReadonlyMap<string, Show>;
  promotion: PromotionFound | null;
}

/** A cart as its owner sees it: each item with its price and what stands in its way, and the sums of those that can be bought. */
export function viewCart(id: string, stored: StoredCart, facts: CartFacts, now: number): Cart {
  const items = stored.items.map((item) =>
    item.kind === "PRODUCT" ? productItem(item, stored, facts) : ticketsItem(item, stored, facts, now),
  );
  const buyable = items.filter(({ problem }) => problem === null || problem === "PRICE_CHANGED");
  const subtotal = buyable.reduce((sum, { price }) => sum + price, 0);
  const promotion = promotionOf(stored, buyable, facts, now);
  const discount = promotion?.discount ?? 0;
  const holds = buyable.flatMap((item) => (item.kind === "TICKETS" ? [item.expiresAt] : []));
  return {
    id,
    rev: stored.rev,
    items,
    promotion,
    subtotal,
    discount,
    total: subtotal - discount,
    currency: stored.currency,
    itemCount: itemCountOf(stored),
    expiresAt: holds.sort()[0] ?? null,
    checkout: stored.checkout && { orderId: stored.checkout.orderId },
    updatedAt: new Date(stored.updatedAtMs || now).toISOString(),
  };
}

function productItem(item: StoredProduct, { currency }: StoredCart, { variants }: CartFacts): CartItem {
  const { id, productId, variantId, quantity, price: seen } = item;
  const variant = variants.get(variantId);
  const isSold = variant?.status === "ACTIVE" && variant.currency === currency;
  const unitPrice = variant?.price ?? seen;
  const available = isSold ? Math.max(0, variant.available) : 0;
  return {
    id,
    kind: "PRODUCT",
    productId,
    variantId,
    name: variant?.name ?? "",
    variantName: variant?.variantName ?? "",
    imageUrl: variant?.imageUrl ?? null,
    quantity,
    unitPrice,
    price: unitPrice * quantity,
    available,
    problem: problemOf(isSold, available >= quantity, unitPrice === seen),
    was: isSold && unitPrice !== seen ? seen : null,
  };
}

function problemOf(isSold: boolean, isThere: boolean, isAsSeen: boolean): CartProblem | null {
  if (!isSold) return "UNAVAILABLE";
  if (!isThere) return "OUT_OF_STOCK";
  return isAsSeen ? null : "PRICE_CHANGED";
}

/** A reservation's price was frozen when it was held. */
function ticketsItem(item: StoredTickets, { currency }: StoredCart, { reservations, shows }: CartFacts, now: number): CartItem {
  const { id, reservationToken } = item;
  const reservation = reservations.get(reservationToken);
  const showtimeId = showtimeOf(reservationToken) ?? "";
  const show = shows.get(showtimeId);
  const price = reservation?.price ?? 0;
  const seats = reservation?.seats ?? [];
  const quantity = Math.max(1, seats.length);
  return {
    id,
    kind: "TICKETS",
    reservationToken,
    showtimeId,
    listingId: show?.listingId ?? "",
    name: show?.title ?? "",
    imageUrl: show?.posterUrl ?? null,
    startsAt: new Date(show?.startsAt ?? item.addedAtMs).toISOString(),
    timeZone: show?.timeZone ?? "UTC",
    venue: show?.venue ?? "",
    seats,
    quantity,
    unitPrice: Math.floor(price / quantity),
    price,
    expiresAt: reservation?.expiresAt ?? new Date(item.addedAtMs).toISOString(),
    problem: ticketsProblem(reservation, currency, now),
    was: null,
  };
}

/** What was booked by itself is nobody's to order again, and what is to replace a booking has its own way. */
function ticketsProblem(reservation: Reservation | undefined, currency: string | null, now: number): CartProblem | null {
  if (reservation === undefined) return "RESERVATION_EXPIRED";
  const { status, exchanges, expiresAt } = reservation;
  if (status === "CONFIRMED" || exchanges !== null || reservation.currency !== currency) return "UNAVAILABLE";
  return status === "ACTIVE" && Date.parse(expiresAt) > now ? null : "RESERVATION_EXPIRED";
}

function promotionOf(
  { promotionCode, currency }: StoredCart,
  buyable: CartItem[],
  { promotion }: CartFacts,
  now: number,
): Cart["promotion"] {
  if (promotionCode === null) return null;
  if (promotion === null) return { code: promotionCode, discount: 0, refusal: "SWITCHED_OFF" };
  const lines = buyable.map(({ kind, price }) => ({ kind, amount: price }));
  if (currency === null) return { code: promotion.code, discount: 0, refusal: "NOTHING_FOR_IT" };
  const { discounts, refusal } = judgePromotion(promotion, { lines, currency, now, usesOfUser: promotion.usesOfUser });
  return { code: promotion.code, discount: discounts?.reduce((sum, share) => sum + share, 0) ?? 0, refusal: refusal ?? null };
}
