import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { childEnvironment, command, inProject, root } from "./project.ts";

/** Applies the migrations that the local database lacks. Wrangler takes two seconds to say that there are none, so the applied ones are noted. */
export function ensureDatabase(wranglerState: string, print: (line: string) => void): void {
  const note = join(wranglerState, "migrations-applied");
  const wanted = readdirSync(inProject("migrations", "d1"))
    .filter((name) => name.endsWith(".sql"))
    .sort()
    .join("\n");
  if (existsSync(note) && readFileSync(note, "utf8") === wanted) return;
  print("Applying database migrations …");
  const { status, stdout, stderr } = spawnSync(
    command("wrangler"),
    ["d1", "migrations", "apply", "marquee", "--local", "--persist-to", wranglerState],
    {
      cwd: root,
      env: childEnvironment(),
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  if (status !== 0) throw new Error(`The migrations failed.\n${stdout}\n${stderr}`);
  mkdirSync(wranglerState, { recursive: true });
  writeFileSync(note, wanted);
}
