import { describe, expect, it } from "vitest";
import type { StoredCart } from "../../../contracts/cart.ts";
import type { SellableVariant } from "../products/variants-of.ts";
import type { PromotionFound } from "../promotions/promotion-for.ts";
import { type CartFacts, viewCart } from "./view-cart.ts";

const now = Date.parse("2026-11-21T09:00:00Z");
const token = "rsv_01K9Z3V6T8W2Y4A6C8E0G2J4M6_x";
const showtimeId = "sho_01K9Z3V6T8W2Y4A6C8E0G2J4M6";

const variant = (variantId: string, parts: Partial<SellableVariant> = {}): SellableVariant => ({
  variantId,
  productId: "prd_1",
  name: "Popcorn",
  variantName: variantId,
  price: 650,
  currency: "EUR",
  available: 10,
  status: "ACTIVE",
  ownerId: null,
  imageUrl: null,
  ...parts,
});
const item = (variantId: string, quantity = 2, price = 650) =>
  ({ id: `cit_${variantId}`, kind: "PRODUCT", productId: "prd_1", variantId, quantity, price, addedAtMs: now }) as const;
const seat = (price: number) => ({ id: `sea_${price}`, seatNumber: "A1", section: null, row: null, tier: "All", price });
const reservation = {
  reservationToken: token,
  status: "ACTIVE" as const,
  userId: "usr_1",
  showtimeId,
  seats: [seat(4200), seat(4301)],
  price: 8501,
  currency: "EUR",
  pricing: null,
  exchanges: null,
  waitlistId: null,
  expiresAt: "2026-11-21T09:02:00.000Z",
  bookingId: null,
  createdAt: "2026-11-21T08:59:00.000Z",
};
const show = {
  showtimeId,
  listingId: "evt_1",
  title: "Hamlet",
  posterUrl: null,
  startsAt: now + 1e9,
  timeZone: "Europe/Vienna",
  venue: "Grand",
  ownerId: null,
};
const promotion: PromotionFound = {
  id: "pro_1",
  appId: "app_1",
  code: "TEN",
  percent: 10,
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
  createdAt: 0,
  updatedAt: 0,
  usesOfUser: 0,
};

const shown = (
  items: StoredCart["items"],
  facts: Partial<CartFacts> & { sold?: SellableVariant[] } = {},
  parts: Partial<StoredCart> = {},
) =>
  viewCart(
    "cart_1",
    { rev: 7, currency: "EUR", items, promotionCode: null, checkout: null, mergedInto: null, updatedAtMs: now, ...parts },
    {
      variants: new Map((facts.sold ?? []).map((each) => [each.variantId, each])),
      reservations: new Map([[token, reservation]]),
      shows: new Map([[showtimeId, show]]),
      promotion: null,
      ...facts,
    },
    now,
  );
const tickets = { id: "cit_t", kind: "TICKETS", reservationToken: token, addedAtMs: now } as const;

describe("a cart in view", () => {
  it("costs what its items cost at this moment, and says what stands in the way of each", () => {
    const cart = shown([item("as_seen"), item("dearer"), item("cheaper"), item("short", 11), item("archived"), item("gone"), item("yen")], {
      sold: [
        variant("as_seen"),
        variant("dearer", { price: 700 }),
        variant("cheaper", { price: 600 }),
        variant("short"),
        variant("archived", { status: "ARCHIVED" }),
        variant("yen", { currency: "JPY" }),
      ],
    });
    expect(cart.items.map(({ id, problem, was, price }) => [id.slice(4), problem, was, price])).toEqual([
      ["as_seen", null, null, 1300],
      ["dearer", "PRICE_CHANGED", 650, 1400],
      ["cheaper", "PRICE_CHANGED", 650, 1200],
      ["short", "OUT_OF_STOCK", null, 7150],
      ["archived", "UNAVAILABLE", null, 1300],
      ["gone", "UNAVAILABLE", null, 1300],
      ["yen", "UNAVAILABLE", null, 1300],
    ]);
    expect(cart).toMatchObject({ subtotal: 3900, discount: 0, total: 3900, itemCount: 23, expiresAt: null, currency: "EUR" });
    expect(cart.items.map((each) => (each.kind === "PRODUCT" ? each.available : null))).toEqual([10, 10, 10, 10, 0, 0, 0]);
  });

  it("shows tickets with their seats and until when they are held, and what has run out costs nothing", () => {
    const cart = shown([tickets, item("a")], { sold: [variant("a")] });
    expect(cart).toMatchObject({ subtotal: 9801, itemCount: 3, expiresAt: "2026-11-21T09:02:00.000Z" });
    expect(cart.items[0]).toMatchObject({
      name: "Hamlet",
      listingId: "evt_1",
      quantity: 2,
      unitPrice: 4250,
      price: 8501,
      problem: null,
      venue: "Grand",
    });
    const of = (parts: object) => shown([tickets], { reservations: new Map([[token, { ...reservation, ...parts }]]) });
    expect(of({ status: "RELEASED" })).toMatchObject({ total: 0, expiresAt: null, items: [{ problem: "RESERVATION_EXPIRED" }] });
    expect(of({ expiresAt: "2026-11-21T09:00:00.000Z" }).items[0]?.problem).toBe("RESERVATION_EXPIRED");
    expect(of({ status: "CONFIRMED" }).items[0]?.problem).toBe("UNAVAILABLE");
    expect(of({ exchanges: "BK-20261121-ABC123" }).items[0]?.problem).toBe("UNAVAILABLE");
    expect(shown([tickets], { reservations: new Map() }).items[0]).toMatchObject({ problem: "RESERVATION_EXPIRED", seats: [], price: 0 });
  });

  it("takes a code off what can be bought, and says why where it brings nothing", () => {
    const sold = [variant("a"), variant("gone", { status: "DRAFT" })];
    const withCode = (facts: Partial<CartFacts>, items: StoredCart["items"] = [item("a"), item("gone"), tickets]) =>
      shown(items, { sold, ...facts }, { promotionCode: "TEN", currency: items.length > 0 ? "EUR" : null });
    expect(withCode({ promotion })).toMatchObject({
      subtotal: 9801,
      discount: 980,
      total: 8821,
      promotion: { code: "TEN", discount: 980, refusal: null },
    });
    expect(withCode({ promotion: { ...promotion, appliesTo: "PRODUCTS" } })).toMatchObject({ discount: 130 });
    expect(withCode({ promotion: { ...promotion, usesOfUser: 1, maxUsesPerUser: 1 } }).promotion).toMatchObject({
      discount: 0,
      refusal: "USED_BY_YOU",
    });
    expect(withCode({ promotion: null }).promotion).toEqual({ code: "TEN", discount: 0, refusal: "SWITCHED_OFF" });
    expect(withCode({ promotion }, []).promotion).toEqual({ code: "TEN", discount: 0, refusal: "NOTHING_FOR_IT" });
  });
});
