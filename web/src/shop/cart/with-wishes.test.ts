import { describe, expect, it } from "vitest";
import { Cart } from "../../../../contracts/cart.ts";
import { withWishes } from "./with-wishes.ts";

const cart = Cart.parse(Cart.meta()?.example);
const [popcorn] = cart.items;
if (popcorn === undefined) throw new Error("the example has an item");

describe("a cart with what was just asked for", () => {
  it("is the very same when nothing was", () => {
    expect(withWishes(cart, new Map())).toBe(cart);
    expect(withWishes(cart, new Map([["cit_other", 3]]))).toBe(cart);
  });

  it("has the new number of pieces in its sums", () => {
    const shown = withWishes(cart, new Map([[popcorn.id, 5]]));
    expect(shown.items[0]).toMatchObject({ quantity: 5, price: 3250 });
    expect(shown).toMatchObject({ itemCount: 5, subtotal: 3250, discount: 195, total: 3055 });
  });

  it("has no longer what was taken out, and no discount on nothing", () => {
    expect(withWishes(cart, new Map([[popcorn.id, 0]]))).toMatchObject({ items: [], itemCount: 0, subtotal: 0, discount: 0, total: 0 });
  });

  it("leaves out of the sums what cannot be bought", () => {
    const sold = { ...cart, items: [{ ...popcorn, problem: "OUT_OF_STOCK" as const }], subtotal: 0, discount: 0, total: 0 };
    expect(withWishes(sold, new Map([[popcorn.id, 1]]))).toMatchObject({ itemCount: 1, subtotal: 0, total: 0 });
  });
});
