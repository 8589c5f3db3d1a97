import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const wrangler = fileURLToPath(new URL("../node_modules/.bin/wrangler", import.meta.url));

export type WorkerModule =
  | { type: "ESModule" | "Text"; path: string; contents: string }
  | { type: "CompiledWasm" | "Data"; path: string; contents: Uint8Array<ArrayBuffer> };

interface Bundling {
  /** The folder with the wrangler.toml. */
  cwd: string;
  outDir: string;
  arguments?: readonly string[];
}

/** Bundles a Worker as a deployment would and reads its modules, the entry first. */
export function bundleWorker({ cwd, outDir, arguments: further = [] }: Bundling): {
  modules: [WorkerModule, ...WorkerModule[]];
  modulesRoot: string;
} {
  mkdirSync(outDir, { recursive: true });
  for (const old of readdirSync(outDir)) rmSync(join(outDir, old));
  const { status, stdout, stderr } = spawnSync(wrangler, ["deploy", "--dry-run", "--outdir", outDir, ...further], {
    cwd,
    encoding: "utf8",
    env: { ...process.env, WRANGLER_SEND_METRICS: "false" },
  });
  if (status !== 0) throw new Error(`The bundle could not be built.\n${stdout}\n${stderr}`);
  const [entry = ""] = readdirSync(outDir).filter((name) => name.endsWith(".js"));
  const others = readdirSync(outDir).flatMap((name) => otherModule(join(outDir, name)));
  const path = join(outDir, entry);
  return { modules: [{ type: "ESModule", path, contents: readFileSync(path, "utf8") }, ...others], modulesRoot: outDir };
}

function otherModule(path: string): WorkerModule[] {
  if (path.endsWith(".sql") || path.endsWith(".txt")) return [{ type: "Text", path, contents: readFileSync(path, "utf8") }];
  if (path.endsWith(".wasm")) return [{ type: "CompiledWasm", path, contents: new Uint8Array(readFileSync(path)) }];
  if (path.endsWith(".ttf")) return [{ type: "Data", path, contents: new Uint8Array(readFileSync(path)) }];
  return [];
}
