import type { Cart } from "../../../../contracts/cart.ts";
import { type ApiFailure, failedWith } from "../../api/failure.ts";
import { money } from "../../money.ts";
import { promotionWords } from "../cart/problem-words.ts";

/** Why the cart could not be ordered as it was seen. `itemId` null: it is about all of it. */
export type Difference =
  | { kind: "price"; itemId: string; was: number; price: number }
  | { kind: "stock"; itemId: string | null; variantId: string; available: number }
  | { kind: "hold"; itemId: string | null }
  | { kind: "code"; reason: string };

/** What a refused checkout says has changed. None for a refusal of another kind. */
export function differencesOf(error: unknown): Difference[] {
  if (failedWith(error, "PRICE_CHANGED"))
    return itemsOf(error).map(({ itemId, was, price }) => ({
      kind: "price",
      itemId: textOf(itemId) ?? "",
      was: Number(was),
      price: Number(price),
    }));
  if (failedWith(error, "OUT_OF_STOCK"))
    return itemsOf(error).map(({ itemId, variantId, available }) => ({
      kind: "stock",
      itemId: textOf(itemId),
      variantId: textOf(variantId) ?? "",
      available: Number(available),
    }));
  if (failedWith(error, "RESERVATION_EXPIRED", "RESERVATION_NOT_FOUND", "RESERVATION_CONFIRMED")) {
    const items = itemsOf(error);
    return items.length === 0 ? [{ kind: "hold", itemId: null }] : items.map(({ itemId }) => ({ kind: "hold", itemId: textOf(itemId) }));
  }
  if (failedWith(error, "PROMOTION_USED_UP", "PROMOTION_NOT_APPLICABLE"))
    return [{ kind: "code", reason: textOf(error.details.reason) ?? "" }];
  return [];
}

const textOf = (raw: unknown): string | null => (typeof raw === "string" ? raw : null);

function itemsOf({ details }: ApiFailure): Record<string, unknown>[] {
  return Array.isArray(details.items) ? details.items.filter((item) => typeof item === "object" && item !== null) : [];
}

/** In words, with the names of the cart's things. */
export function differenceWords(difference: Difference, { items, currency }: Pick<Cart, "items" | "currency">): string {
  if (difference.kind === "code") return promotionWords(difference.reason);
  const item = items.find(({ id, ...each }) =>
    difference.itemId === null
      ? difference.kind === "stock" && each.kind === "PRODUCT" && each.variantId === difference.variantId
      : id === difference.itemId,
  );
  if (difference.kind === "hold") return `The hold of ${item === undefined ? "your seats" : `your seats for ${item.name}`} ran out.`;
  const name = item?.name ?? "Something";
  if (difference.kind === "price") {
    const code = currency ?? "EUR";
    return `${name} costs ${money(difference.price, code)} now, not ${money(difference.was, code)}.`;
  }
  return difference.available === 0 ? `${name} sold out a moment ago.` : `Of ${name} only ${difference.available} are left.`;
}
