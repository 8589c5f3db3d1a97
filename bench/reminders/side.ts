import { cpSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { messageOf, startChild } from "../child.ts";
import { childNamed, cpuMicroseconds, memoryBytes } from "../measure/process-tree.ts";

const everyMs = 100;

/** A workerd with the reminders' Worker on a folder of state. */
export interface Side {
  ask<Answer>(path: string, period?: string): Promise<Answer>;
  /** Processor time so far, in microseconds, and memory in bytes. */
  cpu(): number;
  memory(): number;
  /** The most memory since this was last asked. */
  peak(): number;
  /** As a machine that goes off: no process hears of it before. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a side on a folder, which is first filled from `seeded` if one is named; with `people` it makes them. */
export async function startSide(folder: string, { seeded, people = 0 }: { seeded?: string; people?: number } = {}): Promise<Side> {
  if (seeded !== undefined) cpSync(seeded, folder, { recursive: true });
  const { child, hello, stop } = await startChild(new URL("./host.ts", import.meta.url), {
    BENCH_STATE: folder,
    BENCH_PEOPLE: String(people),
  });
  const { origin } = messageOf<{ origin: string }>(hello);
  const workerd = childNamed(child.pid ?? 0, "workerd");
  let highest = 0;
  const look = setInterval(() => {
    highest = Math.max(highest, memoryBytes(workerd));
  }, everyMs);
  return {
    async ask<Answer>(path: string, period = "") {
      const reply = await fetch(`${origin}${path}?period=${encodeURIComponent(period)}`, { signal: AbortSignal.timeout(1_800_000) });
      if (!reply.ok) throw new Error(`${path} answered ${reply.status}: ${(await reply.text()).slice(0, 300)}`);
      return messageOf<Answer>(await reply.json());
    },
    cpu: () => cpuMicroseconds(workerd),
    memory: () => memoryBytes(workerd),
    peak() {
      const peak = highest;
      highest = 0;
      return peak;
    },
    async kill() {
      clearInterval(look);
      child.kill("SIGKILL");
      process.kill(workerd, "SIGKILL");
      await wait(500);
    },
    async stop() {
      clearInterval(look);
      await stop();
    },
  };
}
