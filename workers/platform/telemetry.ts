import { limits } from "../../contracts/limits.ts";
import {
  type AppCount,
  type CounterLabels,
  type CounterName,
  counters,
  type HistogramLabels,
  type HistogramName,
  histograms,
  labelSeparator,
  type SocketChannel,
  type TelemetryBatch,
} from "../../contracts/telemetry.ts";
import { Logger } from "./log.ts";

/** How long what was counted waits for more, so that a burst is one message and its last request is in it. */
const gatherMs = 2000;
/** A flush that has not ended by then was cut off with the request that carried it. */
const lostMs = 15_000;
const flushesPerCallMax = 3;

/**
 * What this isolate has counted and not handed over: plain data, so that any request may carry it away. `unsent` has left the counters and is
 * sent under its number until somebody has taken it.
 */
let pending = nothing();
let pendingSize = 0;
let unsent: TelemetryBatch | null = null;
let isolate = "";
let batches = 0;
let flushUntil = 0;

function nothing() {
  return {
    counters: new Map<string, Map<string, number>>(),
    histograms: new Map<string, Map<string, { buckets: number[]; sum: number }>>(),
    sockets: new Map<string, number>(),
    apps: new Map<string, number>(),
    keys: new Map<string, { requests: number; lastAt: number }>(),
    failures: new Map<string, number>(),
  };
}

/** Adds `by` to a counter. Label values come from closed sets: never an id, never what a caller sent. */
export function count<Name extends CounterName>(name: Name, labels?: CounterLabels<Name>, by = 1): void {
  const series = seriesOf(counters[name].labels, labels);
  const known = pending.counters.get(name) ?? newMetric(pending.counters, name);
  add(known, series, by);
}

/** Adds an observation in seconds to a histogram. Label values as in `count`. */
export function observe<Name extends HistogramName>(name: Name, seconds: number, labels?: HistogramLabels<Name>): void {
  const { buckets } = histograms[name];
  const known = pending.histograms.get(name) ?? newMetric(pending.histograms, name);
  const key = seriesOf(histograms[name].labels, labels);
  let series = known.get(key);
  if (series === undefined) {
    if (!hasRoom()) return;
    series = { buckets: new Array(buckets.length + 1).fill(0), sum: 0 };
    known.set(key, series);
  }
  let bucket = 0;
  while (bucket < buckets.length && seconds > (buckets[bucket] ?? 0)) bucket++;
  series.buckets[bucket] = (series.buckets[bucket] ?? 0) + 1;
  series.sum += seconds;
}

/** Adds `by` to what is counted for an app and the day. */
export const countForApp = (appId: string, name: AppCount, by = 1): void => add(pending.apps, appId + labelSeparator + name, by);

/** A request with an app's key at `nowMs`: for the counts by key, and for when the key was last used. */
export function noteKeyUse(appId: string, keyId: string | null, nowMs: number): void {
  countForApp(appId, "requests");
  if (keyId === null) return;
  const key = appId + labelSeparator + keyId;
  const known = pending.keys.get(key);
  if (known !== undefined) {
    known.requests++;
    known.lastAt = nowMs;
  } else if (hasRoom()) pending.keys.set(key, { requests: 1, lastAt: nowMs });
}

/** An attempt to book that failed for another reason than a taken seat: too many of them mail the administrator. */
export function noteBookingFailure(appId: string, code: string): void {
  count("booking_failures_total", { code });
  countForApp(appId, "bookingFailures");
  add(pending.failures, appId + labelSeparator + code, 1);
}

/** How many sockets an object has open now, under the name by which its namespace knows it. */
export function reportSockets(channel: SocketChannel, object: string, open: number): void {
  const key = channel + labelSeparator + object;
  if (pending.sockets.has(key) || hasRoom()) pending.sockets.set(key, open);
}

/**
 * Sees to it that what was counted leaves this isolate within two seconds, carried by this request or by one that promised so before.
 * To be called after counting, by whatever has a `waitUntil`.
 */
export function flushSoon(env: Env, waitUntil: (promise: Promise<unknown>) => void, nowMs: number): void {
  if (nowMs < flushUntil) return;
  flushUntil = nowMs + lostMs;
  waitUntil(gatherAndFlush(env));
}

/**
 * The same for what works off messages: at once, for whoever delivers them sends no more until everything that this call promised has ended, and would wait two
 * seconds a batch. Never throws.
 */
export async function flushAfterBatch(env: Env, nowMs: number): Promise<void> {
  if (nowMs >= flushUntil) await flushTelemetry(env);
}

async function gatherAndFlush(env: Env): Promise<void> {
  await scheduler.wait(gatherMs);
  // From here on a new count needs a new carrier: it may come too late for this one.
  flushUntil = 0;
  await flushTelemetry(env);
}

/** Hands over now what was counted. Never throws: what could not be handed over is kept and sent with the next flush. */
export async function flushTelemetry(env: Env): Promise<void> {
  for (let flush = 0; flush < flushesPerCallMax; flush++) {
    unsent ??= takePending();
    if (unsent === null) return;
    const batch = unsent;
    try {
      await env.METRICS.getByName("platform").add(batch);
    } catch (error) {
      new Logger(env.LOG_LEVEL).warn("telemetry waits", { error: String(error) });
      return;
    }
    if (unsent === batch) unsent = null;
  }
}

function takePending(): TelemetryBatch | null {
  if (pendingSize === 0) return null;
  const taken = pending;
  pending = nothing();
  pendingSize = 0;
  isolate ||= crypto.randomUUID();
  const pair = (key: string): [string, string] => {
    const at = key.indexOf(labelSeparator);
    return [key.slice(0, at), key.slice(at + 1)];
  };
  return {
    isolate,
    seq: ++batches,
    counters: [...taken.counters].flatMap(([name, all]) => [...all].map(([series, by]): [string, string, number] => [name, series, by])),
    histograms: [...taken.histograms].flatMap(([name, all]) =>
      [...all].map(([series, { buckets, sum }]): [string, string, number[], number] => [name, series, buckets, sum]),
    ),
    sockets: [...taken.sockets].map(([key, open]) => [...pair(key), open]),
    apps: [...taken.apps].map(([key, by]) => [...pair(key), by]),
    keys: [...taken.keys].map(([key, { requests, lastAt }]) => [...pair(key), requests, lastAt]),
    failures: [...taken.failures].map(([key, by]) => [...pair(key), by]),
  };
}

function seriesOf(names: readonly string[], labels: Record<string, string> | undefined): string {
  let series = "";
  for (const name of names) series += (series === "" ? "" : labelSeparator) + (labels?.[name] ?? "");
  return series;
}

function newMetric<Value>(metrics: Map<string, Map<string, Value>>, name: string): Map<string, Value> {
  const metric = new Map<string, Value>();
  metrics.set(name, metric);
  return metric;
}

function add(known: Map<string, number>, key: string, by: number): void {
  const value = known.get(key);
  if (value !== undefined) known.set(key, value + by);
  else if (hasRoom()) known.set(key, by);
}

const dropped: CounterName = "telemetry_dropped_total";

/** Takes room for one more entry of a batch; without any, only the loss is counted. */
function hasRoom(): boolean {
  if (pendingSize < limits.telemetryEntriesMax) {
    pendingSize++;
    return true;
  }
  const drops = pending.counters.get(dropped) ?? newMetric(pending.counters, dropped);
  drops.set("", (drops.get("") ?? 0) + 1);
  return false;
}
