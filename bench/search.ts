import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Pool } from "undici";
import { limits } from "../contracts/limits.ts";
import { messageOf, startChild } from "./child.ts";
import { childNamed, scheduledMicroseconds } from "./measure/process-tree.ts";
import { ascending, median, percentile } from "./measure/statistics.ts";
import { makeProducts, type Products } from "./search/products.ts";
import { type Kind, makeQuestions } from "./search/questions.ts";
import type { Report, Stage } from "./stage.ts";
import { table, verdict } from "./table.ts";

const products = 100_000;
const questionsOfKind = 200;
const scansOfKind = 15;
const warmUps = 30;
const targetMs = 20;

/** Processor time of workerd so far, in ms. */
type Used = () => number;
type Ask = (path: string, body: unknown) => Promise<unknown>;
interface Timed {
  kind: Kind;
  /** In ms, ascending, from sending the question to having read the answer. */
  search: number[];
  /** Processor time of workerd for each search, in ms, ascending: what the machine does besides does not count. */
  searchCpu: number[];
  scan: number[];
  countedScan: number[];
}

/**
 * How long a question to the index of 100,000 products takes, beside a LIKE scan over the same rows in the same database: one question after the other over
 * loopback HTTP, so that the times have the Worker, the call of the object and the answer's JSON in them.
 */
export async function benchSearch({ print }: Pick<Stage, "print">): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), "marquee-search-"));
  const { child, hello, stop } = await startChild(new URL("./search/host.ts", import.meta.url), { BENCH_STATE: folder });
  const pool = new Pool(messageOf<{ origin: string }>(hello).origin, { connections: 1, pipelining: 1 });
  const workerd = childNamed(child.pid ?? 0, "workerd");
  const used: Used = () => scheduledMicroseconds(workerd) / 1000;
  const ask: Ask = async (path, body) => {
    const reply = await pool.request({ method: "POST", path, headers: {}, body: JSON.stringify(body) });
    if (reply.statusCode >= 400) throw new Error(`${path} answered ${reply.statusCode}: ${(await reply.body.text()).slice(0, 300)}`);
    return reply.statusCode === 204 ? reply.body.dump() : JSON.parse(await reply.body.text());
  };
  try {
    const catalogue = makeProducts(products);
    const building = await build(ask, catalogue, print);
    const timed: Timed[] = [];
    for (const kind of makeQuestions(catalogue, questionsOfKind)) {
      timed.push(await timeKind(ask, used, kind));
      print(`${kind.name}: ${timed.at(-1)?.search.at(-1)?.toFixed(1)} ms at most`);
    }
    return {
      title: `Search in ${products.toLocaleString("en")} products`,
      lines: [...timesTable(timed), "", ...conclusions(timed), ...building],
    };
  } finally {
    await pool.close();
    await stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function build(ask: Ask, { rows }: Products, print: Stage["print"]): Promise<string[]> {
  const startedAt = performance.now();
  const calls: number[] = [];
  for (let from = 0; from < rows.length; from += limits.catalogueRowsPerCall) {
    const callAt = performance.now();
    await ask("/index", rows.slice(from, from + limits.catalogueRowsPerCall));
    calls.push(performance.now() - callAt);
  }
  const seconds = (performance.now() - startedAt) / 1000;
  print(`${rows.length} products indexed in ${seconds.toFixed(0)} s`);
  const changes: number[] = [];
  for (const row of rows.slice(0, questionsOfKind)) {
    const changeAt = performance.now();
    await ask("/index", [{ ...row, version: 2, title: `${row.title} again` }]);
    changes.push(performance.now() - changeAt);
  }
  const { bytes, rowBytes } = messageOf<{ bytes: number; rowBytes: number }>(await ask("/size", null));
  const sorted = ascending(calls);
  const mib = (size: number) => `${(size / 2 ** 20).toFixed(0)} MiB`;
  return [
    `- What it costs: making the index took ${seconds.toFixed(0)} s (${((seconds * 1e6) / rows.length).toFixed(0)} µs a product; ${limits.catalogueRowsPerCall} at a time, p50 ${percentile(sorted, 0.5).toFixed(0)} ms, p99 ${percentile(sorted, 0.99).toFixed(0)} ms, during which no search is answered), and one changed product ${median(changes).toFixed(1)} ms. A LIKE scan needs none of it.`,
    `- On disk: ${mib(bytes)}, of which the rows themselves are ${mib(rowBytes)}.`,
  ];
}

async function timeKind(ask: Ask, used: Used, kind: Kind): Promise<Timed> {
  const { questions, scannable } = kind;
  const time = async (path: string, bodies: readonly unknown[]) => {
    const took: number[] = [];
    const cpu: number[] = [];
    for (const body of bodies) {
      const before = used();
      const at = performance.now();
      await ask(path, body);
      took.push(performance.now() - at);
      cpu.push(used() - before);
    }
    return { took: ascending(took), cpu: ascending(cpu) };
  };
  const scans = (counted: boolean) => (scannable ? questions.slice(0, scansOfKind).map(({ q }) => ({ words: q.split(" "), counted })) : []);
  await time("/search", questions.slice(0, warmUps));
  const search = await time("/search", questions);
  return {
    kind,
    search: search.took,
    searchCpu: search.cpu,
    scan: (await time("/scan", scans(false))).took,
    countedScan: (await time("/scan", scans(true))).took,
  };
}

function timesTable(timed: readonly Timed[]): string[] {
  const ms = (times: readonly number[], share: number) => (times.length === 0 ? "" : percentile(times, share).toFixed(1));
  return table(
    ["ms", "p50", "p95", "p99", "CPU p50", "CPU p99", "LIKE, 20 newest, p50", "LIKE, counted, p50", "counted LIKE ÷ search"],
    timed.map(({ kind, search, searchCpu, scan, countedScan }) => [
      kind.name,
      ms(search, 0.5),
      ms(search, 0.95),
      ms(search, 0.99),
      ms(searchCpu, 0.5),
      ms(searchCpu, 0.99),
      ms(scan, 0.5),
      ms(countedScan, 0.5),
      countedScan.length === 0 ? "" : `${(median(countedScan) / median(search)).toFixed(0)}×`,
    ]),
  );
}

function conclusions(timed: readonly Timed[]): string[] {
  const all = ascending(timed.flatMap(({ search }) => search));
  const allCpu = ascending(timed.flatMap(({ searchCpu }) => searchCpu));
  const over = timed.filter(({ search }) => percentile(search, 0.99) > targetMs).map(({ kind }) => kind.name);
  const lost = timed.filter(({ search, scan }) => scan.length > 0 && median(scan) < median(search)).map(({ kind }) => kind.name);
  return [
    verdict(
      percentile(all, 0.99) <= targetMs,
      `p99 of at most ${targetMs} ms a query over all kinds together: ${percentile(all, 0.99).toFixed(1)} ms${over.length > 0 ? `; above it by themselves: ${over.join(", ")}` : ", and of each kind by itself"}`,
    ),
    `- Processor time of workerd a query, over all kinds together: p50 ${percentile(allCpu, 0.5).toFixed(1)} ms, p99 ${percentile(allCpu, 0.99).toFixed(1)} ms.`,
    ...(lost.length > 0
      ? [`- **We lose** to a LIKE that takes the twenty newest without counting or ranking them: ${lost.join(", ")}.`]
      : []),
  ];
}
