import { spawnSync } from "node:child_process";
import { childEnvironment, command, root } from "../local/project.ts";

/** Runs wrangler with the terminal's eyes on it. Throws if it fails. */
export function runWrangler(...args: string[]): void {
  const { status } = spawnSync(command("wrangler"), args, { cwd: root, env: childEnvironment(), stdio: ["ignore", "inherit", "inherit"] });
  if (status !== 0) throw new Error(`wrangler ${args.slice(0, 3).join(" ")} failed.`);
}

/** What wrangler prints on standard output, and how it ended. */
export function askWrangler(...args: string[]): { ok: boolean; output: string; complaint: string } {
  const { status, stdout, stderr } = spawnSync(command("wrangler"), args, {
    cwd: root,
    env: childEnvironment(),
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  return { ok: status === 0, output: stdout, complaint: stderr.trim() || stdout.trim() };
}
