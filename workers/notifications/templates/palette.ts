/** The web app's day scheme; mail programs know neither its variables nor oklch. */
export const day = {
  ground: "#fdfaf4",
  raised: "#ffffff",
  line: "#e2ded5",
  ink: "#1c1923",
  quiet: "#5c5865",
  accent: "#cf7604",
  accentText: "#ad5600",
};

/** WCAG's least contrast for text. */
export const contrastMin = 4.5;

/** `accent`: for what is no text. `accentText`: for text on the ground and on what is raised. `button`, `buttonInk`: a button and the text on it. */
export interface Palette {
  accent: string;
  accentText: string;
  button: string;
  buttonInk: string;
}

/** The colours of a mail in a tenant's colour, `#rrggbb`: text is darkened until it can be read. Null: Marquee's own. */
export function paletteOf(color: string | null): Palette {
  if (color === null) return { accent: day.accent, accentText: day.accentText, button: day.ink, buttonInk: day.raised };
  const inkOnIt = [day.raised, day.ink].find((ink) => contrast(ink, color) >= contrastMin);
  return {
    accent: color,
    accentText: darkenedAgainst(day.ground, color),
    button: inkOnIt === undefined ? darkenedAgainst(day.raised, color) : color,
    buttonInk: inkOnIt ?? day.raised,
  };
}

/** The colour, or the lightest of its darker shades that can be read on `ground`. */
function darkenedAgainst(ground: string, color: string): string {
  let shade = color;
  for (let light = 100; contrast(ground, shade) < contrastMin; light--) shade = hex(channels(color).map((value) => (value * light) / 100));
  return shade;
}

/** How far two colours are apart in lightness, from 1 to 21: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = channels(color).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const channels = (color: string): number[] => [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
const hex = (values: readonly number[]): string => `#${values.map((value) => Math.round(value).toString(16).padStart(2, "0")).join("")}`;
