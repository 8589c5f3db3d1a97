import { existsSync, globSync } from "node:fs";
import { basename } from "node:path";
import { run } from "node:test";
import { freePort, type OwnPlatform, startOwnPlatform } from "./local/own-platform.ts";
import { inProject } from "./local/project.ts";
import { startLoopbackProvider } from "./oidc/loopback-provider.ts";

// npm run test:browser: starts the platform as npm start does, on a port and with data of its own, drives it with Chromium, and ends with the
// line «N passed, N failed». `npm run test:browser -- buying oidc` runs those two files alone.

const wanted = process.argv.slice(2);

const testEndsWithinMs = 240_000;

const chromium = process.env.CHROMIUM ?? "/usr/bin/chromium";
if (!existsSync(chromium)) {
  console.error(`There is no browser at ${chromium}. apt-get install chromium, or name one: CHROMIUM=/path/to/chrome npm run test:browser`);
  process.exit(1);
}

const port = await freePort();
const provider = await startLoopbackProvider([`http://localhost:${port}/api/v1/auth/oauth/loopback/callback`]);
let platform: OwnPlatform | undefined;

let passed = 0;
let failed = 0;
try {
  platform = await startOwnPlatform(port, { OUTBOUND_ALLOW: provider.host });
  process.env.MARQUEE_URL = platform.url;
  process.env.LOOPBACK_ISSUER = provider.issuer;
  const files = globSync(inProject("test", "browser", "*.ts")).filter((file) => !file.endsWith("window.ts"));
  await testAll(files.filter((file) => wanted.length === 0 || wanted.includes(basename(file, ".ts"))));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  failed++;
} finally {
  await platform?.stop();
  await provider.stop();
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);

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
