import { scaledTo, setLine } from "../lettering.ts";
import { circle, polygon, rect, repeat, shape, sheet } from "../shapes.ts";

/** One beam, and a sea that does not care. */
export function theLastLighthouse(): string {
  const waves = repeat(6, (row) => {
    const y = 466 + row * 24;
    const colour = ["#136f7a", "#0f5f6b", "#0c505d", "#0a424f", "#083642", "#062b36"][row] ?? "#062b36";
    const offset = row % 2 === 0 ? 0 : -25;
    return shape(`M${offset - 50} ${y}${repeat(12, () => "q12.500 -17 25 0t25 0")}V620H${offset - 50}Z`, colour);
  });
  const stripes = repeat(4, (index) => {
    const top = 262 + index * 52;
    const half = (y: number) => 22 + ((y - 262) / 208) * 14;
    return polygon(
      [136 - half(top), top, 136 + half(top), top, 136 + half(top + 52), top + 52, 136 - half(top + 52), top + 52],
      index % 2 === 0 ? "#e2492f" : "#f8ecd2",
    );
  });
  const title = { size: 60, weight: 11, round: 0.16, tracking: 0.09 };
  return sheet(
    "#0b3340",
    circle(318, 92, 0, "#0b3340"),
    polygon([136, 226, 420, 96, 420, 316], "#f9d678"),
    polygon([136, 226, -20, 172, -20, 262], "#3a6a63"),
    rect(120, 206, 32, 42, "#fff3c9"),
    polygon([112, 206, 136, 178, 160, 206], "#e2492f"),
    rect(106, 248, 60, 14, "#f8ecd2"),
    stripes,
    shape("M52 478Q84 446 136 450Q196 448 226 478Z", "#062b36"),
    waves,
    setLine("The last", 28, 32, scaledTo(210, "The last", title), "#f8ecd2"),
    setLine("light", 28, 80, scaledTo(150, "light", title), "#f8ecd2"),
    setLine("house", 190, 80, scaledTo(182, "house", title), "#e2492f"),
    setLine(
      "A film by Maren Oyelaran",
      28,
      570,
      scaledTo(344, "A film by Maren Oyelaran", { size: 11, weight: 1.7, round: 0.3, tracking: 0.34, cap: "round" }),
      "#f8ecd2",
    ),
  );
}
