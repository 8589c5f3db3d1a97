import { setTimeout as wait } from "node:timers/promises";
import { Pool } from "undici";
import { WebSocket } from "ws";
import type { WatchJob, WatchResult } from "./job.ts";

/** So many sockets are opened at the same time. */
const connectingMax = 100;
/** How long the last delta may take. */
const settleMs = 3000;

/**
 * Opens that many watchers of one showtime, has seats of it held at a steady pace, and measures from the hold's sending to its delta at every
 * watcher. A hold is found in a compact delta by its seat's index.
 */
export async function runWatchLoad(job: WatchJob): Promise<WatchResult> {
  const { url, socketHeaders, watchers, origin, headers, tokens, seatIds, perSecond } = job;
  const sentAt = new Map<number, number>();
  const latencies: number[] = [];
  let frames = 0;
  let bytes = 0;
  let snapshotBytes = 0;
  const sockets: WebSocket[] = [];
  const connectStartedAt = performance.now();

  const connect = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(url, { headers: socketHeaders, perMessageDeflate: false });
      sockets.push(socket);
      socket.on("error", reject);
      socket.on("message", (data) => {
        const now = performance.now();
        const text = data.toString();
        if (text.startsWith('{"type":"snapshot"')) {
          snapshotBytes = text.length;
          resolve();
          return;
        }
        frames++;
        bytes += text.length;
        // `"seats":[[12,1],[13,1]]`, read without parsing: the client's own processor time is the server's too.
        for (const [, index] of text.matchAll(/\[(\d+),1\]/g)) {
          const at = sentAt.get(Number(index));
          if (at !== undefined) latencies.push(now - at);
        }
      });
    });
  let left = watchers;
  const connectAll = async () => {
    while (left-- > 0) await connect();
  };
  await Promise.all(Array.from({ length: connectingMax }, connectAll));
  const connectSeconds = (performance.now() - connectStartedAt) / 1000;

  const pool = new Pool(origin, { connections: 32, pipelining: 1 });
  const startedAt = performance.now();
  let failed = 0;
  let failure: string | null = null;
  await Promise.all(
    seatIds.map(async (seatId, turn) => {
      await wait(Math.max(0, startedAt + (turn / perSecond) * 1000 - performance.now()));
      sentAt.set(Number.parseInt(seatId.slice(seatId.lastIndexOf("_") + 1), 36), performance.now());
      const reply = await pool.request({
        method: "POST",
        path: "/api/v1/reserve-seat",
        headers: { ...headers, "content-type": "application/json", authorization: `Bearer ${tokens[turn % tokens.length]}` },
        body: JSON.stringify({ seatId }),
      });
      const text = await reply.body.text();
      if (reply.statusCode >= 400) {
        failed++;
        failure ??= text.slice(0, 200);
      }
    }),
  );
  await wait(settleMs);
  const seconds = (performance.now() - startedAt) / 1000;
  for (const socket of sockets) socket.close();
  await pool.close();
  const missed = seatIds.length * watchers - failed * watchers - latencies.length;
  return { done: seatIds.length - failed, failed, failure, seconds, latencies, frames, bytes, snapshotBytes, missed, connectSeconds };
}
