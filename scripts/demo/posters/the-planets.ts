import { scaledTo, setLine } from "../lettering.ts";
import { randomFrom } from "../random.ts";
import { circle, repeat, ring, rotated, sheet } from "../shapes.ts";

const planets = [
  { orbit: 120, angle: 232, size: 9, fill: "#e0a458" },
  { orbit: 172, angle: 300, size: 15, fill: "#f2d0a4" },
  { orbit: 226, angle: 262, size: 17, fill: "#4ea5d9" },
  { orbit: 280, angle: 314, size: 12, fill: "#e4572e" },
  { orbit: 352, angle: 240, size: 40, fill: "#d9a066" },
  { orbit: 428, angle: 262, size: 31, fill: "#e9c987" },
  { orbit: 458, angle: 293, size: 21, fill: "#8fd3d1" },
];

/** Seven movements round one sun; Earth, as in the score, is where you sit. */
export function thePlanets(): string {
  const random = randomFrom("the planets");
  const stars = repeat(130, () => circle(random() * 400, random() * 600, 0.4 + random() * 1.1, random() > 0.8 ? "#f4c95d" : "#8f96c9"));
  const orbits = planets.map(({ orbit }) => ring(200, 640, orbit, "#39406f", 1.2)).join("");
  const bodies = planets
    .map(({ orbit, angle, size, fill }, index) => {
      const x = 200 + Math.cos((angle * Math.PI) / 180) * orbit;
      const y = 640 + Math.sin((angle * Math.PI) / 180) * orbit;
      const bands =
        index === 4
          ? `<clipPath id="j"><circle cx="${x}" cy="${y}" r="${size}"/></clipPath><g clip-path="url(#j)">${repeat(5, (band) => `<rect x="${x - size}" y="${y - 30 + band * 15}" width="${size * 2}" height="${band % 2 === 0 ? 6 : 4}" fill="#a9683c"/>`)}</g>`
          : "";
      const saturn =
        index === 5
          ? rotated(
              -22,
              x,
              y,
              `<ellipse cx="${x}" cy="${y}" rx="54" ry="12" fill="none" stroke="#f2e3bf" stroke-width="5"/><path d="M${x - size} ${y}A${size} ${size} 0 0 1 ${x + size} ${y}Z" fill="${fill}"/>`,
            )
          : "";
      return circle(x, y, size, fill) + bands + saturn;
    })
    .join("");
  const title = { size: 60, weight: 4.4, round: 0.3, tracking: 0.2 };
  return sheet(
    "#0d1026",
    stars,
    orbits,
    circle(200, 640, 78, "#f4c95d"),
    circle(200, 640, 62, "#f7dc8b"),
    bodies,
    setLine("The", 30, 34, { ...title, size: 26, weight: 2.6 }, "#f4c95d"),
    setLine("Planets", 30, 72, scaledTo(340, "Planets", title), "#f6f1e1"),
    setLine(
      "Gustav Holst · full orchestra · one choir out of sight",
      30,
      152,
      scaledTo(340, "Gustav Holst · full orchestra · one choir out of sight", {
        size: 10,
        weight: 1.5,
        round: 0.3,
        tracking: 0.3,
        cap: "round",
      }),
      "#aab0de",
    ),
  );
}
