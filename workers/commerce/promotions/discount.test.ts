import { describe, expect, it } from "vitest";
import { type DiscountableLine, type Judging, judgePromotion, type PromotionTerms } from "./discount.ts";

const terms = (changes: Partial<PromotionTerms> = {}): PromotionTerms => ({
  percent: 15,
  amount: null,
  currency: null,
  appliesTo: "ALL",
  minSubtotal: 0,
  maxUses: null,
  maxUsesPerUser: null,
  startsAt: null,
  endsAt: null,
  isActive: true,
  uses: 0,
  ...changes,
});
const amountOff = (amount: number, changes: Partial<PromotionTerms> = {}) => terms({ percent: null, amount, currency: "EUR", ...changes });
const product = (amount: number): DiscountableLine => ({ kind: "PRODUCT", amount });
const tickets = (amount: number): DiscountableLine => ({ kind: "TICKETS", amount });
const judge = (promotion: PromotionTerms, lines: DiscountableLine[], changes: Partial<Judging> = {}) =>
  judgePromotion(promotion, { lines, currency: "EUR", now: 1000, usesOfUser: 0, ...changes });

describe("a percentage", () => {
  it("is rounded once, of all lines together and halves up, and no cent of it is lost", () => {
    expect(judge(terms(), [product(650), product(650)])).toEqual({ discounts: [98, 97] });
    expect(judge(terms({ percent: 50 }), [product(1), product(1), product(1)])).toEqual({ discounts: [1, 1, 0] });
    expect(judge(terms({ percent: 100 }), [product(333), tickets(1)])).toEqual({ discounts: [333, 1] });
  });

  it("that comes to nothing is refused, so that nobody uses a code up for it", () => {
    expect(judge(terms({ percent: 1 }), [product(49)])).toEqual({ refusal: "NOTHING_FOR_IT" });
    expect(judge(terms({ percent: 1 }), [product(50)])).toEqual({ discounts: [1] });
  });
});

describe("an amount", () => {
  it("is divided by what the lines cost, and is never more than they cost", () => {
    expect(judge(amountOff(1000), [product(1000), tickets(3000)])).toEqual({ discounts: [250, 750] });
    expect(judge(amountOff(1000), [product(300), tickets(400)])).toEqual({ discounts: [300, 400] });
  });

  it("is good in its own currency alone, and so is a percentage that names one", () => {
    expect(judge(amountOff(100), [product(300)], { currency: "JPY" })).toEqual({ refusal: "CURRENCY" });
    expect(judge(terms({ currency: "EUR" }), [product(300)], { currency: "JPY" })).toEqual({ refusal: "CURRENCY" });
    expect(judge(terms(), [product(300)], { currency: "JPY" })).toEqual({ discounts: [45] });
  });
});

describe("a code for some lines", () => {
  it("leaves the others as they are, and they do not count for its minimum", () => {
    const lines = [product(1000), tickets(5000)];
    expect(judge(terms({ appliesTo: "PRODUCTS", percent: 10 }), lines)).toEqual({ discounts: [100, 0] });
    expect(judge(terms({ appliesTo: "TICKETS", percent: 10 }), lines)).toEqual({ discounts: [0, 500] });
    expect(judge(terms({ appliesTo: "PRODUCTS", minSubtotal: 1001 }), lines)).toEqual({ refusal: "MINIMUM" });
    expect(judge(terms({ appliesTo: "PRODUCTS", minSubtotal: 1000, percent: 10 }), lines)).toEqual({ discounts: [100, 0] });
    expect(judge(terms({ appliesTo: "TICKETS" }), [product(1000)])).toEqual({ refusal: "NOTHING_FOR_IT" });
    expect(judge(terms(), [])).toEqual({ refusal: "NOTHING_FOR_IT" });
  });
});

it("a code says why it is worth nothing: switched off, too early, too late, used up by all or by oneself", () => {
  const lines = [product(1000)];
  expect(judge(terms({ isActive: false }), lines)).toEqual({ refusal: "SWITCHED_OFF" });
  expect(judge(terms({ startsAt: 1001 }), lines)).toEqual({ refusal: "NOT_STARTED" });
  expect(judge(terms({ startsAt: 1000 }), lines)).toEqual({ discounts: [150] });
  expect(judge(terms({ endsAt: 1000 }), lines)).toEqual({ refusal: "ENDED" });
  expect(judge(terms({ endsAt: 1001 }), lines)).toEqual({ discounts: [150] });
  expect(judge(terms({ maxUses: 3, uses: 3 }), lines)).toEqual({ refusal: "USED_UP" });
  expect(judge(terms({ maxUses: 3, uses: 2 }), lines)).toEqual({ discounts: [150] });
  expect(judge(terms({ maxUsesPerUser: 1 }), lines, { usesOfUser: 1 })).toEqual({ refusal: "USED_BY_YOU" });
});

it("whatever the lines cost, parts add up to the whole and none is more than its line", () => {
  let seed = 20_261_121;
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed % below;
  };
  for (let round = 0; round < 3000; round++) {
    const lines = Array.from({ length: 1 + random(12) }, () => ({ ...product(random(round % 2 ? 20 : 1_000_000_000)) }));
    const subtotal = lines.reduce((sum, { amount }) => sum + amount, 0);
    const percent = 1 + random(100);
    const { discounts } = judge(round % 3 ? terms({ percent }) : amountOff(1 + random(3_000_000_000)), lines);
    if (discounts === undefined) continue;
    const whole = discounts.reduce((sum, discount) => sum + discount, 0);
    expect(whole).toBeLessThanOrEqual(subtotal);
    if (round % 3) expect(Math.abs(whole - (subtotal * percent) / 100)).toBeLessThanOrEqual(0.5);
    expect(
      discounts.every((discount, place) => Number.isInteger(discount) && discount >= 0 && discount <= (lines[place]?.amount ?? -1)),
    ).toBe(true);
  }
});
