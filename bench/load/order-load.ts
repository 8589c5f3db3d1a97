import { setTimeout as wait } from "node:timers/promises";
import { Pool } from "undici";
import type { OrderJob, OrderResult } from "./job.ts";

/** As many as there may be people at once: with fewer, the wait for one of them would hide what the server does. */
const connections = 4000;

/**
 * Begins an order at its time, whether or not those before it are done: hold, pay, confirm, one after the other. An order that is refused with 429
 * or 503 is counted by its code and not tried again.
 */
export async function runOrderLoad({ origin, headers, tokens, seatIds, perSecond }: OrderJob): Promise<OrderResult> {
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const latencies: number[] = [];
  const refusalLatencies: number[] = [];
  const refused: Record<string, number> = {};
  let withoutRetryAfter = 0;
  let failure: string | null = null;
  const startedAt = performance.now();

  async function post(path: string, token: string, body: unknown): Promise<Record<string, never> | null> {
    const sentAt = performance.now();
    const reply = await pool.request({
      method: "POST",
      path: `/api/v1${path}`,
      headers: { ...headers, "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
    const text = await reply.body.text();
    if (reply.statusCode < 400) return JSON.parse(text).data;
    refusalLatencies.push(performance.now() - sentAt);
    const key = `${path.slice(1)} ${reply.statusCode}`;
    refused[key] = (refused[key] ?? 0) + 1;
    if (reply.statusCode === 429 || reply.statusCode === 503) {
      if (reply.headers["retry-after"] === undefined) withoutRetryAfter++;
    } else failure ??= `${path}: ${reply.statusCode} ${text.slice(0, 200)}`;
    return null;
  }

  async function order(seatId: string, turn: number): Promise<void> {
    const dueAt = startedAt + (turn / perSecond) * 1000;
    const restMs = dueAt - performance.now();
    if (restMs > 0) await wait(restMs);
    const token = tokens[turn % tokens.length] ?? "";
    const held = await post("/reserve-seat", token, { seatId });
    if (held === null) return;
    const { reservationToken } = held;
    const paid = await post("/payments/process", token, { reservationToken, token: "tok_ok" });
    if (paid === null) return;
    const booked = await post("/confirm-booking", token, {
      reservationToken,
      paymentId: (paid as { payment?: { id: string } }).payment?.id,
    });
    if (booked === null) return;
    latencies.push(performance.now() - dueAt);
  }

  const failed = (error: unknown): void => {
    failure ??= String(error);
  };
  await Promise.all(seatIds.map((seatId, turn) => order(seatId, turn).catch(failed)));
  const seconds = (performance.now() - startedAt) / 1000;
  await pool.close();
  return {
    done: latencies.length,
    failed: seatIds.length - latencies.length,
    failure,
    seconds,
    latencies,
    refused,
    refusalLatencies,
    withoutRetryAfter,
  };
}
