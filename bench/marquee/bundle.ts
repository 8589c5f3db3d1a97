import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const outDir = join(root, "dist", "bench-worker");

export type WorkerModule =
  | { type: "ESModule" | "Text"; path: string; contents: string }
  | { type: "CompiledWasm"; path: string; contents: Uint8Array<ArrayBuffer> };

/**
 * Eight sockets and five hundred users stand in for thousands of people, so what one socket and one user may do is raised. These are numbers:
 * the code that counts stays the same.
 */
const lifted: readonly (readonly [from: string, to: string])[] = [
  ["socketFramesPerSecond: 20,", "socketFramesPerSecond: 1e9,"],
  ["socketFramesBurst: 100,", "socketFramesBurst: 1e9,"],
  ["seatsPerUserMax: 1e3,", "seatsPerUserMax: 1e9,"],
  ['reservation: { burst: 100, perSecond: 20, counted: "owner" }', 'reservation: { burst: 1e9, perSecond: 1e9, counted: "owner" }'],
];

/** Bundles the Worker as a deployment would and names its modules, the entry first. */
export function buildBundle(): WorkerModule[] {
  // The pages are not measured, so the bundle does not wait for them to be built.
  const noPages = mkdtempSync(join(tmpdir(), "marquee-bench-pages-"));
  mkdirSync(outDir, { recursive: true });
  for (const old of readdirSync(outDir)) rmSync(join(outDir, old));
  const { status, stdout, stderr } = spawnSync(
    join(root, "node_modules", ".bin", "wrangler"),
    ["deploy", "--dry-run", "--outdir", outDir, "--assets", noPages],
    {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, WRANGLER_SEND_METRICS: "false" },
    },
  );
  rmSync(noPages, { recursive: true });
  if (status !== 0) throw new Error(`The bundle could not be built.\n${stdout}\n${stderr}`);
  const others = readdirSync(outDir).flatMap((name) => otherModule(join(outDir, name)));
  return [
    { type: "ESModule", path: join(outDir, "index.js"), contents: edited(readFileSync(join(outDir, "index.js"), "utf8")) },
    ...others,
  ];
}

export const modulesRoot = outDir;

function otherModule(path: string): WorkerModule[] {
  if (path.endsWith(".sql")) return [{ type: "Text", path, contents: readFileSync(path, "utf8") }];
  if (path.endsWith(".wasm")) return [{ type: "CompiledWasm", path, contents: new Uint8Array(readFileSync(path)) }];
  return [];
}

function edited(script: string): string {
  let text = script;
  for (const [from, to] of lifted) {
    if (text.split(from).length !== 2) throw new Error(`The bundle does not say «${from}» once: adjust bench/marquee/bundle.ts.`);
    text = text.replace(from, to);
  }
  return text;
}
