import { limits } from "../../contracts/limits.ts";

const dayMs = 86_400_000;
/** A backup that has not come to its end by then never will. */
const unfinishedMs = 2 * dayMs;

interface Folder {
  id: string;
  finished: boolean;
}

/**
 * Which backups go: those older than `backupDaysKept` but for the first of each of the last `backupMonthsKept` months, and what was begun two days ago and never
 * finished. The newest that is whole stays, however old it is.
 */
export function backupsToForget(folders: readonly Folder[], nowMs: number): string[] {
  const whole = folders
    .filter(({ finished }) => finished)
    .map(({ id }) => id)
    .sort();
  const firsts = [...Map.groupBy(whole, (id) => id.slice(0, 6)).values()].flatMap(([first]) => first ?? []);
  const kept = new Set([...firsts.slice(-limits.backupMonthsKept), ...whole.slice(-1)]);
  const unfinished = folders.filter(({ id, finished }) => !finished && startOf(id) < nowMs - unfinishedMs).map(({ id }) => id);
  return [...whole.filter((id) => !kept.has(id) && startOf(id) < nowMs - limits.backupDaysKept * dayMs), ...unfinished];
}

/** `20261121T020004Z`: the moment in which a backup is begun is its name. */
export const idOf = (ms: number): string => new Date(ms).toISOString().replaceAll(/[-:]|\.\d+/g, "");

/** The moment that an id names. What is no id is as old as anything. */
export function startOf(id: string): number {
  const ms = Date.parse(id.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  return Number.isNaN(ms) ? 0 : ms;
}
