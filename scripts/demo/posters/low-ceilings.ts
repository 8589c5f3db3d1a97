import { scaledTo, setLine, stretchedTo } from "../lettering.ts";
import { circle, rect, sheet, stroke } from "../shapes.ts";

const ink = "#1a0f0a";

/** The word presses down on whoever stands under it. */
export function lowCeilings(): string {
  const block = { size: 0, weight: 30, round: 0.06, tracking: 0.04 };
  const low = { ...block, size: 250, weight: 44, tracking: 0.03 };
  return sheet(
    "#ff6a2b",
    rect(0, 0, 400, 372, ink),
    setLine("Low", 24, 24, stretchedTo(352, "Low", low), "#ff6a2b"),
    setLine("ceilings", 24, 290, stretchedTo(352, "ceilings", { ...block, size: 64, weight: 15, tracking: 0.09, round: 0.1 }), "#ffe9d6"),
    stroke("M200 600V470Q200 420 232 398", ink, 9, "round"),
    circle(246, 396, 23, ink),
    stroke("M232 380L266 404M228 392L258 414M242 374L270 392", "#ff6a2b", 2.4),
    stroke("M140 600Q200 572 260 600", ink, 14),
    setLine(
      "Mondays · stand-up",
      24,
      560,
      scaledTo(130, "Mondays · stand-up", { size: 11, weight: 1.8, round: 0.3, tracking: 0.24, cap: "round" }),
      ink,
    ),
    setLine(
      "mind your head",
      246,
      560,
      scaledTo(130, "mind your head", { size: 11, weight: 1.8, round: 0.3, tracking: 0.24, cap: "round" }),
      ink,
    ),
  );
}
