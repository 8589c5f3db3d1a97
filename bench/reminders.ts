import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { limits } from "../contracts/limits.ts";
import { isoWeek } from "../workers/notifications/reminders/iso-week.ts";
import { ascending, percentile } from "./measure/statistics.ts";
import { zone } from "./reminders/people.ts";
import { type Side, startSide } from "./reminders/side.ts";
import type { Report, Stage } from "./stage.ts";
import { table, verdict } from "./table.ts";

/** `BENCH_REMINDERS=5000` for a quick look. */
const people = Number(process.env.BENCH_REMINDERS ?? 100_000);
const period = `${isoWeek(new Date().toISOString().slice(0, 10))} ${zone}`;
const mib = (bytes: number): string => (bytes / 2 ** 20).toFixed(0);

interface Progress {
  run: { status: string; done: number; total: number | null; error: string | null } | null;
  pageMs: number[];
  announced: number;
}
interface Measured {
  name: string;
  seconds: number;
  cpuMicroseconds: number;
  pageMs: number[];
  idleBytes: number;
  /** The most in each fifth of the run; of a single pass in the whole. */
  peaks: number[];
  exact: boolean;
}

/**
 * Friday's reminder for 100,000 people of one zone, from the start of the run to the last mail in the outbox and its message in the queue: page by page, as the
 * platform does it; by a handler that does it in one pass; and page by page with the process killed in the middle. Each on a copy of the same database.
 */
