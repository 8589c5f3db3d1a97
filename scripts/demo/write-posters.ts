import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { aShortHistoryOfRain } from "./posters/a-short-history-of-rain.ts";
import { goldbergAtMidnight } from "./posters/goldberg-at-midnight.ts";
import { lowCeilings } from "./posters/low-ceilings.ts";
import { midnightTram } from "./posters/midnight-tram.ts";
import { paperSatellites } from "./posters/paper-satellites.ts";
import { saltAndHoney } from "./posters/salt-and-honey.ts";
import { theBearWhoBorrowedWinter } from "./posters/the-bear-who-borrowed-winter.ts";
import { theCherryOrchard } from "./posters/the-cherry-orchard.ts";
import { theLastLighthouse } from "./posters/the-last-lighthouse.ts";
import { theMagicFlute } from "./posters/the-magic-flute.ts";
import { thePlanets } from "./posters/the-planets.ts";
import { twelfthNight } from "./posters/twelfth-night.ts";
import { velvetStatic } from "./posters/velvet-static.ts";
import { viennaToBudapest } from "./posters/vienna-to-budapest.ts";
import { viennaToPrague } from "./posters/vienna-to-prague.ts";
import { viennaToSalzburg } from "./posters/vienna-to-salzburg.ts";

/** Every demo poster by the name of its file. */
export const posters = {
  "a-short-history-of-rain": aShortHistoryOfRain,
  "goldberg-at-midnight": goldbergAtMidnight,
  "low-ceilings": lowCeilings,
  "midnight-tram": midnightTram,
  "paper-satellites": paperSatellites,
  "salt-and-honey": saltAndHoney,
  "the-bear-who-borrowed-winter": theBearWhoBorrowedWinter,
  "the-cherry-orchard": theCherryOrchard,
  "the-last-lighthouse": theLastLighthouse,
  "the-magic-flute": theMagicFlute,
  "the-planets": thePlanets,
  "twelfth-night": twelfthNight,
  "velvet-static": velvetStatic,
  "vienna-to-budapest": viennaToBudapest,
  "vienna-to-prague": viennaToPrague,
  "vienna-to-salzburg": viennaToSalzburg,
} as const satisfies Record<string, () => string>;

export type PosterName = keyof typeof posters;

/** Draws the posters into `folder`. A poster that is there already is not touched, so that the web app is not built again for it. */
export function writePosters(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, draw] of Object.entries(posters)) {
    const file = join(folder, `${name}.svg`);
    const svg = draw();
    if (!existsSync(file) || readFileSync(file, "utf8") !== svg) writeFileSync(file, svg);
  }
}
