import { z } from "zod";

/** What is answered under its noun. */
export const named = <Noun extends string, Thing extends z.ZodType>(noun: Noun, thing: Thing) =>
  z.object({ [noun]: thing } as Record<Noun, Thing>).meta({ example: { [noun]: thing.meta()?.example } });
