import { describe, expect, it } from "vitest";
import { Product } from "../../../../contracts/products.ts";
import { priceWords, stockWords } from "./stock-words.ts";

const product = Product.parse(Product.meta()?.example);
const [variant] = product.variants;
if (variant === undefined) throw new Error("the example has a variant");

describe("what is said of a product", () => {
  it("speaks of its stock only when little is left", () => {
    expect([0, 1, 5, 6, 1000].map(stockWords)).toEqual(["Sold out", "The last one", "Only 5 left", "", ""]);
  });

  it("has the product's price, or the least of its kinds'", () => {
    expect(priceWords({ ...product, variants: [] })).toBe("€6.50");
    expect(priceWords({ ...product, price: 900, variants: [variant, { ...variant, id: "var_2" }] })).toBe("€6.50");
    expect(priceWords({ ...product, variants: [variant, { ...variant, id: "var_2", price: 500 }] })).toBe("from €5.00");
    expect(priceWords({ price: 1200, currency: "JPY", variants: [] })).toBe("¥1,200");
  });
});
