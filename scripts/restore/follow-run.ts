import { setTimeout as wait } from "node:timers/promises";
import { JobList, type JobRun } from "../../contracts/jobs.ts";

interface Follow {
  get: (path: string) => Promise<unknown>;
  /** The run as it was answered when it was started. */
  run: JobRun;
  print: (line: string) => void;
  everyMs?: number;
}

/** Shows how far a run of a job is until it has come to its end, and answers it as it is then. */
export async function followRun({ get, run, print, everyMs = 1000 }: Follow): Promise<JobRun> {
  let shown = "";
  for (;;) {
    const { items } = JobList.parse(await get("/admin/jobs"));
    const now = items.find(({ name }) => name === run.name)?.runs.find(({ id }) => id === run.id);
    if (now === undefined) throw new Error(`${run.name} ${run.id} is no longer among the last runs`);
    const line = progressOf(now);
    if (line !== shown) print(line);
    shown = line;
    if (now.status !== "RUNNING") return now;
    await wait(everyMs);
  }
}

function progressOf({ name, done, total, error }: JobRun): string {
  const share = total ? ` of ${total} (${Math.floor((100 * done) / total)} %)` : "";
  return `${name}: ${done}${share} rows${error === null ? "" : `; the last attempt failed: ${error}`}`;
}
