/** A line of the plot: seats sold by each second after the opening. */
export interface Line {
  name: string;
  color: string;
  points: readonly (readonly [seconds: number, seats: number])[];
}

const width = 880;
const height = 420;
const margin = { left: 64, right: 24, top: 48, bottom: 52 };
const inner = { width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };

/** Seats sold over time as an SVG, one line a side. */
export function soldOverTime(title: string, lines: readonly Line[]): string {
  const seconds = nice(Math.max(1, ...lines.flatMap(({ points }) => points.map(([at]) => at))));
  const seats = nice(Math.max(1, ...lines.flatMap(({ points }) => points.map(([, sold]) => sold))));
  const x = (at: number) => margin.left + (at / seconds) * inner.width;
  const y = (sold: number) => margin.top + inner.height - (sold / seats) * inner.height;
  const marks = (most: number) => Array.from({ length: 6 }, (_, place) => (most * place) / 5);
  const text = (at: [number, number], words: string, further = "") =>
    `<text x="${round(at[0])}" y="${round(at[1])}" ${further}>${words.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="13" fill="#3a3440" role="img">`,
    `<title>${title}</title>`,
    `<rect width="${width}" height="${height}" fill="#fdfbf7"/>`,
    text([margin.left, 26], title, 'font-size="16" font-weight="600"'),
    ...marks(seats).map((mark) =>
      [
        `<line x1="${margin.left}" x2="${width - margin.right}" y1="${round(y(mark))}" y2="${round(y(mark))}" stroke="#e4ded6"/>`,
        text([margin.left - 8, y(mark) + 4], mark.toLocaleString("en"), 'text-anchor="end"'),
      ].join(""),
    ),
    ...marks(seconds).map((mark) => text([x(mark), height - margin.bottom + 20], String(Math.round(mark)), 'text-anchor="middle"')),
    text([margin.left + inner.width / 2, height - 12], "seconds after the opening", 'text-anchor="middle"'),
    ...lines.map(({ color, points }) => {
      const path = points.map(([at, sold], place) => `${place === 0 ? "M" : "L"}${round(x(at))} ${round(y(sold))}`).join(" ");
      return `<path d="${path}" fill="none" stroke="${color}" stroke-width="2.5" stroke-linejoin="round"/>`;
    }),
    ...lines.map(({ name, color }, place) =>
      [
        `<rect x="${margin.left + 16}" y="${margin.top + 12 + place * 22}" width="18" height="4" rx="2" fill="${color}"/>`,
        text([margin.left + 42, margin.top + 18 + place * 22], name),
      ].join(""),
    ),
    "</svg>",
  ].join("\n");
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** The next round number at or above. */
function nice(value: number): number {
  const step = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 2.5, 5, 10].map((factor) => factor * step).find((each) => each >= value) ?? value;
}
