import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { childEnvironment, command, root } from "./project.ts";

export interface LocalPlatform {
  url: string;
  /** The exit code, when it ends by itself or is stopped. */
  ended: Promise<number>;
  /** Ends wrangler and the runtimes that it started, and waits until they are gone. */
  stop(): Promise<void>;
  /** The same without a word to them, as when the power fails. */
  crash(): Promise<void>;
}

const readyWithinMs = 60_000;
const stopWithinMs = 5000;
const startsMax = 3;

interface Start {
  port: number;
  wranglerState: string;
  print: (line: string) => void;
}

/**
 * Starts `wrangler dev` and waits until the platform answers. What it prints goes to `print`, without its line for every request and every reload. Beside our
 * port it takes free ones for itself, and another program may be quicker: then it is started again.
 */
export async function startPlatform(start: Start): Promise<LocalPlatform> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnce(start);
    } catch (error) {
      const isPortLost = error instanceof Error && error.message.includes("Address already in use (socket");
      if (!isPortLost || attempt === startsMax) throw error;
    }
  }
}

async function startOnce({ port, wranglerState, print }: Start): Promise<LocalPlatform> {
  await requireFreePort(port);
  const dev = ["dev", "--port", String(port), "--ip", "127.0.0.1", "--persist-to", wranglerState, "--show-interactive-dev-session=false"];
  dev.push("--var", `PUBLIC_URL:http://localhost:${port}`);
  // For tests, whose other sides are on ports of their own each time.
  for (const name of ["OUTBOUND_ALLOW", "MAIL_API_URL", "SMTP_URL", "MAIL_TRANSPORT", "LOG_LEVEL"]) {
    const value = process.env[name];
    if (value) dev.push("--var", `${name}:${value}`);
  }
  // A process group of its own, so that stopping reaches the runtimes as well, whatever became of wrangler.
  const child = spawn(command("wrangler"), dev, { cwd: root, env: childEnvironment(), stdio: ["ignore", "pipe", "pipe"], detached: true });
  const ended = new Promise<number>((resolve) => child.once("exit", (code) => resolve(code ?? 1)));
  const endWithUs = () => signalGroup(child, "SIGKILL");
  process.once("exit", endWithUs);

  const url = `http://localhost:${port}`;
  let ready = false;
  const early: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      if (ready && !/\[wrangler:info\]|^⎔ /.test(line)) print(line);
      else if (!ready) early.push(line);
    });
  }
  const stop = async () => {
    signalGroup(child, "SIGTERM");
    const late = setTimeout(() => signalGroup(child, "SIGKILL"), stopWithinMs);
    await ended;
    clearTimeout(late);
    signalGroup(child, "SIGKILL");
    process.removeListener("exit", endWithUs);
  };
  const crash = async () => {
    signalGroup(child, "SIGKILL");
    await ended;
    // The runtimes are wrangler's children, and end after it.
    for (let waited = 0; signalGroup(child, 0) && waited < stopWithinMs; waited += 50)
      await new Promise((resolve) => setTimeout(resolve, 50));
    process.removeListener("exit", endWithUs);
  };
  try {
    await Promise.race([answering(url), ended.then((code) => Promise.reject(new Error(`wrangler dev ended with code ${code}`)))]);
  } catch (error) {
    await stop();
    throw new Error(`The platform did not start.\n${early.join("\n")}`, { cause: error });
  }
  ready = true;
  return { url, ended, stop, crash };
}

/** Wrangler would take another port without a word. */
async function requireFreePort(port: number): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", () =>
      reject(new Error(`Port ${port} is taken. Stop what runs there, or choose another: PORT=${port + 1} npm start`)),
    );
    server.listen(port, "127.0.0.1", resolve);
  });
  await new Promise((resolve) => server.close(resolve));
}

async function answering(url: string): Promise<void> {
  const giveUpAt = Date.now() + readyWithinMs;
  while (Date.now() < giveUpAt) {
    const answer = await fetch(`${url}/actuator/health/liveness`, { signal: AbortSignal.timeout(5000) }).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`No answer from ${url} within ${readyWithinMs / 1000} seconds`);
}

/** False if the group is gone already. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals | 0): boolean {
  if (child.pid === undefined) return false;
  try {
    return process.kill(-child.pid, signal);
  } catch {
    return false;
  }
}
