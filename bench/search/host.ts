import { fileURLToPath } from "node:url";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { bundleWorker } from "../bundle-worker.ts";

// Runs the search's object alone in workerd, its state on disk, until the channel to the parent closes.

const { modules, modulesRoot } = bundleWorker({
  cwd: fileURLToPath(new URL("./", import.meta.url)),
  outDir: fileURLToPath(new URL("../../dist/bench-search", import.meta.url)),
});

const miniflare = new Miniflare(
  convertV4MiniflareOptions({
    name: "bench-search",
    host: "127.0.0.1",
    port: 0,
    unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
    modulesRoot,
    modules,
    compatibilityDate: "2026-10-23",
    durableObjects: { SEARCH: { className: "ScannedSearch", useSQLite: true } },
    resourcePersistencePath: process.env.BENCH_STATE ?? "",
  }),
);
process.on("disconnect", async () => {
  await miniflare.dispose();
  process.exit();
});
await miniflare.ready;
const url = await miniflare.unsafeGetDirectURL();
process.send?.({ origin: url.origin });
