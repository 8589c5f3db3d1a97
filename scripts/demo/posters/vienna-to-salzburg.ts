import { scaledTo, setLine, stretchedTo } from "../lettering.ts";
import { circle, polygon, rect, repeat, shape, sheet } from "../shapes.ts";

/** The old railway poster, by coach. */
export function viennaToSalzburg(): string {
  const sky = repeat(8, (index) =>
    rect(
      0,
      index * 44,
      400,
      45,
      ["#f6d9a8", "#f5cc96", "#f3bd86", "#f0ab79", "#ec996f", "#e68768", "#dc7565", "#cf6564"][index] ?? "#f6d9a8",
    ),
  );
  const peak = (x: number, y: number, half: number, foot: number, light: string, dark: string) =>
    polygon([x, y, x + half, foot, x - half, foot], light) +
    polygon(
      [x, y, x + half, foot, x + half * 0.12, foot, x - half * 0.1, y + (foot - y) * 0.46, x + half * 0.06, y + (foot - y) * 0.3],
      dark,
    );
  const coach =
    rect(214, 452, 92, 33, "#f4efe2", 7) +
    rect(220, 458, 64, 12, "#24404f", 3) +
    rect(289, 458, 13, 18, "#24404f", 3) +
    rect(214, 474, 70, 4, "#d3382c") +
    circle(236, 486, 8, "#1b2429") +
    circle(286, 486, 8, "#1b2429");
  const castle =
    rect(118, 318, 66, 26, "#5a3550") +
    rect(124, 300, 14, 26, "#5a3550") +
    rect(146, 292, 18, 30, "#5a3550") +
    rect(170, 304, 12, 20, "#5a3550") +
    polygon([144, 292, 155, 276, 166, 292], "#7c3b4a") +
    polygon([122, 300, 131, 288, 140, 300], "#7c3b4a");
  return sheet(
    "#f6d9a8",
    sky,
    circle(292, 148, 46, "#fff2cf"),
    peak(88, 150, 170, 420, "#f7efe6", "#a9748c") +
      peak(230, 108, 190, 430, "#fffaf2", "#9a6685") +
      peak(356, 196, 150, 430, "#f7efe6", "#a9748c"),
    shape("M0 380Q70 330 150 340Q240 352 300 330Q350 316 400 340V600H0Z", "#7d4a64"),
    castle,
    shape("M0 430Q120 372 240 410Q330 436 400 404V600H0Z", "#3f6b4f"),
    shape("M0 492Q150 452 400 496V600H0Z", "#2c5140"),
    shape("M-10 540Q160 470 410 482L410 500Q190 496 60 600H-10Z", "#d9cdb4"),
    coach,
    rect(0, 512, 400, 88, "#f4efe2"),
    setLine("Salzburg", 26, 524, stretchedTo(348, "Salzburg", { size: 42, weight: 9, round: 0.3, tracking: 0.08 }), "#24404f"),
    setLine(
      "Vienna > Salzburg · 3 hours · mountains on the left",
      26,
      578,
      scaledTo(348, "Vienna > Salzburg · 3 hours · mountains on the left", {
        size: 10,
        weight: 1.6,
        round: 0.3,
        tracking: 0.26,
        cap: "round",
      }),
      "#d3382c",
    ),
  );
}
