import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { childEnvironment, inProject, root } from "./project.ts";

const startsWithinMs = 120_000;

export interface OwnPlatform {
  url: string;
  /** Ends it and deletes its data. */
  stop(): Promise<void>;
}

/**
 * Starts the platform as `npm start` does, with data of its own and without the cron clock, so that what happens does not depend on when, and waits for the
 * start's last word. `settings`: what lies over .dev.vars, of what scripts/local/wrangler-dev.ts hands on.
 */
export async function startOwnPlatform(port: number, settings: Record<string, string>): Promise<OwnPlatform> {
  const state = mkdtempSync(join(tmpdir(), "marquee-own-"));
  const platform = spawn(process.execPath, [inProject("scripts", "start.ts")], {
    cwd: root,
    env: { ...childEnvironment(), ...settings, CRON_CLOCK: "off", PORT: String(port), MARQUEE_STATE: state },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<void>((resolve) => platform.once("exit", () => resolve()));
  const stop = async () => {
    platform.kill("SIGTERM");
    await ended;
    rmSync(state, { recursive: true, force: true });
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => platform.kill("SIGTERM"));
  try {
    await new Promise<void>((resolve, reject) => {
      createInterface({ input: platform.stdout }).on("line", (line) => {
        if (line.includes("Marquee is running")) resolve();
      });
      void ended.then(() => reject(new Error("The platform did not start.")));
      setTimeout(() => reject(new Error(`The platform was not ready within ${startsWithinMs / 1000} seconds.`)), startsWithinMs).unref();
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `http://localhost:${port}`, stop };
}

/** A port that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("The system gave no port");
  return address.port;
}
