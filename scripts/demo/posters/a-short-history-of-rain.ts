import { setLine } from "../lettering.ts";
import { randomFrom } from "../random.ts";
import { repeat, shape, sheet, stroke } from "../shapes.ts";

/** Everything falls; one person brought an umbrella. */
export function aShortHistoryOfRain(): string {
  const random = randomFrom("a short history of rain");
  const blues = ["#1c4f8f", "#2f73b8", "#6aa3d4", "#123766"];
  const drops = repeat(150, (index) => {
    const x = (index % 25) * 17.5 + random() * 10 - 20;
    const y = Math.floor(index / 25) * 98 + random() * 84 - 30;
    const length = 18 + random() * 56;
    const sheltered = x > 208 && x < 352 && y + length > 430;
    return sheltered
      ? ""
      : stroke(
          `M${x.toFixed(1)} ${y.toFixed(1)}l${(-length * 0.28).toFixed(1)} ${length.toFixed(1)}`,
          blues[index % 4] ?? "#1c4f8f",
          1.6 + random() * 3.4,
          "round",
        );
  });
  const umbrella =
    shape(
      "M206 470A80 80 0 0 1 366 470Q352.700 456 339.300 470Q326 456 312.700 470Q299.300 456 286 470Q272.700 456 259.300 470Q246 456 232.700 470Q219.300 456 206 470Z",
      "#f5b81f",
    ) +
    stroke("M286 388V380", "#0f2747", 5, "round") +
    stroke("M286 466V548Q286 564 272 564Q260 564 260 552", "#0f2747", 5, "round");
  const title = { size: 54, weight: 6.2, round: 0.3, tracking: 0.13, stretch: 1.05 };
  const plate = (y: number, width: number) => `<rect x="0" y="${y}" width="${width}" height="68" fill="#dfe5e3"/>`;
  return sheet(
    "#dfe5e3",
    drops,
    plate(30, 126) + plate(98, 236) + plate(166, 316) + plate(234, 136) + plate(302, 218),
    setLine("A", 30, 38, title, "#0f2747"),
    setLine("short", 30, 106, title, "#0f2747"),
    setLine("history", 30, 174, title, "#0f2747"),
    setLine("of", 30, 242, title, "#0f2747"),
    setLine("rain", 30, 310, title, "#0f2747"),
    umbrella,
    `<rect x="20" y="520" width="178" height="52" fill="#dfe5e3"/>`,
    setLine("a new play by", 30, 530, { size: 11, weight: 1.7, round: 0.3, tracking: 0.28, cap: "round" }, "#0f2747"),
    setLine("Ines Karolyi", 30, 550, { size: 11, weight: 1.7, round: 0.3, tracking: 0.28, cap: "round" }, "#0f2747"),
  );
}
