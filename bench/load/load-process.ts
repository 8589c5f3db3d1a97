import { runCheckoutLoad } from "./checkout-load.ts";
import { runHttpLoad } from "./http-load.ts";
import type { Job, LoadResult } from "./job.ts";
import { runLastItems } from "./last-items.ts";
import { runOrderLoad } from "./order-load.ts";
import { runPacedLoad } from "./paced-load.ts";
import { runSocketLoad } from "./socket-load.ts";
import { runWatchLoad } from "./watch-load.ts";

// The load comes from a process of its own, so that the client's processor time is in nobody's account.

process.on("disconnect", () => process.exit());
process.on("message", async (job: Job) => {
  const result = await run(job).catch((error: unknown) => ({ error: String(error) }));
  process.send?.(result);
});
process.send?.("ready");

function run(job: Job): Promise<LoadResult> {
  switch (job.kind) {
    case "http":
      return runHttpLoad(job);
    case "paced":
      return runPacedLoad(job);
    case "socket":
      return runSocketLoad(job);
    case "orders":
      return runOrderLoad(job);
    case "watch":
      return runWatchLoad(job);
    case "checkouts":
      return runCheckoutLoad(job);
    case "last-items":
      return runLastItems(job);
  }
}
