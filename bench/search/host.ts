import { fileURLToPath } from "node:url";
import { hostWorker } from "../worker-host.ts";

// The search's object alone.
await hostWorker({
  name: "bench-search",
  folder: fileURLToPath(new URL("./", import.meta.url)),
  options: {
    durableObjects: { SEARCH: { className: "ScannedSearch", useSQLite: true } },
    resourcePersistencePath: process.env.BENCH_STATE ?? "",
  },
});
