import { describe, expect, it } from "vitest";
import { Product } from "../../../../../contracts/products.ts";
import { ApiFailure } from "../../../api/failure.ts";
import { heldWords } from "./held-words.ts";

const popcorn = Product.parse(Product.meta()?.example);
const [salted] = popcorn.variants;
const held = (details: Record<string, unknown>) => new ApiFailure("STOCK_HELD", "More are held.", { status: 409, details });

describe("a count below what unpaid orders hold", () => {
  it("is told at its variant, with how many there must be", () => {
    expect(heldWords(held({ held: 3, variantId: salted?.id }), popcorn)).toEqual({
      variantId: salted?.id,
      words: "3 of salted are in orders that are being paid, so there cannot be fewer. Wait some minutes, or keep at least 3.",
    });
  });

  it("names no variant where the product has none of that id", () => {
    expect(heldWords(held({ held: 1, variantId: "var_nameless" }), { ...popcorn, variants: [] })).toMatchObject({
      variantId: null,
      words: expect.stringMatching(/^1 is in orders/),
    });
  });

  it("is no other failure", () => {
    expect(heldWords(new ApiFailure("SKU_TAKEN", "Taken."), popcorn)).toBeNull();
    expect(heldWords(null, popcorn)).toBeNull();
  });
});
