import { scaledTo, setLine, stretchedTo } from "../lettering.ts";
import { circle, polygon, rect, repeat, sheet } from "../shapes.ts";

/** The Queen's stars above, Sarastro's sun below, the flute between them. */
export function theMagicFlute(): string {
  const rays = repeat(36, (index) => {
    const from = (index / 36) * Math.PI * 2;
    const to = ((index + 0.5) / 36) * Math.PI * 2;
    return polygon(
      [200, 322, 200 + Math.cos(from) * 520, 322 + Math.sin(from) * 520, 200 + Math.cos(to) * 520, 322 + Math.sin(to) * 520],
      index % 2 === 0 ? "#4a1d6e" : "#3a1560",
    );
  });
  const stars = repeat(15, (index) => {
    const angle = Math.PI * (1.06 + (index / 14) * 0.88);
    const x = 200 + Math.cos(angle) * 158;
    const y = 322 + Math.sin(angle) * 158;
    const r = index % 2 === 0 ? 8 : 4.5;
    return polygon(
      [
        x,
        y - r * 1.6,
        x + r * 0.36,
        y - r * 0.36,
        x + r * 1.6,
        y,
        x + r * 0.36,
        y + r * 0.36,
        x,
        y + r * 1.6,
        x - r * 0.36,
        y + r * 0.36,
        x - r * 1.6,
        y,
        x - r * 0.36,
        y - r * 0.36,
      ],
      "#f7e3a1",
    );
  });
  const flute =
    rect(186, 158, 28, 322, "#f0b429", 14) +
    rect(180, 196, 40, 9, "#fbe7b0") +
    rect(180, 440, 40, 9, "#fbe7b0") +
    `<ellipse cx="200" cy="178" rx="8" ry="5" fill="#3a1560"/>` +
    repeat(7, (index) => circle(200, 236 + index * 28, index === 6 ? 4.5 : 6.5, "#3a1560"));
  const title = { size: 76, weight: 11, round: 0.3, tracking: 0.1 };
  const small = { size: 11, weight: 1.7, round: 0.3, tracking: 0.32, cap: "round" as const };
  return sheet(
    "#32124f",
    rays,
    circle(200, 322, 112, "#d8432f"),
    circle(200, 322, 84, "#ee7a2d"),
    circle(200, 322, 56, "#f7b733"),
    stars,
    flute,
    setLine("The Magic", 30, 40, scaledTo(340, "The Magic", title), "#fbe7b0"),
    setLine("Flute", 30, 486, stretchedTo(340, "Flute", { ...title, size: 64, weight: 12 }), "#fbe7b0"),
    setLine(
      "Mozart, for seven players and four voices",
      30,
      572,
      scaledTo(340, "Mozart, for seven players and four voices", small),
      "#e6a4c4",
    ),
  );
}
