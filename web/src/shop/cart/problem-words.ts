import type { CartItem } from "../../../../contracts/cart.ts";
import { type ApiFailure, type FailureCode, failedWith } from "../../api/failure.ts";
import { money } from "../../money.ts";

/** What stands in the way of an item, and what one can do about it. Nothing where nothing does. */
export function problemWords(item: CartItem, currency: string): string {
  switch (item.problem) {
    case "PRICE_CHANGED":
      return item.was === null
        ? "The price has changed."
        : `${item.was < item.unitPrice ? "It has become dearer" : "It has become cheaper"}: it was ${money(item.was, currency)}.`;
    case "OUT_OF_STOCK":
      return item.kind === "PRODUCT" && item.available > 0
        ? `Only ${item.available} left. Take ${item.available === 1 ? "that one" : `those ${item.available}`}?`
        : "Sold out. Take it out to go on.";
    case "UNAVAILABLE":
      return "It is sold no more. Take it out to go on.";
    case "RESERVATION_EXPIRED":
      return "The hold ran out: the seats are open to everybody again.";
    default:
      return "";
  }
}

/** Whether the item must change before the cart can be ordered. A changed price is agreed to by ordering. */
export function blocks({ problem }: CartItem): boolean {
  return problem !== null && problem !== "PRICE_CHANGED";
}

const words: Partial<Record<FailureCode, (failure: ApiFailure) => string>> = {
  OUT_OF_STOCK: ({ details }) =>
    typeof details.available === "number" && details.available > 0
      ? `Only ${details.available} left, those in your cart with them.`
      : "Sold out a moment ago.",
  CART_FULL: ({ details }) =>
    typeof details.quantityMax === "number"
      ? `At most ${details.quantityMax} of one thing fit into a cart.`
      : "The cart is full. Check out what is in it first.",
  CURRENCY_MISMATCH: () => "The cart is in another currency. Check out what is in it first.",
  CART_CHECKING_OUT: () => "This cart is being paid at this moment. Wait until that is done.",
  PRODUCT_NOT_FOUND: () => "It is sold no more.",
  VARIANT_NOT_FOUND: () => "This kind of it is sold no more.",
  RESERVATION_EXPIRED: () => "The hold ran out. Choose your seats again.",
};

/** Why the cart did not take a change, in words for the one who asked for it. */
export function refusalWords(error: unknown): string {
  if (error === null || error === undefined) return "";
  for (const [code, say] of Object.entries(words)) if (failedWith(error, code as FailureCode)) return say(error);
  return error instanceof Error && "code" in error ? error.message : "That did not work. Try again.";
}

const reasons: Record<string, string> = {
  NOT_STARTED: "This code is not valid yet.",
  ENDED: "This code has ended.",
  SWITCHED_OFF: "This code is no longer valid.",
  MINIMUM: "Your cart is too small for this code. Put a little more in.",
  CURRENCY: "This code is for another currency.",
  NOTHING_FOR_IT: "This code is for other things than those in your cart.",
  USED_UP: "This code has been used up.",
  USED_BY_YOU: "You have used this code before.",
};

/** Why a code brings nothing. */
export function promotionWords(reason: unknown): string {
  return (typeof reason === "string" ? reasons[reason] : undefined) ?? "This code brings nothing to this cart.";
}
