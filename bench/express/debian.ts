import { spawnSync } from "node:child_process";
import { accessSync, constants, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const benchFolder = fileURLToPath(new URL("../", import.meta.url));

/** Debian's servers, installed if they are missing and we may. Throws if they are missing and we may not. */
export function debianServers(print: (line: string) => void): { redisServer: string; postgresFolder: string } {
  const find = () => ({ redisServer: inPath("redis-server"), postgresFolder: newestPostgres() });
  let { redisServer, postgresFolder } = find();
  if (redisServer === null || postgresFolder === null) {
    if (process.getuid?.() !== 0) throw new Error("The alternative needs Debian's packages redis-server and postgresql.");
    print("Installing Debian's redis-server and postgresql …");
    run("apt-get", ["update", "-q"]);
    run("apt-get", ["install", "-y", "-q", "--no-install-recommends", "redis-server", "postgresql"]);
    ({ redisServer, postgresFolder } = find());
  }
  if (redisServer === null || postgresFolder === null) throw new Error("redis-server or postgres is still missing.");
  return { redisServer, postgresFolder };
}

/** Installs the alternative's packages from bench/package-lock.json unless they are there. */
export function benchPackages(print: (line: string) => void): void {
  if (exists(join(benchFolder, "node_modules", "express"))) return;
  print("Installing the packages of bench/package-lock.json …");
  run("npm", ["ci", "--no-audit", "--no-fund"], benchFolder);
}

function newestPostgres(): string | null {
  const versions = exists("/usr/lib/postgresql") ? readdirSync("/usr/lib/postgresql") : [];
  const newest = versions.sort((a, b) => Number(b) - Number(a)).map((version) => `/usr/lib/postgresql/${version}/bin`);
  return newest.find((folder) => exists(join(folder, "postgres"))) ?? null;
}

const inPath = (program: string): string | null =>
  (process.env.PATH ?? "")
    .split(":")
    .map((folder) => join(folder, program))
    .find(exists) ?? null;

function exists(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

/** Runs a program to its end. Throws with what it said if it fails. */
export function run(program: string, args: string[], cwd?: string): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: "utf8", ...(cwd !== undefined && { cwd }) });
  if (status !== 0) throw new Error(`${program} ${args[0] ?? ""} failed: ${error?.message ?? `${stdout}\n${stderr}`}`);
  return stdout;
}
