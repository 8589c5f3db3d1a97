import { allocate, shareOf } from "../../../contracts/allocate.ts";
import type { PromotionRefusal } from "../../../contracts/promotions.ts";
import type { PromotionRow } from "../tables.ts";

/** A line that would be sold. `amount`: what it costs in all, in minor units. */
export interface DiscountableLine {
  kind: "PRODUCT" | "TICKETS";
  amount: number;
}

export interface Judging {
  lines: readonly DiscountableLine[];
  currency: string;
  /** Milliseconds. */
  now: number;
  usesOfUser: number;
}

export type Judgement = { discounts: number[]; refusal?: undefined } | { refusal: PromotionRefusal; discounts?: undefined };

export type PromotionTerms = Omit<PromotionRow, "id" | "appId" | "code" | "createdAt" | "updatedAt">;

/**
 * What a code takes off each of these lines, in minor units and in their order; or why it brings nothing. A percentage is rounded once, of all the lines that it
 * is for together, halves up; an amount is never more than these cost. Either is then divided among them so that no cent is lost and no line becomes negative.
 */
export function judgePromotion(promotion: PromotionTerms, { lines, currency, now, usesOfUser }: Judging): Judgement {
  const refusal = refusalOf(promotion, { currency, now, usesOfUser });
  if (refusal !== null) return { refusal };
  const weights = lines.map((line) => (isFor(promotion, line) ? line.amount : 0));
  const subtotal = weights.reduce((sum, weight) => sum + weight, 0);
  if (subtotal === 0) return { refusal: "NOTHING_FOR_IT" };
  if (subtotal < promotion.minSubtotal) return { refusal: "MINIMUM" };
  const discount = promotion.percent === null ? Math.min(promotion.amount ?? 0, subtotal) : shareOf(subtotal, promotion.percent);
  return discount === 0 ? { refusal: "NOTHING_FOR_IT" } : { discounts: allocate(discount, weights) };
}

/** Why a code is worth nothing whatever is bought, or null. */
function refusalOf(promotion: PromotionTerms, { currency, now, usesOfUser }: Omit<Judging, "lines">): PromotionRefusal | null {
  const { isActive, startsAt, endsAt, maxUses, maxUsesPerUser, uses } = promotion;
  if (!isActive) return "SWITCHED_OFF";
  if (startsAt !== null && now < startsAt) return "NOT_STARTED";
  if (endsAt !== null && now >= endsAt) return "ENDED";
  if (maxUses !== null && uses >= maxUses) return "USED_UP";
  if (maxUsesPerUser !== null && usesOfUser >= maxUsesPerUser) return "USED_BY_YOU";
  return promotion.currency !== null && promotion.currency !== currency ? "CURRENCY" : null;
}

const isFor = ({ appliesTo }: PromotionTerms, { kind }: DiscountableLine): boolean =>
  appliesTo === "ALL" || appliesTo === (kind === "PRODUCT" ? "PRODUCTS" : "TICKETS");
