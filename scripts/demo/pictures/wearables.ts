import { circle, ellipse, polygon, rect, repeat, shape, stroke, tile } from "../shapes.ts";

/** The one from the merchandise stand. */
export function tourShirt(): string {
  const body = "M140 84L92 104L48 176L96 206L116 180V342H284V180L304 206L352 176L308 104L260 84Q200 128 140 84Z";
  return tile(
    "#ff6a2b",
    shape(body, "#1a0f0a"),
    stroke("M140 84Q200 132 260 84", "#3a261c", 8),
    repeat(9, (index) => {
      const height = 14 + Math.abs(Math.sin(index * 1.7)) * 62;
      return rect(142 + index * 13.6, 214 - height / 2, 8, height, index % 3 === 1 ? "#ff6a2b" : "#ffe2cf", 4);
    }),
    stroke("M142 276H258M164 298H236", "#ffe2cf", 7, "round"),
  );
}

/** Room for a programme and what is bought on the way home. */
export function toteBag(): string {
  return tile(
    "#cfd8c7",
    ellipse(200, 352, 120, 12, "#b3bfa9"),
    stroke("M146 160V96Q146 52 200 52T254 96V160", "#17362e", 13),
    polygon([92, 148, 308, 148, 324, 350, 76, 350], "#f5ecd8"),
    polygon([92, 148, 308, 148, 309.4, 166, 90.6, 166], "#e6d9bd"),
    circle(200, 254, 58, "#17362e"),
    repeat(8, (index) => {
      const angle = (index / 8) * Math.PI * 2;
      return circle(200 + Math.cos(angle) * 30, 254 + Math.sin(angle) * 30, 12, "#f7cdd2");
    }) + circle(200, 254, 12, "#b8435a"),
  );
}

/** For those who sleep sitting up. */
export function neckPillow(): string {
  const curve = "M126 302Q60 250 72 176Q88 84 200 84T328 176Q340 250 274 302";
  return tile(
    "#171338",
    circle(330, 64, 26, "#ffefc2") + circle(342, 56, 24, "#171338"),
    repeat(14, (index) => circle(30 + ((index * 89) % 350), 24 + ((index * 53) % 90), 1.8, "#8f96c9")),
    stroke(curve, "#3c3f8f", 96, "round"),
    stroke(curve, "#5b61c9", 78, "round"),
    stroke("M112 286Q76 240 88 182Q106 110 200 108", "#8a90ea", 10, "round"),
  );
}

/** Dark, and quiet. */
export function sleepMask(): string {
  const lashes = (x: number) =>
    stroke(
      `M${x - 34} 204Q${x} 236 ${x + 34} 204M${x - 22} 218L${x - 30} 232M${x} 222V240M${x + 22} 218L${x + 30} 232`,
      "#f4e4b2",
      6,
      "round",
    );
  const plug = (x: number, y: number) => rect(x, y, 22, 40, "#ff8c61", 10) + ellipse(x + 11, y + 6, 11, 8, "#ffb08f");
  return tile(
    "#94a6c9",
    stroke("M20 176Q60 150 92 168M308 168Q340 150 380 176", "#101638", 16),
    shape("M80 156Q200 112 320 156Q344 252 268 268Q226 268 200 232Q174 268 132 268Q56 252 80 156Z", "#1d2760"),
    lashes(140),
    lashes(260),
    plug(164, 300),
    plug(214, 308),
  );
}
