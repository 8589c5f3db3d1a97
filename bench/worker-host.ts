import { fileURLToPath } from "node:url";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { bundleWorker } from "./bundle-worker.ts";

type Options = Parameters<typeof convertV4MiniflareOptions>[0];

interface Hosted {
  name: string;
  /** The folder with the Worker's `worker.ts` and its configuration. */
  folder: string;
  options?: Omit<Extract<Options, { modules?: unknown }>, "name" | "host" | "port" | "modules" | "modulesRoot">;
  /** What must be there before anybody asks. */
  prepare?: (miniflare: Miniflare) => Promise<void>;
}

/** Runs a Worker in workerd until the channel to the parent closes, and tells the parent where. Its state is on disk where BENCH_STATE says so. */
export async function hostWorker({ name, folder, options = {}, prepare }: Hosted): Promise<void> {
  const { modules, modulesRoot } = bundleWorker({
    cwd: folder,
    outDir: fileURLToPath(new URL(`../dist/${name}`, import.meta.url)),
  });
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      name,
      host: "127.0.0.1",
      port: 0,
      unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
      modulesRoot,
      modules,
      compatibilityDate: "2026-10-23",
      ...options,
    }),
  );
  process.on("disconnect", async () => {
    await miniflare.dispose();
    process.exit();
  });
  await miniflare.ready;
  await prepare?.(miniflare);
  const url = await miniflare.unsafeGetDirectURL();
  process.send?.({ origin: url.origin });
}
