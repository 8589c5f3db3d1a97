import type { CartCalls, StoredCart, StoredItem, StoredProduct } from "../../contracts/cart.ts";
import type { Outcome, Refusal } from "../../contracts/ledger.ts";
import { limits } from "../../contracts/limits.ts";

type Input<Verb extends keyof CartCalls> = Parameters<CartCalls[Verb]>[0];
/** A cart as it becomes, or why it stays as it is. `cart` the very same object: nothing was changed. */
type Changed<More = object> = Outcome<{ cart: StoredCart } & More>;
/** What a new item needs from outside. */
interface Newly {
  itemId: string;
  now: number;
}

/** A cart that nobody ever put anything into. */
export const emptyCart: StoredCart = {
  rev: 0,
  currency: null,
  items: [],
  promotionCode: null,
  checkout: null,
  mergedInto: null,
  updatedAtMs: 0,
};

/** So many more pieces of a variant, at what they cost now. CURRENCY_MISMATCH, CART_FULL, OUT_OF_STOCK. */
export function addProduct(cart: StoredCart, input: Input<"addProduct">, { itemId, now }: Newly): Changed<{ itemId: string }> {
  const { productId, variantId, quantity, atMost, price, currency } = input;
  const there = cart.items.find((item) => item.kind === "PRODUCT" && item.variantId === variantId) as StoredProduct | undefined;
  const wanted = quantity + (there?.quantity ?? 0);
  const refusal = unlike(cart, currency) ?? (there ? null : full(cart)) ?? tooMany(variantId, wanted, atMost);
  if (refusal !== null) return refusal;
  const item: StoredProduct = {
    id: there?.id ?? itemId,
    kind: "PRODUCT",
    productId,
    variantId,
    quantity: wanted,
    price,
    addedAtMs: there?.addedAtMs ?? now,
  };
  return { ok: true, cart: { ...cart, currency, items: withItem(cart.items, item) }, itemId: item.id };
}

/** A reservation; one that is there already stays. CURRENCY_MISMATCH, CART_FULL. */
export function addReservation(cart: StoredCart, input: Input<"addReservation">, { itemId, now }: Newly): Changed<{ itemId: string }> {
  const { reservationToken, currency } = input;
  const tickets = cart.items.filter((item) => item.kind === "TICKETS");
  const there = tickets.find((item) => item.reservationToken === reservationToken);
  if (there) return { ok: true, cart, itemId: there.id };
  const refusal = unlike(cart, currency) ?? full(cart);
  if (refusal !== null) return refusal;
  if (tickets.length >= limits.cartReservationsMax) {
    return { ok: false, code: "CART_FULL", details: { reservationsMax: limits.cartReservationsMax } };
  }
  const item: StoredItem = { id: itemId, kind: "TICKETS", reservationToken, addedAtMs: now };
  return { ok: true, cart: { ...cart, currency, items: [...cart.items, item] }, itemId };
}

/** Another number of pieces. CART_ITEM_NOT_FOUND, VALIDATION_FAILED for tickets, CART_FULL, OUT_OF_STOCK unless they become fewer. */
export function changeQuantity(cart: StoredCart, { itemId, quantity, atMost }: Input<"changeQuantity">): Changed {
  const item = cart.items.find(({ id }) => id === itemId);
  if (!item) return { ok: false, code: "CART_ITEM_NOT_FOUND" };
  if (item.kind === "TICKETS") {
    const issues = [{ path: "quantity", message: "tickets are as many as were held" }];
    return { ok: false, code: "VALIDATION_FAILED", details: { issues } };
  }
  if (item.quantity === quantity) return { ok: true, cart };
  const refusal = quantity > item.quantity ? tooMany(item.variantId, quantity, atMost) : null;
  return refusal ?? { ok: true, cart: { ...cart, items: withItem(cart.items, { ...item, quantity }) } };
}

/** CART_ITEM_NOT_FOUND. */
export function removeItem(cart: StoredCart, { itemId }: Input<"removeItem">): Changed<{ removed: StoredItem }> {
  const removed = cart.items.find(({ id }) => id === itemId);
  if (!removed) return { ok: false, code: "CART_ITEM_NOT_FOUND" };
  const items = cart.items.filter((item) => item !== removed);
  return { ok: true, cart: withItems(cart, items), removed };
}

/** Nothing is in it any more, and its code is forgotten. */
export const emptied = (cart: StoredCart): StoredCart =>
  cart.items.length === 0 && cart.promotionCode === null ? cart : { ...cart, items: [], currency: null, promotionCode: null };

/** Another code, or none. */
export const enterPromotion = (cart: StoredCart, { code }: Input<"enterPromotion">): StoredCart =>
  cart.promotionCode === code ? cart : { ...cart, promotionCode: code };

/** These prices are what was agreed to. */
export function pricesSeen(cart: StoredCart, { prices }: Input<"pricesSeen">): StoredCart {
  const seen = new Map(prices.map(({ itemId, price }) => [itemId, price]));
  const isNew = (item: StoredItem): item is StoredProduct => item.kind === "PRODUCT" && (seen.get(item.id) ?? item.price) !== item.price;
  if (!cart.items.some(isNew)) return cart;
  return { ...cart, items: cart.items.map((item) => (isNew(item) ? { ...item, price: seen.get(item.id) ?? item.price } : item)) };
}

/** The cart without what an order was made of: of a variant that has become more since, the rest stays. */
export function withoutOrdered(cart: StoredCart, ordered: readonly StoredItem[], code: string | null): StoredCart {
  const pieces = new Map(ordered.map((item) => (item.kind === "PRODUCT" ? [item.variantId, item.quantity] : [item.reservationToken, 1])));
  const items = cart.items.flatMap((item): StoredItem[] => {
    if (item.kind === "TICKETS") return pieces.has(item.reservationToken) ? [] : [item];
    const quantity = item.quantity - (pieces.get(item.variantId) ?? 0);
    return quantity > 0 ? [{ ...item, quantity }] : [];
  });
  return { ...withItems(cart, items), promotionCode: cart.promotionCode === code ? null : cart.promotionCode };
}

/** The cart with other items; an empty one has no currency. */
export const withItems = (cart: StoredCart, items: StoredItem[]): StoredCart => ({
  ...cart,
  items,
  currency: items.length > 0 ? cart.currency : null,
});

const withItem = (items: readonly StoredItem[], item: StoredItem): StoredItem[] =>
  items.some(({ id }) => id === item.id) ? items.map((each) => (each.id === item.id ? item : each)) : [...items, item];

const unlike = (cart: StoredCart, currency: string): Refusal | null =>
  cart.currency === null || cart.currency === currency
    ? null
    : { ok: false, code: "CURRENCY_MISMATCH", details: { currency: cart.currency } };

const full = (cart: StoredCart): Refusal | null =>
  cart.items.length < limits.cartItemsMax ? null : { ok: false, code: "CART_FULL", details: { itemsMax: limits.cartItemsMax } };

function tooMany(variantId: string, wanted: number, atMost: number): Refusal | null {
  if (wanted > limits.cartQuantityMax) return { ok: false, code: "CART_FULL", details: { quantityMax: limits.cartQuantityMax } };
  return wanted > atMost ? { ok: false, code: "OUT_OF_STOCK", details: { available: Math.max(0, atMost), variantId } } : null;
}
