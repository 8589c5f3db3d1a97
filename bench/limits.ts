import { setTimeout as wait } from "node:timers/promises";
import { messageOf, nextMessage } from "./child.ts";
import type { Job, LoadResult, OrderResult, WatchResult } from "./load/job.ts";
import { cpuMicroseconds, memoryBytes } from "./measure/process-tree.ts";
import { ascending, percentile } from "./measure/statistics.ts";
import type { Report, Stage } from "./stage.ts";
import { table, verdict } from "./table.ts";

const restMs = 1500;

/** What one showtime can take, each limit by itself, on this machine: workerd alone, without the development proxy. */
export async function benchLimits(stage: Stage): Promise<Report> {
  const chosen = process.env.BENCH_LIMITS?.split(";");
  const lines: string[] = ["workerd runs one thread for the Worker, D1 and every object together, and shares the machine with the load."];
  for (const [name, measure] of Object.entries(measures)) {
    if (chosen !== undefined && !chosen.includes(name)) continue;
    stage.print(`${name} …`);
    const found = await measure(stage).catch((error: unknown) => [
      `- **Failed**: ${error instanceof Error ? error.message : String(error)}`,
    ]);
    for (const line of found) stage.print(line);
    lines.push("", `### ${name}`, "", ...found);
  }
  return { title: "Limits of one showtime", lines };
}

const measures: Record<string, (stage: Stage) => Promise<string[]>> = {
  "20,000 seats": houseOf20000,
  "Holds over sockets": holdsOverSockets,
  "Whole orders": wholeOrders,
  "1,000 watchers": (stage) => watched(stage, { watchers: 1000, targetMs: 250 }),
  "5,000 watchers": (stage) => watched(stage, { watchers: 5000, targetMs: 1000 }),
  Snapshot: snapshot,
  Overload: overload,
};

interface Run<Result> {
  result: Result;
  /** Processor time of workerd while it ran, as a share of one core. */
  share: number;
  cpuSeconds: number;
}

async function run<Result extends LoadResult = LoadResult>({ load, marquee }: Stage, job: Job): Promise<Run<Result>> {
  await wait(restMs);
  const before = cpuMicroseconds(marquee.workerd);
  load.send(job);
  const result = messageOf<Result | { error: string }>(await nextMessage(load));
  if ("error" in result) throw new Error(result.error);
  const cpuSeconds = (cpuMicroseconds(marquee.workerd) - before) / 1e6;
  return { result, share: cpuSeconds / result.seconds, cpuSeconds };
}

const ms = (values: readonly number[], share: number): string => percentile(ascending(values), share).toFixed(1);
const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;

function socketJob({ marquee, tokens }: Stage, showtimeId: string, seatIds: string[], perSecond?: number): Job {
  return {
    kind: "socket",
    url: liveUrl(marquee.boxOffice.origin, showtimeId),
    headers: marquee.boxOffice.socketHeaders,
    tokens: tokens.slice(0, 8),
    inFlight: 8,
    ...(perSecond !== undefined && { perSecond }),
    seatIds,
    secondsMax: 30,
  };
}

const liveUrl = (origin: string, showtimeId: string): string =>
  `${origin.replace("http", "ws")}/api/v1/showtimes/${showtimeId}/live?format=compact`;

