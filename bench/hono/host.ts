import { fileURLToPath } from "node:url";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { bundleWorker } from "../bundle-worker.ts";

// Runs a Hono application of one route that does nothing, in workerd, until the channel to the parent closes.

const { modules, modulesRoot } = bundleWorker({
  cwd: fileURLToPath(new URL("./", import.meta.url)),
  outDir: fileURLToPath(new URL("../../dist/bench-hono", import.meta.url)),
});

const miniflare = new Miniflare(
  convertV4MiniflareOptions({
    name: "empty-hono",
    host: "127.0.0.1",
    port: 0,
    unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
    modulesRoot,
    modules,
    compatibilityDate: "2026-10-23",
  }),
);
process.on("disconnect", async () => {
  await miniflare.dispose();
  process.exit();
});
await miniflare.ready;
const url = await miniflare.unsafeGetDirectURL();
process.send?.({ origin: url.origin });
