import type { ChildProcess } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import { messageOf, nextMessage } from "../child.ts";
import type { Job, LoadResult } from "../load/job.ts";
import { cpuMicroseconds, memoryBytes } from "./process-tree.ts";
import { ascending, percentile } from "./statistics.ts";

/** What is measured: the processes of a side by name, and what its clients do. */
export interface Subject {
  name: string;
  processes: Record<string, number>;
  /** Made anew for every round: a seat is held once. */
  job: () => Job | Promise<Job>;
}

export interface Measurement {
  done: number;
  perSecond: number;
  /** Microseconds of processor time per answer, by process. */
  cpu: Record<string, number>;
  cpuTotal: number;
  p50Ms: number;
  p95Ms: number;
  p99Ms: number;
  memoryBytes: number;
}

/** What is put off until after the answer counts too: this long after the last one. */
const afterwardsMs = 1000;

/** Lets the load process do a subject's job once. Throws if anything was refused: a refusal is cheaper than an answer. */
export async function measure(load: ChildProcess, { name, processes, job }: Subject): Promise<Measurement> {
  const task = await job();
  await wait(afterwardsMs);
  const before = usage(processes);
  load.send(task);
  const result = messageOf<LoadResult | { error: string }>(await nextMessage(load));
  await wait(afterwardsMs);
  const after = usage(processes);
  if ("error" in result) throw new Error(`${name}: ${result.error}`);
  if (result.failed > 0 || result.done === 0)
    throw new Error(`${name}: ${result.failed} of ${result.done + result.failed} failed: ${result.failure}`);

  const cpu = Object.fromEntries(Object.keys(processes).map((key) => [key, ((after[key] ?? 0) - (before[key] ?? 0)) / result.done]));
  const latencies = ascending(result.latencies);
  return {
    done: result.done,
    perSecond: result.done / result.seconds,
    cpu,
    cpuTotal: Object.values(cpu).reduce((sum, each) => sum + each, 0),
    p50Ms: percentile(latencies, 0.5),
    p95Ms: percentile(latencies, 0.95),
    p99Ms: percentile(latencies, 0.99),
    memoryBytes: Object.values(processes).reduce((sum, pid) => sum + memoryBytes(pid), 0),
  };
}

const usage = (processes: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(processes).map(([name, pid]) => [name, cpuMicroseconds(pid)]));
