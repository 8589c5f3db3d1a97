import { scaledTo, setLine, stretchedTo } from "../lettering.ts";
import { circle, polygon, rect, repeat, shape, sheet } from "../shapes.ts";

const brick = "#8d2f23";

/** A hundred spires, counted roughly. */
export function viennaToPrague(): string {
  const spires = repeat(17, (index) => {
    const x = 10 + index * 24;
    const height = 60 + ((index * 53) % 97) + (index === 8 ? 70 : 0) + (index === 10 ? 46 : 0);
    const wide = index % 3 === 0 ? 22 : 15;
    const tint = index % 2 === 0 ? brick : "#6f231b";
    return (
      rect(x - wide / 2, 372 - height, wide, height, tint) +
      polygon(
        [x - wide / 2 - 2, 372 - height, x, 372 - height - wide * 2.3, x + wide / 2 + 2, 372 - height],
        index % 4 === 0 ? "#2f5d50" : "#4a1712",
      ) +
      circle(x, 372 - height - wide * 2.3, 1.8, "#f2b544") +
      rect(x - 2, 384 - height, 4, 9, "#f2b544")
    );
  });
  const arches = repeat(5, (index) => {
    const x = -24 + index * 92;
    return shape(`M${x + 12} 448V424A34 34 0 0 1 ${x + 80} 424V448Z`, "#3f7f93");
  });
  const water = repeat(9, (index) => {
    const y = 456 + index * 9;
    return repeat(4, (part) =>
      rect(((index * 71 + part * 113) % 400) - 20, y, 40 + ((index * 37 + part * 29) % 60), 3, index % 2 === 0 ? "#7fb6bf" : "#f2b544"),
    );
  });
  return sheet(
    "#f5e3c3",
    circle(292, 158, 78, "#f2b544"),
    spires,
    rect(0, 366, 400, 82, "#5b4a42"),
    rect(0, 366, 400, 9, "#463832"),
    rect(0, 444, 400, 156, "#3f7f93"),
    arches,
    water,
    setLine("Prague", 26, 36, stretchedTo(348, "Prague", { size: 84, weight: 17, round: 0.2, tracking: 0.07 }), brick),
    rect(0, 548, 400, 52, "#f5e3c3"),
    setLine(
      "Vienna > Prague · over the border by breakfast",
      26,
      568,
      scaledTo(348, "Vienna > Prague · over the border by breakfast", { size: 11, weight: 1.7, round: 0.3, tracking: 0.26, cap: "round" }),
      brick,
    ),
  );
}
