import { describe, expect, it } from "vitest";
import { Cart } from "../../../../contracts/cart.ts";
import { ApiFailure } from "../../api/failure.ts";
import { differencesOf, differenceWords } from "./differences.ts";

const cart = Cart.parse(Cart.meta()?.example);
const [popcorn] = cart.items;
if (popcorn?.kind !== "PRODUCT") throw new Error("the example has a product");
const said = (error: unknown) => differencesOf(error).map((difference) => differenceWords(difference, cart));

describe("what has changed when a checkout is refused", () => {
  it("is a price, with what it was", () => {
    const items = [{ itemId: popcorn.id, was: 650, price: 700 }];
    expect(said(new ApiFailure("PRICE_CHANGED", "", { details: { items } }))).toEqual(["Popcorn, large costs €7.00 now, not €6.50."]);
  });

  it("is the stock, whether the server names the item or only the variant", () => {
    const { id: itemId, variantId } = popcorn;
    const failure = (item: object) => new ApiFailure("OUT_OF_STOCK", "", { details: { items: [item] } });
    expect(said(failure({ itemId, variantId, quantity: 2, available: 1 }))).toEqual(["Of Popcorn, large only 1 are left."]);
    expect(said(failure({ variantId, quantity: 2, available: 0 }))).toEqual(["Popcorn, large sold out a moment ago."]);
  });

  it("is a hold that ran out, or a code that is worth nothing any more", () => {
    expect(said(new ApiFailure("RESERVATION_EXPIRED", "", { details: { refundId: "ref_1" } }))).toEqual([
      "The hold of your seats ran out.",
    ]);
    expect(said(new ApiFailure("PROMOTION_USED_UP", "", { details: { reason: "USED_BY_YOU" } }))).toEqual([
      "You have used this code before.",
    ]);
  });

  it("is nothing for a declined card", () => {
    expect(differencesOf(new ApiFailure("PAYMENT_DECLINED", ""))).toEqual([]);
  });
});
