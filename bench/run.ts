import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { benchChat } from "./chat.ts";
import { benchCheckout } from "./checkout.ts";
import { startChild } from "./child.ts";
import { benchPackages } from "./express/debian.ts";
import { startExpress } from "./express/start.ts";
import { benchGateway } from "./gateway.ts";
import { benchHolds } from "./holds.ts";
import { startEmptyHono } from "./hono/start.ts";
import { benchLimits } from "./limits.ts";
import { Secrets } from "./marquee/secrets.ts";
import { startMarquee } from "./marquee/start.ts";
import { benchOnSale } from "./on-sale.ts";
import { benchReminders } from "./reminders.ts";
import { benchRoutes } from "./routes.ts";
import { benchSearch } from "./search.ts";
import { benchSeatMap } from "./seat-map.ts";
import type { Report, Stage } from "./stage.ts";

// npm run bench [name …]: starts the platform and what it is compared with on loopback, measures them in turns, prints what came out and
// writes it to bench/results.

const benches: Record<string, (stage: Stage) => Promise<Report>> = {
  holds: benchHolds,
  "seat-map": benchSeatMap,
  gateway: benchGateway,
  routes: benchRoutes,
  limits: benchLimits,
  "on-sale": benchOnSale,
  chat: benchChat,
  checkout: benchCheckout,
  search: benchSearch,
  reminders: benchReminders,
};
/** These take minutes each and are run by their names alone. */
const byNameOnly = ["on-sale", "limits", "chat", "checkout", "search", "reminders"];
const users = 500;
const accounts = 25_000;

const wanted = process.argv.slice(2);
for (const name of wanted)
  if (!(name in benches)) throw new Error(`There is no bench ${name}: there are ${Object.keys(benches).join(", ")}.`);
const chosen = Object.entries(benches).filter(([name]) => (wanted.length === 0 ? !byNameOnly.includes(name) : wanted.includes(name)));

const startedAt = Date.now();
const print = (line: string) => console.error(`${String(Math.round((Date.now() - startedAt) / 1000)).padStart(4)} s  ${line}`);
const folder = mkdtempSync(join(tmpdir(), "marquee-bench-"));
// PostgreSQL runs as another user and has to reach its own folder in here.
chmodSync(folder, 0o711);
const stops: (() => Promise<void>)[] = [];

async function cleanUp(): Promise<void> {
  for (const stop of stops.splice(0).reverse()) await stop().catch(console.error);
  rmSync(folder, { recursive: true, force: true });
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => void cleanUp().then(() => process.exit(130)));

try {
  benchPackages(print);
  const stage = await setUp();
  const reports: Report[] = [];
  for (const [name, bench] of chosen) {
    print(`${name} …`);
    reports.push(await bench(stage).catch((error: unknown) => failed(name, error)));
  }
  const figures = reports.flatMap(({ figure }) => (figure ? [figure] : []));
  const text = [`Measured on ${machine()}.`, ...reports.flatMap(({ title, lines }) => ["", `## ${title}`, "", ...lines])].join("\n");
  console.log(`\n${text}`);
  print(`Written to ${write(text, figures)}`);
} finally {
  await cleanUp();
}

/** A bench that breaks down says so among the results, and the others go on. */
function failed(name: string, error: unknown): Report {
  process.exitCode = 1;
  return { title: name, lines: [`**Failed**: ${error instanceof Error ? error.message : String(error)}`] };
}

async function setUp(): Promise<Stage> {
  // PostgreSQL runs as another user and must reach its folder in here.
  const secrets = new Secrets();
  print("Building the bundle and starting workerd …");
  const marquee = await startMarquee(secrets, join(folder, "marquee"), accounts);
  stops.push(marquee.stop);
  const { appId } = marquee.boxOffice;
  const load = await startChild(new URL("./load/load-process.ts", import.meta.url), {});
  stops.push(load.stop);
  return {
    marquee,
    express: onDemand(() => {
      print("Starting PostgreSQL, Redis and Express …");
      return startExpress({ secrets, appId, folder }, print);
    }),
    emptyHono: onDemand(startEmptyHono),
    load: load.child,
    secrets,
    tokens: await secrets.userTokens(appId, users),
    print,
  };
}

/** Starts a side at the first call, and sees to its end. */
function onDemand<Side extends { stop: () => Promise<void> }>(start: () => Promise<Side>): () => Promise<Side> {
  let started: Promise<Side> | undefined;
  return () => {
    started ??= start().then((side) => {
      stops.push(side.stop);
      return side;
    });
    return started;
  };
}

function machine(): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${new Date().toISOString().slice(0, 16).replace("T", " ")} UTC, ${cpus().length} × ${cpu?.model ?? "unknown"}, ${memory} GiB, Node ${process.version}`;
}

function write(text: string, figures: readonly { name: string; svg: string }[]): string {
  const results = fileURLToPath(new URL("./results/", import.meta.url));
  mkdirSync(results, { recursive: true });
  const stem = new Date().toISOString().slice(0, 16).replace(":", "");
  const file = join(results, `${stem}.md`);
  for (const { name, svg } of figures) writeFileSync(join(results, `${stem}-${name}.svg`), svg);
  const images = figures.map(({ name }) => `\n![${name}](${stem}-${name}.svg)\n`).join("");
  writeFileSync(file, `# Benchmarks\n\n${text}\n${images}`);
  return file;
}
