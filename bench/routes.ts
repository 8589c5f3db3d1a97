import { setTimeout as wait } from "node:timers/promises";
import { messageOf, nextMessage } from "./child.ts";
import type { LoadResult, PacedRequest } from "./load/job.ts";
import { ascending, median, percentile } from "./measure/statistics.ts";
import { type Access, askOf, type Operation } from "./routes/asks.ts";
import { lastOfAll, leftOut, particulars } from "./routes/particulars.ts";
import { openWorld, type World } from "./routes/world.ts";
import type { Report, Stage } from "./stage.ts";
import { table, verdict } from "./table.ts";

const perSecond = 100;
const rounds = 3;
const requestsPerRound = 150;
const warmUp = 50;
const targetMs = 33;
const restMs = 500;
const slowestShown = 15;

interface Measured {
  operation: Operation;
  p50Ms: number;
  p99Ms: number;
  worstP99Ms: number;
}

/** The latency of every route of the API at 100 requests a second, each route by itself, against the time in which a person notices nothing. */
export async function benchRoutes(stage: Stage): Promise<Report> {
  const world = await openWorld(stage.marquee.boxOffice, stage.secrets);
  const operations = await operationsOf(stage.marquee.boxOffice.origin);
  const only = process.env.BENCH_ROUTES?.split(",");
  const chosen = operations.filter(
    ({ operationId, path }) => !(operationId in leftOut) && !isTwin(path) && (only?.includes(operationId) ?? true),
  );
  const early = chosen.filter(({ operationId }) => !(operationId in lastOfAll));
  const late = Object.keys(lastOfAll).flatMap((last) => chosen.filter(({ operationId }) => operationId === last));
  const measured: Measured[] = [];
  const failed: string[] = [];
  for (const [place, operation] of [...early, ...late].entries()) {
    const said = (what: string) => stage.print(`${place + 1} of ${chosen.length}: ${nameOf(operation)}: ${what}`);
    try {
      const result = await measureOne(stage, world, operation);
      measured.push(result);
      said(`p50 ${result.p50Ms.toFixed(1)} ms, p99 ${result.p99Ms.toFixed(1)} ms`);
    } catch (error) {
      failed.push(`- **Failed**: ${error instanceof Error ? error.message : String(error)}`);
      said(failed.at(-1) ?? "");
    }
  }
  if (failed.length > 0) process.exitCode = 1;
  return { title: `Every route at ${perSecond} requests/s`, lines: [...linesOf(measured, operations), ...failed] };
}

/** An app serves one domain, and the three share their code: events stand for movies and buses. */
const isTwin = (path: string): boolean => path.startsWith("/api/v1/movies") || path.startsWith("/api/v1/buses");

const nameOf = ({ method, path }: Operation): string => `${method.toUpperCase()} ${path}`;

async function operationsOf(origin: string): Promise<Operation[]> {
  type Documented = Record<string, Record<string, { operationId: string; "x-access": Access }>>;
  const { paths } = messageOf<{ paths: Documented }>(await (await fetch(`${origin}/openapi.json`)).json());
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId, "x-access": access }]) => ({ operationId, method, path, access })),
  );
}

/** Some requests that nobody counts, then three rounds: their medians, and the p99 of the worst of them. */
async function measureOne(stage: Stage, world: World, operation: Operation): Promise<Measured> {
  const requests = await requestsFor(world, operation, warmUp + rounds * requestsPerRound);
  const perRound = Math.min(requestsPerRound, Math.floor(requests.length / rounds));
  // What making the requests has left to do must not meet them.
  await wait(restMs);
  await load(stage, operation, requests.splice(0, requests.length - rounds * perRound));
  const measured: number[][] = [];
  while (requests.length > 0) measured.push(ascending(await load(stage, operation, requests.splice(0, perRound))));
  const p99s = measured.map((latencies) => percentile(latencies, 0.99));
  return {
    operation,
    p50Ms: median(measured.map((latencies) => percentile(latencies, 0.5))),
    p99Ms: median(p99s),
    worstP99Ms: Math.max(...p99s),
  };
}

async function requestsFor(world: World, operation: Operation, count: number): Promise<PacedRequest[]> {
  const prepare = particulars[operation.operationId] ?? lastOfAll[operation.operationId];
  if (prepare !== undefined) return (await prepare(world, count)).map((particular, turn) => askOf(world, operation, turn, particular));
  if (operation.method !== "get" || operation.path.includes("{")) {
    throw new Error(`bench/routes/particulars.ts does not say what to ask of ${nameOf(operation)} (${operation.operationId})`);
  }
  return Array.from({ length: count }, (_, turn) => askOf(world, operation, turn));
}

/** Latencies in milliseconds. Throws if anything was answered otherwise than expected. */
async function load(stage: Stage, operation: Operation, requests: PacedRequest[]): Promise<number[]> {
  stage.load.send({ kind: "paced", origin: stage.marquee.boxOffice.origin, perSecond, requests });
  const result = messageOf<LoadResult | { error: string }>(await nextMessage(stage.load));
  if ("error" in result) throw new Error(`${nameOf(operation)}: ${result.error}`);
  if (result.failed > 0) throw new Error(`${nameOf(operation)}: ${result.failed} of ${requests.length} failed: ${result.failure}`);
  return result.latencies;
}

function linesOf(measured: Measured[], operations: Operation[]): string[] {
  const slowest = measured.toSorted((a, b) => b.p99Ms - a.p99Ms);
  const over = slowest.filter(({ p99Ms }) => p99Ms >= targetMs);
  const rows = slowest
    .slice(0, slowestShown)
    .map(({ operation, ...times }) => [nameOf(operation), times.p50Ms.toFixed(1), times.p99Ms.toFixed(1), times.worstP99Ms.toFixed(1)]);
  const reasons = operations.flatMap(({ operationId, ...rest }) =>
    operationId in leftOut ? [`${nameOf({ operationId, ...rest })} (${leftOut[operationId]})`] : [],
  );
  return [
    ...table([`The ${rows.length} slowest of ${measured.length} routes`, "p50 ms", "p99 ms", "worst round"], rows),
    "",
    verdict(over.length === 0, `p99 under ${targetMs} ms for every route: ${over.length} of ${measured.length} are over it`),
    `- Each route by itself, after ${warmUp} requests that do not count: the median of ${rounds} rounds of ${requestsPerRound} requests.`,
    `- Not measured: ${reasons.join(", ")}; /movies and /buses, which are /events under another name.`,
  ];
}
