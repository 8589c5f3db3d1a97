import { expect, it } from "vitest";
import { contrast, contrastMin, day, paletteOf } from "./palette.ts";

it("contrast is that of WCAG: black on white is 21, a colour on itself 1, and #767676 just passes on white", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrast("#7a1f2b", "#7a1f2b")).toBe(1);
  expect(contrast("#767676", "#ffffff")).toBeGreaterThan(4.5);
  expect(contrast("#777777", "#ffffff")).toBeLessThan(4.5);
});

it("in every colour, and in none, all text of a mail can be read", () => {
  const steps = ["00", "33", "66", "77", "80", "99", "cc", "ff"];
  const colors = steps.flatMap((red) => steps.flatMap((green) => steps.map((blue) => `#${red}${green}${blue}`)));
  for (const color of [null, ...colors]) {
    const { accentText, button, buttonInk } = paletteOf(color);
    for (const [ink, ground] of [
      [accentText, day.ground],
      [accentText, day.raised],
      [buttonInk, button],
    ] as const)
      expect(contrast(ink, ground), `${ink} on ${ground} for ${color}`).toBeGreaterThanOrEqual(contrastMin);
  }
});

it("a colour that can be read stays as it is, and a light one keeps its hue on a button", () => {
  expect(paletteOf("#7a1f2b")).toEqual({ accent: "#7a1f2b", accentText: "#7a1f2b", button: "#7a1f2b", buttonInk: "#ffffff" });
  expect(paletteOf("#ffd400")).toMatchObject({ accent: "#ffd400", button: "#ffd400", buttonInk: day.ink });
});