async function houseOf20000(stage: Stage): Promise<string[]> {
  const { boxOffice } = stage.marquee;
  await boxOffice.venueWith(20_000);
  const startedAt = performance.now();
  const { showtimeId, seatIds } = await boxOffice.newShow(20_000);
  const openMs = performance.now() - startedAt;
  const { result } = await run(stage, socketJob(stage, showtimeId, seatIds.slice(0, 2000), 200));
  const best: number[] = [];
  for (let turn = 0; turn < 50; turn++) {
    const askedAt = performance.now();
    const reply = await fetch(`${boxOffice.origin}/api/v1/reserve-seat`, {
      method: "POST",
      headers: { ...boxOffice.headers, authorization: `Bearer ${stage.tokens[turn]}`, "content-type": "application/json" },
      body: JSON.stringify({ entityId: showtimeId, bestAvailable: { quantity: 4 } }),
    });
    if (!reply.ok) throw new Error(`best available answered ${reply.status} ${await reply.text()}`);
    await reply.arrayBuffer();
    best.push(performance.now() - askedAt);
  }
  return [
    `- Put on in ${openMs.toFixed(0)} ms. Holds over sockets at 200/s: p50 ${ms(result.latencies, 0.5)} ms, p99 ${ms(result.latencies, 0.99)} ms. The best four of the house over HTTP: p50 ${ms(best, 0.5)} ms, worst ${ms(best, 1)} ms.`,
    `- workerd holds ${(memoryBytes(stage.marquee.workerd) / 2 ** 20).toFixed(0)} MiB.`,
    verdict(result.failed === 0, `one showtime with 20,000 seats: ${result.done} of 2,000 holds granted`),
  ];
}

async function holdsOverSockets(stage: Stage): Promise<string[]> {
  const rows: string[][] = [];
  let at1000: LoadResult | null = null;
  for (const perSecond of [500, 1000, 2000, 4000]) {
    const { showtimeId, seatIds } = await stage.marquee.boxOffice.newShow(20_000);
    const { result, share, cpuSeconds } = await run(stage, socketJob(stage, showtimeId, seatIds.slice(0, perSecond * 5), perSecond));
    if (perSecond === 1000) at1000 = result;
    rows.push([
      `${perSecond}/s for 5 s`,
      (result.done / result.seconds).toFixed(0),
      String(result.failed),
      ms(result.latencies, 0.5),
      ms(result.latencies, 0.99),
      percent(share),
      ((cpuSeconds / Math.max(1, result.done)) * 1e6).toFixed(0),
    ]);
  }
  const kept = at1000 !== null && at1000.failed === 0 && at1000.done / at1000.seconds >= 950;
  return [
    ...table(["sent", "granted/s", "refused", "p50 ms", "p99 ms", "of a core", "CPU µs/hold"], rows),
    "",
    verdict(kept, "1,000 durable holds a second over sockets"),
  ];
}

const orderJob = ({ marquee, tokens }: Stage, seatIds: string[], perSecond: number): Job => ({
  kind: "orders",
  origin: marquee.boxOffice.origin,
  headers: marquee.boxOffice.headers,
  tokens,
  seatIds,
  perSecond,
});

async function wholeOrders(stage: Stage): Promise<string[]> {
  const rows: string[][] = [];
  const rates: Record<number, number> = {};
  for (const perSecond of [75, 150, 300]) {
    const { seatIds } = await stage.marquee.boxOffice.newShow(20_000);
    const { result, share, cpuSeconds } = await run<OrderResult>(stage, orderJob(stage, seatIds.slice(0, perSecond * 8), perSecond));
    rates[perSecond] = result.done / result.seconds;
    rows.push([
      `${perSecond}/s for 8 s`,
      (result.done / result.seconds).toFixed(0),
      String(result.failed),
      ms(result.latencies, 0.5),
      ms(result.latencies, 0.99),
      percent(share),
      ((cpuSeconds / Math.max(1, result.done)) * 1000).toFixed(2),
    ]);
    if (result.failure !== null) rows.push([`  ${result.failure}`]);
  }
  return [
    ...table(["orders sent", "done/s", "refused", "p50 ms", "p99 ms", "of a core", "CPU ms/order"], rows),
    "",
    verdict((rates[150] ?? 0) >= 140, "150 whole orders a second (hold, pay, confirm) with D1 behind"),
    verdict((rates[300] ?? 0) >= 280, "300 of them"),
  ];
}

