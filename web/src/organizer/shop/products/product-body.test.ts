import { describe, expect, it } from "vitest";
import { Product } from "../../../../../contracts/products.ts";
import { createBody, updateBody } from "./product-body.ts";
import { draftOf, emptyProduct, emptyVariant } from "./product-draft.ts";

const variant = { id: "var_1", name: "salted", price: 650, stock: 60, available: 58, sku: null };
const popcorn: Product = {
  ...Product.parse(Product.meta()?.example),
  variants: [variant, { ...variant, id: "var_2", name: "sweet", price: 700 }],
};
const cap: Product = { ...popcorn, name: "Cap", variants: [], stock: 12, available: 12 };
const typed = { ...emptyProduct, name: " Cap ", price: "19,90", stock: "12" };

describe("a product as it is typed", () => {
  it("is what the API takes, in minor units, without what is empty", () => {
    expect(createBody(typed)).toEqual({
      ok: true,
      body: { name: "Cap", price: 1990, currency: "EUR", stock: 12, status: "ACTIVE" },
    });
  });

  it.each([
    ["JPY", "650", 650],
    ["KWD", "1.005", 1005],
    ["EUR", "0.29", 29],
  ])("keeps the digits of %s", (currency, price, minor) => {
    expect(createBody({ ...typed, currency, price })).toMatchObject({ ok: true, body: { price: minor, currency } });
  });

  it("counts the pieces of its variants and not its own", () => {
    const made = createBody({ ...typed, stock: "", variants: [{ ...emptyVariant(), name: "S", stock: "3", sku: "CAP-S" }] });
    expect(made).toEqual({
      ok: true,
      body: { name: "Cap", price: 1990, currency: "EUR", status: "ACTIVE", variants: [{ name: "S", stock: 3, sku: "CAP-S" }] },
    });
  });

  it("says at each field what is wrong there", () => {
    const variants = [
      { ...emptyVariant(), name: "S", stock: "-1" },
      { ...emptyVariant(), name: "S", stock: "1", price: "1.234" },
    ];
    const made = createBody({ ...emptyProduct, variants });
    expect(made).toMatchObject({ ok: false });
    expect(made.ok ? [] : Object.keys(made.faults).sort()).toEqual([
      "name",
      "price",
      "variants.0.stock",
      "variants.1.name",
      "variants.1.price",
    ]);
    expect(createBody({ ...typed, sku: "a b" })).toMatchObject({ ok: false, faults: { sku: "Must be visible ASCII without spaces." } });
  });
});

describe("a product that is changed", () => {
  it("says nothing of what stayed, least of all of the stock", () => {
    expect(updateBody(draftOf(cap), cap)).toEqual({ ok: true, body: {} });
    expect(updateBody({ ...draftOf(cap), name: "Hat", category: "" }, cap)).toEqual({ ok: true, body: { name: "Hat", category: null } });
    expect(updateBody({ ...draftOf(cap), stock: "13" }, cap)).toEqual({ ok: true, body: { stock: 13 } });
  });

  it("names the variants that change, come and go", () => {
    const draft = draftOf(popcorn);
    const [salted] = draft.variants;
    if (salted === undefined) throw new Error("there is no variant");
    const variants = [
      { ...salted, stock: "50" },
      { ...emptyVariant(), name: "caramel", stock: "7", price: "7.50" },
    ];
    expect(updateBody({ ...draft, variants }, popcorn)).toEqual({
      ok: true,
      body: {
        variants: [
          { id: "var_1", stock: 50 },
          { name: "caramel", stock: 7, price: 750 },
        ],
        removeVariants: ["var_2"],
      },
    });
  });

  it("takes those along that cost what the product costs", () => {
    expect(updateBody({ ...draftOf(popcorn), price: "6.80" }, popcorn)).toEqual({
      ok: true,
      body: { price: 680, variants: [{ id: "var_1", price: null }] },
    });
  });

  it("says what is wrong at the variant's own place in the form", () => {
    const draft = draftOf(popcorn);
    const variants = draft.variants.map((each, place) => (place === 1 ? { ...each, sku: "ä" } : each));
    expect(updateBody({ ...draft, variants }, popcorn)).toMatchObject({ ok: false, faults: { "variants.1.sku": expect.any(String) } });
  });
});
