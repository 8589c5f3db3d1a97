import { scaledTo, setLine, stretchedTo } from "../lettering.ts";
import { circle, polygon, rect, repeat, sheet, stroke } from "../shapes.ts";

/** Line 0, after the last one. */
export function midnightTram(): string {
  const houses = repeat(9, (index) => {
    const height = [210, 262, 190, 286, 232, 0, 250, 300, 214][index] ?? 200;
    const lit = index === 1 ? rect(index * 48 - 4, 470 - height, 9, 13, "#f6c445") : "";
    return rect(index * 48 - 18, 440 - height, 46, height, index % 2 === 0 ? "#1b2430" : "#222d3b") + lit;
  });
  const title = { size: 78, weight: 14, round: 0.2, tracking: 0.06 };
  return sheet(
    "#10161f",
    houses,
    polygon([0, 600, 400, 600, 236, 440, 164, 440], "#0a0e14"),
    polygon([152, 470, 248, 470, 372, 600, 28, 600], "#3d3a25"),
    polygon([176, 470, 224, 470, 292, 600, 108, 600], "#6a6133"),
    stroke("M186 440L92 600M214 440L308 600", "#c9ccd1", 3),
    stroke("M200 0L200 250M0 168L200 236L400 150", "#39475a", 1.8),
    polygon([182, 252, 218, 252, 230, 276, 170, 276], "#39475a"),
    rect(122, 274, 156, 206, "#d3322b", 26),
    rect(122, 388, 156, 60, "#f2e6cf"),
    rect(136, 306, 128, 70, "#f6c445", 12),
    stroke("M200 306V376", "#d3322b", 5),
    rect(166, 282, 68, 17, "#0a0e14", 4),
    setLine("0 · end", 174, 285.5, stretchedTo(52, "0 · end", { size: 10, weight: 1.9, round: 0.3, tracking: 0.16 }), "#f6c445"),
    circle(152, 418, 12, "#fff6d6") + circle(248, 418, 12, "#fff6d6"),
    circle(176, 346, 9, "#10161f") + rect(163, 354, 26, 22, "#10161f", 9),
    rect(136, 456, 128, 12, "#8f1d18"),
    setLine("Midnight", 28, 34, stretchedTo(344, "Midnight", title), "#f6c445"),
    setLine("Tram", 28, 122, stretchedTo(344, "Tram", { ...title, size: 58, weight: 11 }), "#f2e6cf"),
    setLine(
      "It does not stop where you live",
      60,
      572,
      scaledTo(280, "It does not stop where you live", { size: 11, weight: 1.7, round: 0.3, tracking: 0.3, cap: "round" }),
      "#f2e6cf",
    ),
  );
}
