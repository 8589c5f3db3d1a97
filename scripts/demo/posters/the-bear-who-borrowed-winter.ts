import { scaledTo, setLine, stretchedTo } from "../lettering.ts";
import { randomFrom } from "../random.ts";
import { circle, polygon, repeat, shape, sheet, stroke } from "../shapes.ts";

const fur = "#2b3a67";

/** He meant to give it back. */
export function theBearWhoBorrowedWinter(): string {
  const random = randomFrom("the bear who borrowed winter");
  const snow = repeat(90, () => circle(random() * 400, 150 + random() * 450, 1.4 + random() * 3.6, "#ffffff"));
  const face =
    circle(136, 306, 34, fur) +
    circle(264, 306, 34, fur) +
    circle(136, 306, 17, "#f2a6a0") +
    circle(264, 306, 17, "#f2a6a0") +
    circle(200, 366, 96, fur) +
    `<ellipse cx="200" cy="400" rx="50" ry="40" fill="#e9edf6"/><ellipse cx="200" cy="380" rx="18" ry="12" fill="#131a33"/>` +
    stroke("M200 392V408M180 412Q190 424 200 410Q210 424 220 412", "#131a33", 4, "round") +
    circle(162, 350, 9, "#ffffff") +
    circle(238, 350, 9, "#ffffff") +
    circle(164, 352, 5, "#131a33") +
    circle(240, 352, 5, "#131a33");
  const scarf =
    shape("M118 438Q200 484 282 438L292 470Q200 520 108 470Z", "#e63946") +
    shape("M246 470L288 456L312 566L262 576Z", "#c92f3c") +
    repeat(3, (index) => stroke(`M${258 + index * 5} ${500 + index * 22}l38 -9`, "#f7b2b7", 5));
  const title = { size: 46, weight: 9, round: 0.3, tracking: 0.1 };
  return sheet(
    "#bfe0ee",
    polygon([0, 420, 76, 262, 128, 344, 190, 226, 270, 356, 326, 276, 400, 402, 400, 600, 0, 600], "#94c6dc"),
    polygon([76, 262, 98, 297, 78, 312, 58, 299], "#ffffff") +
      polygon([190, 226, 218, 272, 192, 288, 166, 272], "#ffffff") +
      polygon([326, 276, 344, 303, 326, 315, 308, 303], "#ffffff"),
    shape("M40 600Q48 452 200 446Q352 452 360 600Z", fur),
    face,
    scarf,
    shape("M0 566Q110 540 200 562T400 556V600H0Z", "#ffffff"),
    snow,
    setLine("The bear who", 28, 32, scaledTo(344, "The bear who", { ...title, weight: 7 }), fur),
    setLine("borrowed", 28, 82, stretchedTo(344, "borrowed", { ...title, size: 48 }), "#e63946"),
    setLine("winter", 28, 140, stretchedTo(344, "winter", { ...title, size: 64, weight: 13 }), fur),
  );
}
