import { scaledTo, setLine } from "../lettering.ts";
import { randomFrom } from "../random.ts";
import { circle, repeat, rotated, round, shape, sheet } from "../shapes.ts";

const petals = ["#f7cdd2", "#ef9fae", "#fdebe8", "#e67f94"];

const blossoms = petals
  .map(
    (petal, kind) =>
      `<g id="b${kind}">${repeat(5, (index) => rotated(index * 72, 0, 0, circle(0, -6.2, 5, petal)))}${circle(0, 0, 2.6, "#b8435a")}</g>`,
  )
  .join("");

/** A crown of blossoms, and what the wind already took. */
export function theCherryOrchard(): string {
  const random = randomFrom("the cherry orchard");
  const pick = () => Math.floor(random() * petals.length);
  const crown = repeat(240, (index) => {
    const angle = index * 2.39996;
    const radius = 152 * Math.sqrt(index / 240);
    const place = `translate(${round(204 + Math.cos(angle) * radius)} ${round(196 + Math.sin(angle) * radius)})`;
    return `<use href="#b${pick()}" transform="${place} rotate(${Math.round(random() * 72)}) scale(${round(0.9 + random() * 0.8)})"/>`;
  });
  const fallen = repeat(26, () => {
    const x = 24 + random() * 352;
    const y = 352 + random() * 78;
    return rotated(random() * 180, x, y, `<ellipse cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" rx="6" ry="3.2" fill="${petals[pick()]}"/>`);
  });
  const trunk = shape(
    "M186 452C192 380 196 330 178 262L150 200L158 196L192 250L206 180L214 182L212 262L246 214L253 219L220 284C214 340 220 400 228 452Z",
    "#e9d9bf",
  );
  const title = { size: 60, weight: 9, round: 0.3, tracking: 0.12 };
  const small = { size: 11, weight: 1.6, round: 0.3, tracking: 0.34, cap: "round" as const };
  return sheet(
    "#17362e",
    circle(204, 196, 172, "#1f463b"),
    `<defs>${blossoms}</defs>`,
    trunk,
    crown,
    fallen,
    setLine("The Cherry", 28, 462, scaledTo(344, "The Cherry", title), "#fbeee6"),
    setLine("Orchard", 28, 519, scaledTo(344, "Orchard", { ...title, size: 60, weight: 7.6, stretch: 1.36 }), "#ef9fae"),
    setLine("Anton Chekhov · a comedy in four acts", 28, 578, scaledTo(344, "Anton Chekhov · a comedy in four acts", small), "#c9bda6"),
  );
}
