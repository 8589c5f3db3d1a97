import type { Cart } from "../../../../contracts/cart.ts";
import type { Wishes } from "./wishes.ts";

/** Whether an item counts in the sums: what cannot be bought does not. */
export function counts({ problem }: Cart["items"][number]): boolean {
  return problem === null || problem === "PRICE_CHANGED";
}

/** The cart as it will be when what was asked for is done. The discount is the server's to reckon: it stays until then, but never below nothing. */
export function withWishes(cart: Cart, wishes: Wishes): Cart {
  if (!cart.items.some(({ id }) => wishes.has(id))) return cart;
  let { subtotal, itemCount } = cart;
  const items = cart.items.flatMap((item) => {
    const quantity = wishes.get(item.id);
    if (quantity === undefined || quantity === item.quantity) return [item];
    const price = quantity === 0 ? 0 : item.unitPrice * quantity;
    if (counts(item)) subtotal += price - item.price;
    // The seats of a reservation are one thing.
    itemCount += item.kind === "TICKETS" ? -1 : quantity - item.quantity;
    return quantity === 0 ? [] : [{ ...item, quantity, price }];
  });
  const discount = Math.min(cart.discount, subtotal);
  return { ...cart, items, itemCount, subtotal, discount, total: subtotal - discount };
}
