import { setTimeout as wait } from "node:timers/promises";
import { Pool } from "undici";
import type { HttpJob, LoadResult } from "./job.ts";
import { Tally } from "./tally.ts";

/** Keeps one request in flight on each of the job's kept-alive connections. */
export async function runHttpLoad(job: HttpJob): Promise<LoadResult> {
  const pool = new Pool(job.origin, { connections: job.connections, pipelining: 1 });
  const headers = job.tokens.map((token) => ({ ...job.headers, authorization: `Bearer ${token}` }));
  const tally = new Tally(job.secondsMax);
  let sent = 0;

  async function keepAsking(_: unknown, connection: number): Promise<void> {
    const path = job.paths[connection % job.paths.length] ?? "/";
    while (!tally.isOver) {
      const turn = sent++;
      const body = job.bodies === null ? undefined : job.bodies[turn];
      if (job.bodies !== null && body === undefined) return;
      const sentAt = performance.now();
      const reply = await pool.request({
        method: job.method,
        path,
        headers: headers[turn % headers.length] ?? job.headers,
        ...(body !== undefined && { body }),
      });
      if (reply.statusCode < 400) {
        await reply.body.dump();
        tally.answered(sentAt);
      } else tally.failed(`${reply.statusCode} ${await reply.body.text()}`);
      if (job.pauseMs > 0) await wait(job.pauseMs);
    }
  }

  await Promise.all(Array.from({ length: job.connections }, keepAsking));
  const result = tally.result();
  await pool.close();
  return result;
}
