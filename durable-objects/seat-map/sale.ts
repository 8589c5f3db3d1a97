import type { Refused, View } from "./view.ts";

/** Why nothing is sold at `at`, or null if it is: SALE_NOT_OPEN with details.reason CANCELLED, NOT_PUBLISHED, NOT_YET (with opensAt) or CLOSED. */
export function saleRefusal({ ledger: { terms } }: Pick<View, "ledger">, at: number): Refused | null {
  if (terms.cancelled) return { code: "SALE_NOT_OPEN", details: { reason: "CANCELLED" } };
  if (!terms.published) return { code: "SALE_NOT_OPEN", details: { reason: "NOT_PUBLISHED" } };
  if (terms.saleOpensAtMs !== null && at < terms.saleOpensAtMs) {
    return { code: "SALE_NOT_OPEN", details: { reason: "NOT_YET", opensAt: new Date(terms.saleOpensAtMs).toISOString() } };
  }
  return at >= terms.saleClosesAtMs ? { code: "SALE_NOT_OPEN", details: { reason: "CLOSED" } } : null;
}

/** Whether nothing will be sold again: the sale has closed, or the showtime is cancelled. */
export const isOver = ({ ledger: { terms } }: Pick<View, "ledger">, at: number): boolean =>
  Boolean(terms.cancelled) || at >= terms.saleClosesAtMs;
