import { runHttpLoad } from "./http-load.ts";
import type { Job } from "./job.ts";
import { runSocketLoad } from "./socket-load.ts";

// The load comes from a process of its own, so that the client's processor time is in nobody's account.

process.on("disconnect", () => process.exit());
process.on("message", async (job: Job) => {
  const result = await (job.kind === "http" ? runHttpLoad(job) : runSocketLoad(job)).catch((error: unknown) => ({ error: String(error) }));
  process.send?.(result);
});
process.send?.("ready");
