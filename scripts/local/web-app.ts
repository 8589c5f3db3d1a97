import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { writePictures } from "../demo/write-pictures.ts";
import { writePosters } from "../demo/write-posters.ts";
import { childEnvironment, command, inProject, root } from "./project.ts";

/** What the built pages come from. */
const sources = ["web", "contracts", "package-lock.json"];

/** Draws the posters and the pictures of products, and builds the web app into dist/web if any of its sources is newer than the last build. Throws if it does not build. */
export function ensureWebApp(print: (line: string) => void): void {
  writePosters(inProject("web", "public", "posters"));
  writePictures(inProject("web", "public", "products"));
  if (!existsSync(inProject("web", "vite.config.ts"))) {
    mkdirSync(inProject("dist", "web"), { recursive: true });
    print("There is no web app in this checkout; the API works without it.");
    return;
  }
  const builtMs = existsSync(inProject("dist", "web", "index.html")) ? statSync(inProject("dist", "web", "index.html")).mtimeMs : 0;
  if (Math.max(...sources.map((source) => newestMs(inProject(source)))) <= builtMs) return;
  print("Building the web app …");
  const { status } = spawnSync(command("vite"), ["build", "--config", "web/vite.config.ts", "--logLevel", "warn"], {
    cwd: root,
    env: childEnvironment(),
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (status !== 0) throw new Error("The web app did not build.");
}

function newestMs(path: string): number {
  if (!existsSync(path)) return 0;
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  return Math.max(mtimeMs, ...readdirSync(path).map((name) => newestMs(`${path}/${name}`)));
}
