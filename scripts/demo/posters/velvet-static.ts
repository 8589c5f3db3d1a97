import { setLine, stretchedTo } from "../lettering.ts";
import { randomFrom } from "../random.ts";
import { rect, repeat, round, sheet } from "../shapes.ts";

const columns = 20;
const rows = 30;

/** A picture that is just about to come in. */
export function velvetStatic(): string {
  const random = randomFrom("velvet static");
  const pixels = repeat(columns * rows, (index) => {
    const x = index % columns;
    const y = Math.floor(index / columns);
    const fromCentre = Math.hypot((x - 9.5) / 10, (y - 14.5) / 15);
    const wave = 0.5 + 0.5 * Math.sin(fromCentre * 11 - Math.atan2(y - 14.5, x - 9.5) * 2);
    const size = Math.max(0, Math.min(18.5, 3 + wave * 15 + (random() - 0.5) * 7));
    const hue = 318 - wave * 110 - fromCentre * 26;
    return rect(x * 20 + 10 - size / 2, y * 20 + 10 - size / 2, size, size, `hsl(${round(hue)} 86% ${round(34 + wave * 26)}%)`);
  });
  const title = { size: 92, weight: 17, round: 0.2, tracking: 0.06 };
  const sliced = (text: string, y: number) =>
    repeat(4, (index) => {
      const top = y + index * 23;
      const shift = [0, 5, -4, 2][index] ?? 0;
      return `<svg x="0" y="${top}" width="400" height="23.3" viewBox="${-shift} ${top} 400 23.300">${setLine(text, 26, y, stretchedTo(348, text, title), "#fff6ff")}</svg>`;
    });
  return sheet(
    "#12041c",
    pixels,
    rect(0, 192, 400, 218, "#12041c"),
    sliced("Velvet", 204),
    sliced("Static", 306),
    rect(0, 556, 400, 44, "#12041c"),
    setLine(
      "The slow signal tour",
      26,
      570,
      stretchedTo(348, "The slow signal tour", { size: 14, weight: 2.6, round: 0.3, tracking: 0.3 }),
      "#5fe3e0",
    ),
  );
}
