import { type Geometry, neighbour } from "./geometry.ts";

/** A seat that is free, as the ledger stands. */
export type IsFree = (index: number) => boolean;

/**
 * The free seats that would be left alone if `chosen` were taken: a neighbour of one of them, with nothing free on its other side. A seat that was
 * alone before is not among them.
 */
export function leftAlone(geometry: Geometry, isFree: IsFree, chosen: ReadonlySet<number>): number[] {
  const staysFree = (index: number | null) => index !== null && isFree(index) && !chosen.has(index);
  const alone = new Set<number>();
  for (const index of chosen) {
    for (const step of [-1, 1] as const) {
      const beside = neighbour(geometry, index, step);
      if (beside !== null && staysFree(beside) && !staysFree(neighbour(geometry, beside, step))) alone.add(beside);
    }
  }
  return [...alone];
}

/** The seats free side by side around a free one, itself among them. */
export function freeRun(geometry: Geometry, isFree: IsFree, index: number): number[] {
  const run = [index];
  for (const step of [-1, 1] as const) {
    for (let next = neighbour(geometry, index, step); next !== null && isFree(next); next = neighbour(geometry, next, step)) run.push(next);
  }
  return run;
}
