import { setTimeout as wait } from "node:timers/promises";
import { Pool } from "undici";
import type { LoadResult, PacedJob, PacedRequest } from "./job.ts";

const connections = 32;

/**
 * Sends each request at its time, whether or not those before it are answered, and measures from that time: an answer that keeps the next ones
 * waiting counts in their latencies too.
 */
export async function runPacedLoad({ origin, perSecond, requests }: PacedJob): Promise<LoadResult> {
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const latencies: number[] = [];
  const failures: string[] = [];
  const startedAt = performance.now();

  async function send({ method, path, headers, body, expects }: PacedRequest, turn: number): Promise<void> {
    const dueAt = startedAt + (turn / perSecond) * 1000;
    const restMs = dueAt - performance.now();
    if (restMs > 0) await wait(Math.ceil(restMs));
    const reply = await pool.request({ method, path, headers, ...(body !== null && { body }) });
    if (expects === null ? reply.statusCode < 400 : reply.statusCode === expects) {
      await reply.body.dump();
      latencies.push(performance.now() - dueAt);
    } else failures.push(`${method} ${path}: ${reply.statusCode} ${await reply.body.text()}`);
  }

  await Promise.all(requests.map(send));
  const seconds = (performance.now() - startedAt) / 1000;
  await pool.close();
  return { done: latencies.length, failed: failures.length, failure: failures[0]?.slice(0, 300) ?? null, seconds, latencies };
}
