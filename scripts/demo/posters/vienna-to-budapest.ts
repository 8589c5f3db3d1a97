import { scaledTo, setLine, stretchedTo } from "../lettering.ts";
import { circle, rect, repeat, shape, sheet, stroke } from "../shapes.ts";

/** The night coach arrives while the bridge is still lit. */
export function viennaToBudapest(): string {
  const chain = (x: number) => {
    const along = (x - 108) / 184;
    return 204 + 452 * along * (1 - along);
  };
  const lamps = repeat(23, (index) => {
    const x = 112 + index * 8;
    return circle(x, chain(x), 2.1, "#ffe3a1") + stroke(`M${x} ${chain(x)}V330`, "#8a7fb8", 0.9);
  });
  const tower = (x: number) =>
    shape(`M${x - 22} 348V206H${x + 22}V348H${x + 12}V270A12 12 0 0 0 ${x - 12} 270V348Z`, "#d8cdf0") +
    rect(x - 27, 198, 54, 10, "#efe8ff") +
    rect(x - 24, 222, 48, 4, "#a99cd1");
  const reflections = repeat(26, (index) => {
    const y = 366 + index * 6.4;
    const width = 12 + ((index * 47) % 60);
    return (
      rect(108 - width / 2 + ((index * 13) % 17) - 8, y, width, 2.4, "#6d61a6") +
      rect(292 - width / 2 - ((index * 11) % 15) + 7, y, width, 2.4, "#6d61a6") +
      rect(206 - width / 3, y, width * 0.66, 2.4, "#ffe3a1")
    );
  });
  return sheet(
    "#171338",
    rect(0, 0, 400, 180, "#1d1845"),
    circle(206, 120, 58, "#ffefc2"),
    circle(184, 108, 10, "#f3dca1") + circle(226, 134, 14, "#f3dca1") + circle(216, 96, 5, "#f3dca1"),
    shape("M0 300Q60 250 120 286Q170 262 230 290Q310 244 400 292V350H0Z", "#221c52"),
    repeat(18, (index) => rect(8 + index * 23, 300 + ((index * 31) % 24), 3, 4, "#ffcf6b")),
    rect(0, 330, 400, 9, "#efe8ff"),
    stroke("M-40 214Q36 340 108 204", "#efe8ff", 4) +
      stroke("M108 204Q200 430 292 204", "#efe8ff", 4) +
      stroke("M292 204Q364 340 440 214", "#efe8ff", 4),
    lamps,
    tower(108) + tower(292),
    rect(0, 348, 400, 252, "#120e2e"),
    reflections,
    setLine("Budapest", 26, 528, stretchedTo(348, "Budapest", { size: 40, weight: 6, round: 0.3, tracking: 0.12 }), "#ffefc2"),
    setLine(
      "Vienna > Budapest · sleep through Slovakia",
      26,
      580,
      scaledTo(348, "Vienna > Budapest · sleep through Slovakia", { size: 10, weight: 1.6, round: 0.3, tracking: 0.28, cap: "round" }),
      "#b9aef0",
    ),
  );
}
