import { readdirSync, readFileSync } from "node:fs";

/** Ticks of /proc/<pid>/stat: USER_HZ is 100 on every Linux that Node runs on. */
const microsecondsPerTick = 10_000;

/** CPU time (user and system) that a process, its descendants and those of them that have already ended have used, in microseconds. */
export function cpuMicroseconds(root: number): number {
  let ticks = 0;
  for (const pid of familyOf(root)) {
    // The name in parentheses may itself hold spaces, so the fields are counted from behind it; utime is the 14th of all.
    const stat = readProc(pid, "stat");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    for (const field of fields.slice(11, 15)) ticks += Number(field);
  }
  return ticks * microsecondsPerTick;
}

/**
 * The same by the scheduler's own account, which knows nanoseconds where the ticks above know ten milliseconds, but forgets threads that have ended: for
 * processes that use little and keep their threads.
 */
export function scheduledMicroseconds(root: number): number {
  let nanoseconds = 0;
  for (const pid of familyOf(root)) {
    for (const task of tasksOf(pid)) nanoseconds += Number(readProc(pid, `task/${task}/schedstat`).split(" ")[0]);
  }
  return nanoseconds / 1000;
}

/** Memory of a process and its descendants in bytes, with pages that several share counted once (PSS). */
export function memoryBytes(root: number): number {
  let kilobytes = 0;
  for (const pid of familyOf(root)) kilobytes += Number(/^Pss:\s+(\d+) kB$/m.exec(readProc(pid, "smaps_rollup"))?.[1] ?? 0);
  return kilobytes * 1024;
}

/** The child of a process that runs this program. */
export function childNamed(parent: number, name: string): number {
  const child = familyOf(parent).find((pid) => readProc(pid, "comm").trim() === name);
  if (child === undefined) throw new Error(`process ${parent} has no child ${name}`);
  return child;
}

function familyOf(root: number): number[] {
  const family = [root];
  for (const pid of family) family.push(...childrenOf(pid));
  return family;
}

const childrenOf = (pid: number): number[] =>
  tasksOf(pid).flatMap((task) => readProc(pid, `task/${task}/children`).split(" ").filter(Boolean).map(Number));

function tasksOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

/** Empty for a process that has ended in the meantime. */
function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}
