import { scaledTo, setLine, stretchedTo } from "../lettering.ts";
import { circle, repeat, sheet } from "../shapes.ts";

const sky = "#141a3d";

/** Eleven phases of a moon, and the twelfth night. */
export function twelfthNight(): string {
  const moons = repeat(12, (index) => {
    const x = 74 + (index % 3) * 126;
    const y = 72 + Math.floor(index / 3) * 96;
    if (index === 11)
      return (
        circle(x, y, 40, "#f0503c") +
        circle(x - 13, y - 6, 5, sky) +
        circle(x + 13, y - 6, 5, sky) +
        `<path d="M${x - 20} ${y + 9}q20 22 40 0" fill="none" stroke="${sky}" stroke-width="5" stroke-linecap="round"/>`
      );
    const shift = (index - 5) * 15;
    return `<clipPath id="m${index}"><circle cx="${x}" cy="${y}" r="40"/></clipPath><g clip-path="url(#m${index})">${circle(x, y, 40, "#f4e4b2")}${circle(x + shift, y - Math.abs(shift) * 0.12, 40, shift === 0 ? "#2a3162" : sky)}</g>`;
  });
  const title = { size: 66, weight: 15, round: 0.14, tracking: 0.07 };
  const small = { size: 11, weight: 1.7, round: 0.3, tracking: 0.3, cap: "round" as const };
  return sheet(
    sky,
    moons,
    setLine("Twelfth", 34, 424, stretchedTo(332, "Twelfth", title), "#f4e4b2"),
    setLine("Night", 34, 497, stretchedTo(332, "Night", title), "#f4e4b2"),
    setLine("or what you will", 34, 575, scaledTo(188, "or what you will", small), "#f0503c"),
  );
}
