import { spawn, spawnSync } from "node:child_process";
import { accessSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { run } from "../../express/debian.ts";
import { answers, freePort } from "../../express/servers.ts";
import { childNamed } from "../../measure/process-tree.ts";

export interface RabbitMq {
  url: string;
  pid: number;
  stop: () => Promise<void>;
}

const program = "/usr/lib/rabbitmq/bin/rabbitmq-server";
const startsWithinMs = 60_000;

/**
 * Debian's RabbitMQ with its web-stomp plugin on loopback: a node of its own, with its own folder, ports and name service, which ends with `stop`. It is
 * installed if it is missing and we may. Throws with the reason if it does not start.
 */
export async function startRabbitMq(folder: string, print: (line: string) => void): Promise<RabbitMq> {
  if (!isThere(program)) {
    if (process.getuid?.() !== 0) throw new Error("Debian's package rabbitmq-server is not installed.");
    print("Installing Debian's rabbitmq-server …");
    run("apt-get", ["update", "-q"]);
    run("env", [
      "DEBIAN_FRONTEND=noninteractive",
      "RUNLEVEL=1",
      "apt-get",
      "install",
      "-y",
      "-q",
      "--no-install-recommends",
      "rabbitmq-server",
    ]);
  }
  const home = join(folder, "rabbitmq");
  mkdirSync(home);
  const [amqp, distribution, names, webStomp] = [await freePort(), await freePort(), await freePort(), await freePort()];
  const settings = [
    `listeners.tcp.1 = 127.0.0.1:${amqp}`,
    "stomp.listeners.tcp = none",
    "web_stomp.tcp.ip = 127.0.0.1",
    `web_stomp.tcp.port = ${webStomp}`,
    "log.console = false",
  ];
  writeFileSync(join(home, "rabbitmq.conf"), `${settings.join("\n")}\n`);
  writeFileSync(join(home, "enabled_plugins"), "[rabbitmq_web_stomp].\n");
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    RABBITMQ_NODENAME: `bench-${names}@localhost`,
    RABBITMQ_BASE: home,
    RABBITMQ_MNESIA_BASE: join(home, "mnesia"),
    RABBITMQ_LOG_BASE: join(home, "log"),
    RABBITMQ_CONFIG_FILE: join(home, "rabbitmq.conf"),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(home, "enabled_plugins"),
    RABBITMQ_PID_FILE: join(home, "pid"),
    RABBITMQ_CONF_ENV_FILE: "/dev/null",
    RABBITMQ_DIST_PORT: String(distribution),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: "-kernel inet_dist_use_interface {127,0,0,1}",
    ERL_EPMD_PORT: String(names),
    ERL_EPMD_ADDRESS: "127.0.0.1",
  };
  const child = spawn(program, { env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (said = (said + text).slice(-2000)));
  const killAll = () => {
    try {
      process.kill(childNamed(child.pid ?? 0, "beam.smp"), "SIGKILL");
    } catch {
      // It has ended already.
    }
    endNameService(names);
  };
  process.once("exit", killAll);
  const giveUpAt = Date.now() + startsWithinMs;
  while (!(await answers(webStomp))) {
    if (child.exitCode !== null || Date.now() > giveUpAt) throw new Error(`RabbitMQ does not listen on ${webStomp}: ${said.trim()}`);
    await wait(200);
  }
  const stop = async () => {
    process.off("exit", killAll);
    const ended = new Promise((done) => child.once("exit", done));
    process.kill(childNamed(child.pid ?? 0, "beam.smp"), "SIGTERM");
    await Promise.race([ended, wait(15_000)]);
    killAll();
  };
  return { url: `ws://127.0.0.1:${webStomp}/ws`, pid: childNamed(child.pid ?? 0, "beam.smp"), stop };
}

/** Ends the name service that the node started on a port of its own. It refuses while it knows a node, and takes a moment to see that one has died. */
function endNameService(port: number): void {
  const env = { ...process.env, ERL_EPMD_PORT: String(port) };
  for (let attempt = 0; attempt < 20; attempt++) {
    if (spawnSync("epmd", ["-kill"], { env }).status === 0) return;
    spawnSync("sleep", ["0.1"]);
  }
}

function isThere(path: string): boolean {
  try {
    accessSync(path);
    return true;
  } catch {
    return false;
  }
}
