import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleWorker } from "../bundle-worker.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Eight sockets and five hundred users stand in for thousands of people, so what one socket and one user may do is raised. These are numbers:
 * the code that counts stays the same. What the configuration service can raise, it raises (box-office.ts).
 */
const lifted: readonly (readonly [from: string, to: string])[] = [
  ["socketFramesPerSecond: 20,", "socketFramesPerSecond: 1e9,"],
  ["socketFramesBurst: 100,", "socketFramesBurst: 1e9,"],
  ["seatsPerUserMax: 1e3,", "seatsPerUserMax: 1e9,"],
];

/** The Worker's modules as a deployment would have them, but for the numbers above. */
export function buildBundle() {
  // The pages are not measured, so the bundle does not wait for them to be built.
  const noPages = mkdtempSync(join(tmpdir(), "marquee-bench-pages-"));
  try {
    const { modules, modulesRoot } = bundleWorker({
      cwd: root,
      outDir: join(root, "dist", "bench-worker"),
      arguments: ["--assets", noPages],
    });
    const [entry, ...others] = modules;
    if (entry.type !== "ESModule") throw new Error("the bundle's entry is no module");
    return { modules: [{ ...entry, contents: edited(entry.contents) }, ...others], modulesRoot };
  } finally {
    rmSync(noPages, { recursive: true });
  }
}

function edited(script: string): string {
  let text = script;
  for (const [from, to] of lifted) {
    if (text.split(from).length !== 2) throw new Error(`The bundle does not say «${from}» once: adjust bench/marquee/bundle.ts.`);
    text = text.replace(from, to);
  }
  return text;
}
