import { runHttpLoad } from "./http-load.ts";
import type { Job, LoadResult } from "./job.ts";
import { runPacedLoad } from "./paced-load.ts";
import { runSocketLoad } from "./socket-load.ts";

// The load comes from a process of its own, so that the client's processor time is in nobody's account.

process.on("disconnect", () => process.exit());
process.on("message", async (job: Job) => {
  const result = await run(job).catch((error: unknown) => ({ error: String(error) }));
  process.send?.(result);
});
process.send?.("ready");

function run(job: Job): Promise<LoadResult> {
  if (job.kind === "http") return runHttpLoad(job);
  return job.kind === "paced" ? runPacedLoad(job) : runSocketLoad(job);
}
