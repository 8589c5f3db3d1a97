import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { enamelPins, operaGlasses, posterPrint, programmeBook } from "./pictures/keepsakes.ts";
import { coldDrink, intervalDrink, nachos, popcorn, snackBox } from "./pictures/snacks.ts";
import { neckPillow, sleepMask, toteBag, tourShirt } from "./pictures/wearables.ts";

/** Every picture of a demo product by the name of its file. */
export const pictures = {
  "cold-drink": coldDrink,
  "enamel-pins": enamelPins,
  "interval-drink": intervalDrink,
  nachos,
  "neck-pillow": neckPillow,
  "opera-glasses": operaGlasses,
  popcorn,
  "poster-print": posterPrint,
  "programme-book": programmeBook,
  "sleep-mask": sleepMask,
  "snack-box": snackBox,
  "tote-bag": toteBag,
  "tour-shirt": tourShirt,
} as const satisfies Record<string, () => string>;

export type PictureName = keyof typeof pictures;

/** Draws the pictures into `folder`. One that is there already is not touched, so that the web app is not built again for it. */
export function writePictures(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, draw] of Object.entries(pictures)) {
    const file = join(folder, `${name}.svg`);
    const svg = draw();
    if (!existsSync(file) || readFileSync(file, "utf8") !== svg) writeFileSync(file, svg);
  }
}
