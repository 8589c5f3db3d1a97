import { randomFrom } from "../random.ts";
import { circle, ellipse, polygon, rect, repeat, rotated, shape, stroke, tile } from "../shapes.ts";

const kernel = (x: number, y: number, size: number): string =>
  circle(x - size * 0.5, y, size * 0.62, "#fff3d0") +
  circle(x + size * 0.5, y - size * 0.1, size * 0.66, "#ffe9b0") +
  circle(x, y - size * 0.5, size * 0.7, "#fff8e3") +
  circle(x, y + size * 0.1, size * 0.24, "#f2b544");

/** A striped bucket that is too full. */
export function popcorn(): string {
  const random = randomFrom("popcorn");
  const heap = repeat(46, (index) => {
    const row = Math.floor(index / 12);
    return kernel(118 + (index % 12) * 15 + random() * 8, 168 - row * 19 - Math.sin(((index % 12) / 11) * Math.PI) * 26 + random() * 8, 17);
  });
  const stripes = repeat(5, (index) => {
    const [top, foot] = [100 + index * 40, 124 + index * 30.4];
    return index % 2 === 0 ? "" : polygon([top, 160, top + 40, 160, foot + 30.4, 346, foot, 346], "#c8281e");
  });
  return tile(
    "#f6b93b",
    ellipse(200, 350, 120, 14, "#d99a1f"),
    heap,
    polygon([100, 160, 300, 160, 276, 346, 124, 346], "#fff8ec"),
    stripes,
    rect(94, 152, 212, 16, "#fff8ec", 8),
  );
}

/** Three corners of a meal. */
export function nachos(): string {
  const chip = (x: number, y: number, degrees: number, colour: string) =>
    rotated(
      degrees,
      x,
      y,
      shape(
        `M${x - 62} ${y + 44}Q${x} ${y + 60} ${x + 62} ${y + 44}Q${x + 44} ${y - 20} ${x} ${y - 66}Q${x - 44} ${y - 20} ${x - 62} ${y + 44}Z`,
        colour,
      ) + repeat(5, (index) => circle(x - 26 + index * 13, y + (index % 2) * 18, 3, "#c77f1c")),
    );
  return tile(
    "#2f5d50",
    ellipse(200, 330, 150, 22, "#244a3f"),
    chip(120, 190, -28, "#f2b544"),
    chip(280, 186, 24, "#eda634"),
    chip(200, 150, 4, "#f9c85c"),
    chip(158, 236, -12, "#f2b544"),
    chip(250, 240, 14, "#f9c85c"),
    shape("M64 262H336Q330 336 268 342H132Q70 336 64 262Z", "#c8281e"),
    shape(
      "M64 262Q110 236 140 262T216 262T290 258Q318 248 336 262Q330 282 300 276Q284 306 262 278Q220 290 200 274Q176 316 156 276Q110 286 64 262Z",
      "#ffcf4d",
    ),
  );
}

/** A cup with a straw, and cold enough to be wet. */
export function coldDrink(): string {
  const random = randomFrom("cold drink");
  return tile(
    "#7cc4d8",
    ellipse(200, 352, 100, 12, "#5ba9bf"),
    stroke("M228 150L252 40L300 30", "#c8281e", 12, "round"),
    polygon([120, 128, 280, 128, 262, 350, 138, 350], "#ffffff"),
    polygon([124, 180, 276, 180, 264, 322, 136, 322], "#123766"),
    stroke("M148 214Q200 184 252 214M148 252Q200 222 252 252M150 290Q200 260 250 290", "#f6b93b", 10, "round"),
    rect(108, 112, 184, 24, "#eef6f8", 10),
    repeat(16, () => circle(132 + random() * 136, 190 + random() * 140, 2 + random() * 3, "#bfe6f0")),
  );
}

/** Two glasses for the interval. */
export function intervalDrink(): string {
  const glass = (x: number, colour: string) =>
    polygon([x - 30, 90, x + 30, 90, x + 20, 236, x - 20, 236], "#efe7f7") +
    polygon([x - 27, 132, x + 27, 132, x + 20, 232, x - 20, 232], colour) +
    repeat(6, (index) => circle(x - 10 + (index % 3) * 10, 156 + index * 12, 2.6, "#fffbe6")) +
    rect(x - 4, 236, 8, 82, "#efe7f7") +
    ellipse(x, 322, 36, 8, "#efe7f7");
  return tile(
    "#32124f",
    circle(200, 190, 150, "#42195f"),
    rotated(-7, 146, 320, glass(146, "#f4c95d")),
    rotated(7, 254, 320, glass(254, "#e58fb0")),
    stroke("M200 60V84M172 66L182 86M228 66L218 86", "#f4c95d", 6, "round"),
  );
}

/** What a night in a coach asks for. */
export function snackBox(): string {
  return tile(
    "#e9b872",
    ellipse(200, 336, 140, 16, "#d19f58"),
    circle(150, 178, 46, "#c8281e"),
    stroke("M150 136Q152 116 168 112", "#5a3d1e", 6, "round"),
    shape("M160 118Q186 104 196 124Q178 136 160 118Z", "#3f7d3a"),
    rect(206, 120, 46, 130, "#f8ecd2", 8) + rect(206, 160, 46, 44, "#17362e"),
    rect(262, 146, 30, 110, "#4a2c17", 6) + repeat(3, (index) => rect(266, 160 + index * 26, 22, 18, "#6b4226", 3)),
    polygon([76, 210, 324, 210, 306, 334, 94, 334], "#8d5a2b"),
    polygon([76, 210, 324, 210, 320, 240, 80, 240], "#a36c37"),
    repeat(6, (index) => stroke(`M${112 + index * 36} 258V318`, "#75491f", 3)),
  );
}
