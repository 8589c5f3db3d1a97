import type { Product } from "../../../../../contracts/products.ts";
import { failedWith } from "../../../api/failure.ts";

/** What STOCK_HELD says of which variant; null for any other failure. */
export function heldWords(error: unknown, product: Product): { variantId: string | null; words: string } | null {
  if (!failedWith(error, "STOCK_HELD")) return null;
  const { held, variantId } = error.details;
  const variant = product.variants.find(({ id }) => id === variantId);
  const count = typeof held === "number" ? held : "Some";
  const of = variant === undefined ? "" : ` of ${variant.name}`;
  return {
    variantId: variant?.id ?? null,
    words: `${count}${of} ${held === 1 ? "is" : "are"} in orders that are being paid, so there cannot be fewer. Wait some minutes, or keep at least ${held === undefined ? "these" : held}.`,
  };
}
