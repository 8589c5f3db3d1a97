import { describe, expect, it } from "vitest";
import { Cart, CartProblem } from "../../../../contracts/cart.ts";
import { PromotionRefusal } from "../../../../contracts/promotions.ts";
import { ApiFailure } from "../../api/failure.ts";
import { blocks, problemWords, promotionWords, refusalWords } from "./problem-words.ts";

const [item] = Cart.parse(Cart.meta()?.example).items;
if (item === undefined || item.kind !== "PRODUCT") throw new Error("the example has a product");

describe("what is said of an item", () => {
  it("is nothing while it can be bought as it is", () => {
    expect(problemWords(item, "EUR")).toBe("");
    expect(blocks(item)).toBe(false);
  });

  it("is something for every problem, and only a changed price lets one go on", () => {
    for (const problem of CartProblem.options) {
      expect(problemWords({ ...item, problem }, "EUR")).not.toBe("");
      expect(blocks({ ...item, problem })).toBe(problem !== "PRICE_CHANGED");
    }
  });

  it("offers what is left", () => {
    expect(problemWords({ ...item, problem: "OUT_OF_STOCK", available: 3 }, "EUR")).toBe("Only 3 left. Take those 3?");
    expect(problemWords({ ...item, problem: "OUT_OF_STOCK", available: 0 }, "EUR")).toBe("Sold out. Take it out to go on.");
  });

  it("says whether a price has gone up or down", () => {
    expect(problemWords({ ...item, problem: "PRICE_CHANGED", was: 600 }, "EUR")).toBe("It has become dearer: it was €6.00.");
    expect(problemWords({ ...item, problem: "PRICE_CHANGED", was: 700 }, "EUR")).toBe("It has become cheaper: it was €7.00.");
  });
});

describe("what is said of a refusal", () => {
  it("tells how many there are", () => {
    expect(refusalWords(new ApiFailure("OUT_OF_STOCK", "", { details: { available: 2 } }))).toContain("Only 2 left");
    expect(refusalWords(new ApiFailure("CART_FULL", "", { details: { quantityMax: 1000 } }))).toContain("1000");
  });

  it("is the server's own sentence where there is no better one", () => {
    expect(refusalWords(new ApiFailure("UNREACHABLE", "No answer."))).toBe("No answer.");
    expect(refusalWords(new TypeError("x is undefined"))).toBe("That did not work. Try again.");
    expect(refusalWords(null)).toBe("");
  });

  it("is another sentence for every reason that a code can have", () => {
    expect(new Set(PromotionRefusal.options.map(promotionWords)).size).toBe(PromotionRefusal.options.length);
  });
});
