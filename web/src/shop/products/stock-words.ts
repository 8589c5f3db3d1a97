import type { Product } from "../../../../contracts/products.ts";
import { money } from "../../money.ts";

const fewMax = 5;

/** Said only where it changes what one does: nearly gone, or gone. */
export function stockWords(available: number): string {
  if (available === 0) return "Sold out";
  if (available > fewMax) return "";
  return available === 1 ? "The last one" : `Only ${available} left`;
}

/** `€6.50`, or `from €6.50` where its kinds cost different amounts. */
export function priceWords({ price, currency, variants }: Pick<Product, "price" | "currency" | "variants">): string {
  const prices = variants.map((variant) => variant.price);
  if (prices.length === 0) return money(price, currency);
  const least = Math.min(...prices);
  return prices.every((each) => each === least) ? money(least, currency) : `from ${money(least, currency)}`;
}
