import { scaledTo, setLine, stretchedTo } from "../lettering.ts";
import { randomFrom } from "../random.ts";
import { polygon, rect, repeat, rotated, sheet } from "../shapes.ts";

const hexagon = (x: number, y: number, radius: number, fill: string): string =>
  polygon(
    Array.from(
      { length: 12 },
      (_, index) => (index % 2 === 0 ? x : y) + (index % 2 === 0 ? Math.sin : Math.cos)(((index >> 1) * Math.PI) / 3) * radius,
    ),
    fill,
  );

/** Two kitchens, one wall. */
export function saltAndHoney(): string {
  const random = randomFrom("salt and honey");
  const combs = repeat(77, (index) => {
    const row = Math.floor(index / 7);
    const x = 36 + (index % 7) * 62 + (row % 2) * 31;
    const y = 40 + row * 54;
    if (x + y * 0.66 < 420 + 20 * Math.sin(index)) return "";
    return hexagon(x, y, 29 + random() * 4, ["#f2a81d", "#e58e12", "#f7c247", "#cf7708"][Math.floor(random() * 4)] ?? "#f2a81d");
  });
  const crystals = repeat(150, () => {
    const x = random() * 400;
    const y = random() * 600;
    const size = 2 + random() * 8;
    if (x + y * 0.66 > 372) return "";
    return rotated(random() * 90, x, y, rect(x - size / 2, y - size / 2, size, size, random() > 0.5 ? "#ffffff" : "#cfdfe3"));
  });
  const title = { size: 92, weight: 14, round: 0.3, tracking: 0.08 };
  return sheet(
    "#e6eff0",
    polygon([400, 0, 400, 600, 0, 600, 0, 594, 396, 0], "#f7b733"),
    combs,
    crystals,
    setLine("Salt", 28, 32, scaledTo(216, "Salt", title), "#26414a"),
    setLine("&", 128, 206, scaledTo(150, "&", { ...title, size: 190, weight: 26 }), "#fffaf0"),
    setLine("honey", 28, 478, stretchedTo(344, "honey", { ...title, size: 76, weight: 13 }), "#4a1f02"),
    setLine(
      "A love story in two kitchens",
      28,
      570,
      scaledTo(344, "A love story in two kitchens", { size: 11, weight: 1.8, round: 0.3, tracking: 0.34, cap: "round" }),
      "#4a1f02",
    ),
  );
}
