import { encode } from "uqr";

/** Modules of white around a code, as ISO/IEC 18004 asks for. */
const quietZone = 4;

/** A run of dark modules in one row. */
export interface Run {
  x: number;
  y: number;
  length: number;
}

/** A text as a QR code of correction level M. `size`: modules on each side, the quiet zone included. */
export function qrCode(text: string): { size: number; runs: Run[] } {
  const { data, size } = encode(text, { ecc: "M", border: quietZone });
  const runs: Run[] = [];
  for (const [y, row] of data.entries()) {
    for (let x = 0; x < row.length; x++) {
      const from = x;
      while (row[x] === true) x++;
      if (x > from) runs.push({ x: from, y, length: x - from });
    }
  }
  return { size, runs };
}

/** The same as a drawing, black on white in every scheme. `title`: what a screen reader says of it. */
export function qrSvg(text: string, title: string): string {
  const { size, runs } = qrCode(text);
  const path = runs.map(({ x, y, length }) => `M${x} ${y}h${length}v1h-${length}z`).join("");
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="${size * 5}" height="${size * 5}" ` +
    `shape-rendering="crispEdges" role="img"><title>${escaped(title)}</title>` +
    `<path fill="#fff" d="M0 0h${size}v${size}H0z"/><path fill="#000" d="${path}"/></svg>`
  );
}

const escaped = (text: string): string =>
  text.replaceAll(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`).replaceAll(/\p{Cc}/gu, " ");
