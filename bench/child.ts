import { type ChildProcess, fork } from "node:child_process";

/** Starts one of the benchmark's own programs and waits for its first message. It must exit when the channel to us closes. */
export async function startChild(
  file: URL,
  env: Record<string, string>,
): Promise<{ child: ChildProcess; hello: unknown; stop: () => Promise<void> }> {
  const child = fork(file, { env: { ...process.env, ...env }, serialization: "advanced", stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const hello = await nextMessage(child);
  return { child, hello, stop: () => stopped(child) };
}

/** The next message of a child. Throws if it ends first. */
export function nextMessage(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`${child.spawnargs.at(-1)} ended with code ${code}`));
    child.once("exit", ended);
    child.once("message", (message) => {
      child.off("exit", ended);
      resolve(message);
    });
  });
}

function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const killer = setTimeout(() => child.kill("SIGKILL"), 5000);
    child.once("exit", () => {
      clearTimeout(killer);
      resolve();
    });
    if (child.connected) child.disconnect();
  });
}

/** A child's message, whose shape its program guarantees. */
export const messageOf = <Shape>(message: unknown): Shape => message as Shape;
