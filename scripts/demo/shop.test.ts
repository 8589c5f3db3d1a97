import { describe, expect, it } from "vitest";
import { CreateProduct } from "../../contracts/products.ts";
import { CreatePromotion } from "../../contracts/promotions.ts";
import { demoProducts, demoPromotions } from "./programme/shop.ts";
import { pictures } from "./write-pictures.ts";

const all = Object.values(demoProducts).flat();

it.each(Object.entries(pictures))("the picture %s is the same whenever it is drawn, self-contained and small", (_name, draw) => {
  const svg = draw();
  expect(svg).toBe(draw());
  expect(svg).not.toMatch(/<script|<image|<text|https?:\/\/(?!www\.w3\.org)|NaN|undefined/);
  expect(svg.length).toBeLessThan(20_000);
});

describe("the demo's shop", () => {
  it("sells what the API takes, each with an SKU and a picture of its own", () => {
    for (const { picture, alt, ...product } of all) {
      expect(CreateProduct.safeParse({ ...product, images: [{ url: `/products/${picture}.svg`, alt }] }).error).toBeUndefined();
    }
    expect(new Set(all.map(({ sku }) => sku)).size).toBe(all.length);
    expect(all.map(({ picture }) => picture).sort()).toEqual(Object.keys(pictures).sort());
  });

  it("has codes that the API takes", () => {
    for (const promotion of Object.values(demoPromotions).flat()) expect(CreatePromotion.safeParse(promotion).error).toBeUndefined();
  });
});
