import { expect, it } from "vitest";
import { demoListings } from "./programme.ts";
import { posters } from "./write-posters.ts";

it.each(Object.entries(posters))("the poster %s is the same whenever it is drawn, self-contained and small", (_name, draw) => {
  const svg = draw();
  expect(svg).toBe(draw());
  expect(svg).not.toMatch(/<script|<image|<text|https?:\/\/(?!www\.w3\.org)|NaN|undefined/);
  expect(svg.length).toBeLessThan(80_000);
});

it("every listing has a poster of its own", () => {
  expect(new Set(demoListings.map(({ poster }) => poster)).size).toBe(demoListings.length);
});
