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
  // Where the tests listen for what the platform sends.
  const receiverPort = await freePort();
  platform = await startOwnPlatform(port, { OUTBOUND_ALLOW: `${provider.host},127.0.0.1:${receiverPort}` });
  process.env.RECEIVER_PORT = String(receiverPort);
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

interface Outcome {
  file: string;
  name: string;
  ms: number;
  /** Why it failed, or null. */
  fault: string | null;
}

/**
 * Runs the files one after the other, each in a process of its own, and counts their tests. A file with a failure is run once more, for a browser on a busy
 * machine may be late once: what fails twice counts as failed, and what did so once is named.
 */
async function testAll(files: string[]): Promise<void> {
  const first = await outcomesOf(files);
  const again = [...new Set(first.flatMap(({ file, fault }) => (fault === null ? [] : [file])))];
  const second = again.length === 0 ? [] : await outcomesOf(again);
  for (const { name, fault } of first) {
    if (fault === null || second.some((other) => other.name === name && other.fault !== null)) continue;
    console.log(`flaky: ${name} failed once and passed when it was run again`);
  }
  const last = [...first.filter(({ file }) => !again.includes(file)), ...second];
  passed += last.filter(({ fault }) => fault === null).length;
  failed += last.filter(({ fault }) => fault !== null).length;
  for (const { name, fault } of last) if (fault !== null) console.error(`✗ ${name}`);
}

async function outcomesOf(files: string[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const stream = run({ files: files.sort(), concurrency: 1, timeout: testEndsWithinMs });
  const note = (name: string, file: string | undefined, ms: number, fault: string | null) => {
    outcomes.push({ file: file ?? name, name, ms, fault });
    console.log(fault === null ? `✓ ${name} (${Math.round(ms)} ms)` : `failed: ${name}\n${fault}`);
  };
  stream.on("test:pass", ({ name, file, details, skip }) => {
    if (details.type !== "suite" && !skip && !files.includes(name)) note(name, file, details.duration_ms, null);
  });
  stream.on("test:fail", ({ name, file, details: { type, duration_ms: ms, error } }) => {
    if (type === "suite") return;
    note(name, file, ms, error.cause instanceof Error ? (error.cause.stack ?? error.cause.message) : error.message);
  });
  for await (const _ of stream) {
    // The events above say everything; reading them to the end is what lets the run end.
  }
  return outcomes;
}
