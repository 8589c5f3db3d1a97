import { circle, ellipse, polygon, rect, repeat, ring, rotated, shape, stroke, tile } from "../shapes.ts";

/** What the director says about it. */
export function programmeBook(): string {
  return tile(
    "#b8435a",
    polygon([96, 84, 292, 64, 318, 330, 122, 350], "#8a2c42"),
    polygon([104, 74, 300, 58, 318, 322, 122, 340], "#f8ecd2"),
    polygon([92, 70, 286, 54, 306, 322, 112, 340], "#17362e"),
    repeat(7, (index) =>
      stroke(
        `M${118 + index * 26} ${300 - Math.abs(3 - index) * 8}Q${110 + index * 26} ${210 - index * 6} ${126 + index * 24} ${150 + Math.abs(3 - index) * 12}`,
        "#f7cdd2",
        5,
        "round",
      ),
    ),
    repeat(7, (index) => circle(126 + index * 24, 142 + Math.abs(3 - index) * 12, 10, index % 2 ? "#ef9fae" : "#fdebe8")),
    polygon([116, 92, 270, 80, 272, 92, 117, 104], "#f4c95d"),
  );
}

/** For the second balcony. */
export function operaGlasses(): string {
  const barrel = (x: number, degrees: number) =>
    rotated(
      degrees,
      x,
      200,
      polygon([x - 34, 110, x + 34, 110, x + 52, 270, x - 52, 270], "#141a3d") +
        rect(x - 40, 96, 80, 22, "#f4c95d", 6) +
        rect(x - 58, 262, 116, 26, "#f4c95d", 8) +
        ellipse(x, 290, 52, 12, "#9fc7e8") +
        repeat(3, (index) => rect(x - 44 + index * 2, 150 + index * 34, 88 - index * 4, 5, "#2a3162")),
    );
  return tile(
    "#8d2f23",
    circle(200, 200, 168, "#a33b2d"),
    barrel(134, 6),
    barrel(266, -6),
    rect(172, 150, 56, 18, "#f4c95d", 6) + rect(178, 226, 44, 16, "#f4c95d", 6),
    circle(200, 198, 20, "#f8ecd2") + ring(200, 198, 20, "#c99a2e", 5),
  );
}

/** Four for a lapel. */
export function enamelPins(): string {
  const pin = (x: number, y: number, colour: string, inside: string) =>
    circle(x, y + 4, 62, "#c9b892") + circle(x, y, 62, "#e8c65a") + circle(x, y, 54, colour) + inside;
  return tile(
    "#efe4c8",
    pin(124, 124, "#141a3d", circle(124, 124, 30, "#f4e4b2") + circle(138, 116, 27, "#141a3d")),
    pin(
      276,
      124,
      "#c8281e",
      shape("M248 104H304V132Q300 160 276 164Q252 160 248 132Z", "#f8ecd2") +
        circle(265, 122, 5, "#c8281e") +
        circle(287, 122, 5, "#c8281e") +
        stroke("M262 140Q276 154 290 140", "#c8281e", 5, "round"),
    ),
    pin(
      124,
      276,
      "#136f7a",
      polygon([104, 306, 144, 306, 136, 246, 112, 246], "#f8ecd2") +
        rect(108, 266, 32, 12, "#e2492f") +
        polygon([108, 246, 124, 228, 140, 246], "#e2492f"),
    ),
    pin(
      276,
      276,
      "#f6b93b",
      stroke("M252 300V256L300 246V290", "#1a0f0a", 8) + ellipse(244, 302, 13, 10, "#1a0f0a") + ellipse(292, 292, 13, 10, "#1a0f0a"),
    ),
  );
}

/** A film to take home and hang up. */
export function posterPrint(): string {
  return tile(
    "#2b3a67",
    rect(92, 48, 216, 304, "#1d2849"),
    rect(84, 40, 216, 304, "#f5e3c3"),
    rect(98, 54, 188, 232, "#0d1026"),
    circle(238, 104, 24, "#ffefc2"),
    repeat(12, (index) =>
      rect(98 + index * 16, 196 - ((index * 37) % 60), 13, 90 + ((index * 37) % 60), index % 2 ? "#1d2150" : "#262b66"),
    ),
    rect(122, 206, 140, 62, "#c8281e", 12) + repeat(4, (index) => rect(134 + index * 31, 218, 23, 24, "#ffefc2", 3)),
    circle(152, 270, 9, "#f5e3c3") + circle(232, 270, 9, "#f5e3c3"),
    stroke("M98 282H286", "#8f96c9", 4),
    stroke("M112 308H272M140 326H244", "#0d1026", 8),
  );
}
