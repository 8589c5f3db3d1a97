import type { StoredCart, StoredItem } from "../../contracts/cart.ts";
import { limits } from "../../contracts/limits.ts";
import { withItems } from "./change-cart.ts";

/**
 * ADD_UP: what a guest's cart had is added to what is there. Pieces of the same variant are added up, as far as a cart may have them; the code that is there
 * stays, else the guest's comes along. `left`: how many items found no room, or are in another currency and stay out as a whole.
 */
export function mergeCarts(mine: StoredCart, given: StoredCart, newItemId: () => string): { cart: StoredCart; left: number } {
  if (given.items.length === 0) return { cart: mine, left: 0 };
  if (!sharesCurrency(mine.currency, given.currency)) return { cart: mine, left: given.items.length };
  const items = [...mine.items];
  let left = 0;
  for (const item of given.items) {
    const at = items.findIndex((each) => keyOf(each) === keyOf(item));
    const there = items[at];
    if (there === undefined) {
      if (hasRoom(items, item)) items.push({ ...item, id: newItemId() });
      else left++;
    } else if (there.kind === "PRODUCT" && item.kind === "PRODUCT") {
      items[at] = { ...there, quantity: Math.min(limits.cartQuantityMax, there.quantity + item.quantity) };
    }
  }
  const promotionCode = mine.promotionCode ?? given.promotionCode;
  return { cart: { ...withItems({ ...mine, currency: mine.currency ?? given.currency }, items), promotionCode }, left };
}

/** Whether what is in one currency may join what is in another; null: nothing is in it. */
export const sharesCurrency = (one: string | null, other: string | null): boolean => one === null || other === null || one === other;

const keyOf = (item: StoredItem): string => (item.kind === "PRODUCT" ? item.variantId : item.reservationToken);

function hasRoom(items: readonly StoredItem[], item: StoredItem): boolean {
  if (items.length >= limits.cartItemsMax) return false;
  return item.kind === "PRODUCT" || items.filter(({ kind }) => kind === "TICKETS").length < limits.cartReservationsMax;
}