export async function benchReminders({ print }: Pick<Stage, "print">): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), "marquee-reminders-"));
  const seeded = join(folder, "seeded");
  try {
    await (await startSide(seeded, { people })).stop();
    print(`${people.toLocaleString("en")} people with bookings`);
    const side = (name: string) => startSide(join(folder, name), { seeded });
    const paged = await timed("Page by page", await side("paged"), (it) => runPages(it, print));
    print(`page by page: ${paged.seconds.toFixed(1)} s`);
    const atOnce = await timed("One pass, no pages", await side("at-once"), async (it) => {
      await it.ask("/at-once", period);
      return { pageMs: [], peaks: [] };
    }).catch((error: unknown) => String(error));
    print(typeof atOnce === "string" ? atOnce : `one pass: ${atOnce.seconds.toFixed(1)} s`);
    const killed = await killInTheMiddle(join(folder, "killed"), seeded, print);
    if (!paged.exact || !killed.exact) process.exitCode = 1;
    return {
      title: `Friday's reminder for ${people.toLocaleString("en")} people`,
      lines: [...timesTable(typeof atOnce === "string" ? [paged] : [paged, atOnce]), "", ...conclusions(paged, atOnce), ...killed.lines],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Work = Pick<Measured, "pageMs" | "peaks">;

async function timed(name: string, side: Side, work: (side: Side) => Promise<Work>): Promise<Measured> {
  try {
    await side.ask("/progress", period);
    const idleBytes = side.memory();
    side.peak();
    const cpuBefore = side.cpu();
    const startedAt = performance.now();
    const { pageMs, peaks } = await work(side);
    const seconds = (performance.now() - startedAt) / 1000;
    return {
      name,
      seconds,
      cpuMicroseconds: side.cpu() - cpuBefore,
      pageMs,
      idleBytes,
      peaks: [...peaks, side.peak()],
      exact: await isExact(side),
    };
  } finally {
    await side.stop();
  }
}

/** Starts the run and looks on until it is done, or as far as `until`. Answers how long each page took. */
async function runPages(side: Side, print: Stage["print"]): Promise<Work> {
  await side.ask("/start", period);
  return watch(side, print, people);
}

async function watch(side: Side, print: Stage["print"], until: number): Promise<Work> {
  const peaks: number[] = [];
  let shown = 0;
  for (;;) {
    const { run, pageMs } = await side.ask<Progress>("/progress", period);
    if (run === null || run.status === "FAILED") throw new Error(`the run failed: ${run?.error}`);
    if (run.status === "DONE" || (until < people && run.done >= until)) return { pageMs, peaks };
    if (run.done - shown >= people / 5) {
      shown = run.done;
      peaks.push(side.peak());
      print(`${run.done} of ${run.total}`);
    }
    await wait(50);
  }
}

/** Every person has one mail, and no mail is anybody else's. */
async function isExact(side: Side): Promise<boolean> {
  const { mails, people: reached } = await side.ask<{ mails: number; people: number }>("/check");
  return mails === people && reached === people;
}

/** The sweep comes every five minutes; here every few seconds, so that what is left is the time until it may take the page over. */
const sweepMs = 5000;

async function killInTheMiddle(folder: string, seeded: string, print: Stage["print"]): Promise<{ exact: boolean; lines: string[] }> {
  const first = await startSide(folder, { seeded });
  await first.ask("/start", period);
  await watch(first, print, people * 0.4);
  await first.kill();
  const killedAt = performance.now();
  const second = await startSide(folder);
  try {
    const { run: left } = await second.ask<Progress>("/progress", period);
    const doneBefore = left?.done ?? 0;
    print(`killed with ${doneBefore} done`);
    for (let done = doneBefore; done === doneBefore; ) {
      await second.ask("/resume");
      await wait(sweepMs);
      const { run } = await second.ask<Progress>("/progress", period);
      done = run?.done ?? done;
    }
    const stoodStill = (performance.now() - killedAt) / 1000;
    await watch(second, print, people);
    const exact = await isExact(second);
    return {
      exact,
      lines: [
        verdict(
          exact,
          `killed (SIGKILL) with ${doneBefore.toLocaleString("en")} done, it went on from there ${stoodStill.toFixed(0)} s later, and everybody has one mail. A page that was cut off is lent out for ${limits.jobLeaseSeconds} s; here the sweep looked every ${sweepMs / 1000} s, deployed it does every 5 minutes. The single pass begins from the start`,
        ),
      ],
    };
  } finally {
    await second.stop();
  }
}

const timesTable = (all: readonly Measured[]): string[] =>
  table(
    ["", "persons/s", "CPU µs/person", "page p50 ms", "page p99 ms", "idle MiB", "peak MiB"],
    all.map(({ name, seconds, cpuMicroseconds, pageMs, idleBytes, peaks }) => {
      const sorted = ascending(pageMs);
      const page = (share: number) => (sorted.length === 0 ? "" : percentile(sorted, share).toFixed(0));
      return [
        name,
        (people / seconds).toFixed(0),
        (cpuMicroseconds / people).toFixed(0),
        page(0.5),
        page(0.99),
        mib(idleBytes),
        mib(Math.max(...peaks)),
      ];
    }),
  );

/** `atOnce`: or how the single pass broke down. */
function conclusions(paged: Measured, atOnce: Measured | string): string[] {
  const growth = (of: Measured) => mib(Math.max(...of.peaks) - of.idleBytes);
  const fifths = paged.peaks.map(mib).join(", ");
  const setting = [
    `workerd with Miniflare's D1 and queues in one process, on disk; memory is that process's own (PSS), D1's cache in it. A page is at most ${limits.jobPeopleInPage} people: four reads, one transaction, its messages. Nothing is rendered or sent, and nobody has the bell on.`,
    "",
  ];
  if (typeof atOnce === "string") {
    return [
      ...setting,
      verdict(paged.exact, "everybody has one mail"),
      `- Memory over idle: ${growth(paged)} MiB (by fifths of the run at most ${fifths} MiB in all). The single pass broke down: ${atOnce}`,
    ];
  }
  const loses = paged.seconds > atOnce.seconds ? ": **we lose** what progress, leases and a message for each page cost" : "";
  return [
    ...setting,
    verdict(paged.exact && atOnce.exact, "both wrote everybody one mail"),
    `- Memory over idle: ${growth(paged)} MiB page by page (by fifths of the run at most ${fifths} MiB in all); ${growth(atOnce)} MiB in one pass, which grows with the number of people. An isolate on Cloudflare has 128 MiB.`,
    `- Throughput: page by page ${(atOnce.seconds / paged.seconds).toFixed(2)}× that of the single pass${loses}.`,
  ];
}
