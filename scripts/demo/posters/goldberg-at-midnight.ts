import { scaledTo, setLine, stretchedTo } from "../lettering.ts";
import { circle, rect, repeat, sheet } from "../shapes.ts";

const ink = "#15120f";

/** An aria, thirty variations, the aria again: 32 strings, every third one a canon in red. */
export function goldbergAtMidnight(): string {
  const strings = repeat(32, (index) => {
    const x = 34 + index * 10.6;
    const height = 150 + 120 * Math.sin((index / 31) * Math.PI) + 44 * Math.sin(index * 1.9);
    const canon = index % 3 === 0 && index > 0 && index < 30;
    return rect(x, 40, index === 0 || index === 31 ? 7.4 : 5, height, canon ? "#c8281e" : ink);
  });
  const title = { size: 70, weight: 9, round: 0.3, tracking: 0.1 };
  const small = { size: 11, weight: 1.7, round: 0.3, tracking: 0.3, cap: "round" as const };
  return sheet(
    "#f2ead8",
    strings,
    circle(302, 392, 64, ink),
    circle(326, 376, 60, "#f2ead8"),
    setLine("Goldberg", 34, 472, scaledTo(332, "Goldberg", title), ink),
    setLine("at midnight", 34, 530, stretchedTo(332, "at midnight", { ...title, weight: 4.6, size: 36 }), "#c8281e"),
    setLine("J. S. Bach · one piano · no interval", 34, 576, scaledTo(332, "J. S. Bach · one piano · no interval", small), ink),
  );
}