async function watched(stage: Stage, { watchers, targetMs }: { watchers: number; targetMs: number }): Promise<string[]> {
  const { marquee, tokens } = stage;
  const { showtimeId, seatIds } = await marquee.boxOffice.newShow(2000);
  const { result, share } = await run<WatchResult>(stage, {
    kind: "watch",
    url: liveUrl(marquee.boxOffice.origin, showtimeId),
    socketHeaders: marquee.boxOffice.socketHeaders,
    watchers,
    origin: marquee.boxOffice.origin,
    headers: marquee.boxOffice.headers,
    tokens,
    seatIds: seatIds.slice(0, 200),
    perSecond: 20,
  });
  const p99 = percentile(ascending(result.latencies), 0.99);
  return [
    `- ${watchers.toLocaleString("en")} sockets opened in ${result.connectSeconds.toFixed(1)} s. 20 holds/s for 10 s, from the hold's sending to its delta at every watcher: p50 ${ms(result.latencies, 0.5)} ms, p99 ${p99.toFixed(1)} ms, worst ${ms(result.latencies, 1)} ms; ${(result.frames / watchers).toFixed(0)} frames of ${(result.bytes / Math.max(1, result.frames)).toFixed(0)} bytes each, ${result.missed} deltas missed; workerd ${percent(share)} of a core, ${(memoryBytes(marquee.workerd) / 2 ** 20).toFixed(0)} MiB.`,
    verdict(
      result.missed === 0 && result.failed === 0 && p99 <= targetMs,
      `a delta seen by ${watchers.toLocaleString("en")} watchers within ${targetMs} ms at p99`,
    ),
  ];
}

async function snapshot(stage: Stage): Promise<string[]> {
  const { boxOffice } = stage.marquee;
  const { showtimeId } = await boxOffice.newShow(2000);
  const reply = await fetch(`${boxOffice.origin}/api/v1/showtimes/${showtimeId}/availability`, { headers: boxOffice.headers });
  const { byteLength } = await reply.arrayBuffer();
  return [verdict(byteLength <= 1024, `the snapshot of 2,000 seats as a bitmap: ${byteLength} bytes`)];
}

const overloadSeconds = 10;

/** Offers five times the orders that were sustained, then a little again. */
async function overload(stage: Stage): Promise<string[]> {
  const { boxOffice } = stage.marquee;
  const fresh = async () => (await boxOffice.newShow(20_000)).seatIds;
  const probe = await run<OrderResult>(stage, orderJob(stage, (await fresh()).slice(0, 3000), 600));
  const sustained = probe.result.done / probe.result.seconds;
  const perSecond = Math.round(sustained * 5);
  const { result } = await run<OrderResult>(stage, orderJob(stage, (await fresh()).slice(0, perSecond * overloadSeconds), perSecond));
  const through = result.done / result.seconds;
  const after = await run<OrderResult>(stage, orderJob(stage, (await fresh()).slice(0, 300), 50));
  const refusals = Object.entries(result.refused).map(([what, count]) => `${count} × ${what}`);
  return [
    `- Sustained: ${sustained.toFixed(0)} orders/s (600/s offered). Offered for ${overloadSeconds} s: ${perSecond}/s. Done: ${through.toFixed(0)}/s from the first order to the last answer, p50 ${ms(result.latencies, 0.5)} ms, p99 ${ms(result.latencies, 0.99)} ms; the last answer came ${(result.seconds - overloadSeconds).toFixed(1)} s after the last order was sent. Refused: ${refusals.join(", ") || "none"}; p50 of a refusal ${ms(result.refusalLatencies, 0.5)} ms, p99 ${ms(result.refusalLatencies, 0.99)} ms.`,
    verdict(through >= sustained * 0.8, `at least 80 % of it goes through at five times the load: ${percent(through / sustained)}`),
    verdict(
      result.failure === null && result.withoutRetryAfter === 0,
      `the rest gets 503 or 429 with Retry-After${result.failure === null ? "" : `; but ${result.failure}`}`,
    ),
    verdict(
      result.seconds - overloadSeconds <= 10 && after.result.failed === 0,
      `it recovers within 10 s: afterwards 50/s with p99 ${ms(after.result.latencies, 0.99)} ms`,
    ),
  ];
}
