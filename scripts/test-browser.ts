import { spawn } from "node:child_process";
import { existsSync, globSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { run } from "node:test";
import { childEnvironment, inProject, root } from "./local/project.ts";

// npm run test:browser: starts the platform as npm start does, on a port and with data of its own, drives it with Chromium, and ends with the
// line «N passed, N failed».

const startsWithinMs = 120_000;
const testEndsWithinMs = 120_000;

const chromium = process.env.CHROMIUM ?? "/usr/bin/chromium";
if (!existsSync(chromium)) {
  console.error(`There is no browser at ${chromium}. apt-get install chromium, or name one: CHROMIUM=/path/to/chrome npm run test:browser`);
  process.exit(1);
}

const state = mkdtempSync(join(tmpdir(), "marquee-browser-"));
const port = await freePort();
const platform = spawn(process.execPath, [inProject("scripts", "start.ts")], {
  cwd: root,
  env: { ...childEnvironment(), PORT: String(port), MARQUEE_STATE: state },
  stdio: ["ignore", "pipe", "inherit"],
});
const ended = new Promise<void>((resolve) => platform.once("exit", () => resolve()));
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => platform.kill("SIGTERM"));

let passed = 0;
let failed = 0;
try {
  await isRunning();
  process.env.MARQUEE_URL = `http://localhost:${port}`;
  await testAll(globSync(inProject("test", "browser", "*.ts")).filter((file) => !file.endsWith("window.ts")));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  failed++;
} finally {
  platform.kill("SIGTERM");
  await ended;
  rmSync(state, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("The system gave no port");
  return address.port;
}

/** Waits for the start's last word. */
function isRunning(): Promise<void> {
  const lines = createInterface({ input: platform.stdout });
  return new Promise((resolve, reject) => {
    lines.on("line", (line) => {
      if (line.includes("Marquee is running")) resolve();
    });
    void ended.then(() => reject(new Error("The platform did not start.")));
    setTimeout(() => reject(new Error(`The platform was not ready within ${startsWithinMs / 1000} seconds.`)), startsWithinMs).unref();
  });
}

/** Runs the files one after the other, each in a process of its own, and counts their tests. */
async function testAll(files: string[]): Promise<void> {
  const stream = run({ files: files.sort(), concurrency: 1, timeout: testEndsWithinMs });
  stream.on("test:pass", ({ name, details, skip }) => {
    if (details.type === "suite" || skip || files.includes(name)) return;
    passed++;
    console.log(`✓ ${name} (${Math.round(details.duration_ms)} ms)`);
  });
  stream.on("test:fail", ({ name, details }) => {
    if (details.type === "suite") return;
    failed++;
    console.error(`✗ ${name}\n${details.error.cause instanceof Error ? details.error.cause.stack : details.error.message}`);
  });
  for await (const _ of stream) {
    // The events above say everything; reading them to the end is what lets the run end.
  }
}
