import { type ChildProcess, spawn } from "node:child_process";
import { chownSync, mkdirSync } from "node:fs";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { run } from "./debian.ts";

export interface Server {
  pid: number;
  port: number;
  stop: () => Promise<void>;
}

export interface PostgresServer extends Server {
  url: string;
  psql: (sql: string) => void;
  /** The rows that a query answers, each as its columns separated by tabs. */
  select: (sql: string) => string[];
}

/** A Redis of our own on loopback, which keeps its locks in memory as Redis locks are: nothing of it is written to disk. */
export async function startRedis(program: string): Promise<Server> {
  const port = await freePort();
  return started(spawn(program, ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"], quiet), port);
}

/**
 * A PostgreSQL of our own on loopback, with Debian's default settings: `synchronous_commit` and `fsync` are on. It refuses to run as root, so
 * root starts it as Debian's user.
 */
export async function startPostgres(programs: string, folder: string): Promise<PostgresServer> {
  const port = await freePort();
  const user = process.getuid?.() === 0 ? { uid: Number(run("id", ["-u", "postgres"])), gid: Number(run("id", ["-g", "postgres"])) } : {};
  const data = join(folder, "postgres");
  mkdirSync(data);
  if (user.uid !== undefined) chownSync(data, user.uid, user.gid);
  const made = spawn(join(programs, "initdb"), ["-D", data, "-U", "bench", "--auth=trust", "--encoding=UTF8", "--no-locale"], {
    ...quiet,
    ...user,
  });
  await new Promise((done, fail) => made.once("exit", (code) => (code === 0 ? done(code) : fail(new Error(`initdb ended with ${code}`)))));
  const settings = ["-c", "listen_addresses=127.0.0.1", "-c", `unix_socket_directories=${data}`];
  const server = await started(
    spawn(join(programs, "postgres"), ["-D", data, "-p", String(port), ...settings], { ...quiet, ...user }),
    port,
  );
  const url = `postgresql://bench@127.0.0.1:${port}/postgres`;
  const psql = (sql: string, ...options: string[]) =>
    run(join(programs, "psql"), ["-q", "-v", "ON_ERROR_STOP=1", ...options, "-d", url, "-c", sql]);
  const select = (sql: string) => psql(sql, "--no-align", "--tuples-only", "--field-separator", "\t").split("\n").filter(Boolean);
  return { ...server, url, psql: (sql) => void psql(sql), select };
}

const quiet = { stdio: "ignore" } as const;

async function started(child: ChildProcess, port: number): Promise<Server> {
  // If we end without having stopped it, it must not outlive us.
  process.once("exit", () => child.kill("SIGINT"));
  for (let attempt = 0; !(await answers(port)); attempt++) {
    if (child.exitCode !== null || attempt === 100) throw new Error(`${child.spawnfile} does not listen on ${port}`);
    await wait(100);
  }
  const stop = () =>
    new Promise<void>((done) => {
      if (child.exitCode !== null) return done();
      child.once("exit", () => done());
      child.kill("SIGINT");
    });
  return { pid: child.pid ?? 0, port, stop };
}

export function answers(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      done(true);
    });
    socket.once("error", () => done(false));
  });
}

export function freePort(): Promise<number> {
  return new Promise((done) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => done(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
