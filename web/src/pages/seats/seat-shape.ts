/** The outlines of the five tiers around 0, 0: told apart without their colours, too. */
const outlines = [
  "M-16 -4a12 12 0 0 1 12 -12h8a12 12 0 0 1 12 12v15a5 5 0 0 1 -5 5h-22a5 5 0 0 1 -5 -5z",
  "M-16 0a16 16 0 1 1 32 0a16 16 0 1 1 -32 0z",
  "M-15 -11a4 4 0 0 1 4 -4h22a4 4 0 0 1 4 4v22a4 4 0 0 1 -4 4h-22a4 4 0 0 1 -4 -4z",
  "M-2.5 -16.2a5 5 0 0 1 5 0l11 6.3a5 5 0 0 1 2.5 4.3v11.2a5 5 0 0 1 -2.5 4.3l-11 6.3a5 5 0 0 1 -5 0l-11 -6.3a5 5 0 0 1 -2.5 -4.3v-11.2a5 5 0 0 1 2.5 -4.3z",
  "M-3 -16.5a4.2 4.2 0 0 1 6 0l13.5 13.5a4.2 4.2 0 0 1 0 6l-13.5 13.5a4.2 4.2 0 0 1 -6 0l-13.5 -13.5a4.2 4.2 0 0 1 0 -6z",
] as const;

/** The outline of a tier by its place in the list of tiers; after five they repeat. */
export function outlineOf(tierIndex: number): string {
  return outlines[tierIndex % outlines.length] ?? outlines[0];
}

/** Which of the five hues. */
export function hueOf(tierIndex: number): number {
  return tierIndex % outlines.length;
}
