import type { CSSProperties } from "react";

/** Apart from the accent and from red, which mean something. */
const hues = [130, 160, 190, 220, 250, 280, 310, 340];

/** The colour by which somebody is told apart in a room, the same on every page: the hue for the class names `who-…`. */
export const hueOf = (userId: string): CSSProperties & { "--who": number } => ({
  "--who": hues[Number.parseInt(userId.slice(-3), 36) % hues.length] ?? 250,
});
