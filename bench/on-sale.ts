import type { ChildProcess } from "node:child_process";
import { messageOf, nextMessage, startChild } from "./child.ts";
import { cpuMicroseconds, memoryBytes } from "./measure/process-tree.ts";
import { ascending, percentile } from "./measure/statistics.ts";
import { auditExpress, auditMarquee } from "./on-sale/audit.ts";
import { type Outcome, type Plan, type Progress, planFromEnvironment, type Sale, steps } from "./on-sale/plan.ts";
import { type Line, soldOverTime } from "./on-sale/plot.ts";
import { ProgressBar } from "./on-sale/progress-bar.ts";
import type { Report, Stage } from "./stage.ts";
import { table, verdict } from "./table.ts";

/** One side's sale: what its buyers saw, what its books say afterwards, and what it cost. */
interface Result {
  name: string;
  color: string;
  outcome: Outcome;
  violations: string[];
  cpuSeconds: number;
  memory: number;
}

/**
 * The same on-sale twice: buyers through a waiting room onto the seats of one showtime, each with hold, payment and confirmation; once here and
 * once against Express, Redis and PostgreSQL. Afterwards each side's books are held against what its buyers were told.
 */
export async function benchOnSale(stage: Stage): Promise<Report> {
  const plan = planFromEnvironment();
  const sides = process.env.ON_SALE_SIDES?.split(",") ?? ["marquee", "express"];
  const results: Result[] = [];
  if (sides.includes("marquee")) results.push(await sellHere(stage, plan));
  if (sides.includes("express")) results.push(await sellThere(stage, plan));
  for (const { name, violations } of results) for (const violation of violations.slice(0, 10)) stage.print(`${name}: ${violation}`);
  if (results.some(({ violations }) => violations.length > 0)) process.exitCode = 1;
  const title = `On-sale: ${plan.buyers.toLocaleString("en")} buyers, ${plan.seats.toLocaleString("en")} seats`;
  return {
    title,
    lines: linesOf(plan, results),
    figure: { name: "on-sale", svg: soldOverTime(`${title}, seats sold over time`, results.map(lineOf)) },
  };
}

async function sellHere({ marquee, secrets, print }: Stage, plan: Plan): Promise<Result> {
  const { boxOffice } = marquee;
  const tokens = await secrets.userTokens(boxOffice.appId, plan.buyers);
  const opensAt = openingOf(plan);
  const { showtimeId } = await boxOffice.newShow(plan.seats, {
    saleOpensAt: new Date(opensAt).toISOString(),
    holdSeconds: plan.holdSeconds,
    maxSeatsPerUser: 10,
    waitingRoom: { admitPerSecond: plan.admitPerSecond },
  });
  print("Marquee sells …");
  const sale: Sale = {
    plan,
    kind: "marquee",
    origin: boxOffice.origin,
    socketHeaders: boxOffice.socketHeaders,
    headers: boxOffice.headers,
    showtimeId,
    tokens,
    opensAt,
  };
  const run = await runSale("Marquee", sale, { workerd: marquee.workerd });
  return { name: "Marquee", color: "#b4690e", ...run, violations: await auditMarquee(boxOffice, showtimeId, plan, run.outcome) };
}

async function sellThere(stage: Stage, plan: Plan): Promise<Result> {
  const express = await stage.express();
  const tokens = await stage.secrets.userTokens(express.headers["x-app-id"] ?? "", plan.buyers);
  const { showtimeId } = express.newShow(plan.seats);
  const opensAt = openingOf(plan);
  const { origin, pid } = await express.onSale({ showtimeId, admitPerSecond: plan.admitPerSecond, opensAt, holdSeconds: plan.holdSeconds });
  stage.print("Express sells …");
  const sale: Sale = {
    plan,
    kind: "express",
    origin,
    socketHeaders: express.headers,
    headers: express.headers,
    showtimeId,
    tokens,
    opensAt,
  };
  const run = await runSale("Express", sale, { node: pid, postgres: express.postgres, redis: express.redis });
  return {
    name: "Express + Redis + PostgreSQL",
    color: "#3f6fb5",
    ...run,
    violations: auditExpress(express.select, showtimeId, plan, run.outcome),
  };
}

/** When the sale opens: the buyers who are early have their time before it, and the load a moment to start. */
const openingOf = ({ leadSeconds }: Plan): number => Date.now() + (leadSeconds + 5) * 1000;

async function runSale(
  name: string,
  sale: Sale,
  processes: Record<string, number>,
): Promise<Pick<Result, "outcome" | "cpuSeconds" | "memory">> {
  const buyers = await startChild(new URL("./on-sale/buyers-process.ts", import.meta.url), {});
  const bar = new ProgressBar(name, sale.plan);
  const used = () => Object.values(processes).reduce((sum, pid) => sum + cpuMicroseconds(pid), 0) / 1e6;
  const before = used();
  try {
    buyers.child.send(sale);
    const outcome = await outcomeOf(buyers.child, bar);
    return { outcome, cpuSeconds: used() - before, memory: Object.values(processes).reduce((sum, pid) => sum + memoryBytes(pid), 0) };
  } finally {
    bar.end();
    await buyers.stop();
  }
}

async function outcomeOf(buyers: ChildProcess, bar: ProgressBar): Promise<Outcome> {
  for (;;) {
    const message = messageOf<Progress | Outcome | { error: string }>(await nextMessage(buyers));
    if ("error" in message) throw new Error(message.error);
    if (message.type === "outcome") return message;
    bar.show(message);
  }
}

const lineOf = ({ name, color, outcome: { sold } }: Result): Line => {
  const bySecond = new Map<number, number>();
  for (const { at, seatIds } of sold) {
    const second = Math.ceil(at / 1000);
    bySecond.set(second, (bySecond.get(second) ?? 0) + seatIds.length);
  }
  let total = 0;
  const last = Math.max(0, ...bySecond.keys());
  const points = Array.from({ length: last + 1 }, (_, second) => {
    total += bySecond.get(second) ?? 0;
    return [second, total] as const;
  });
  return { name, color, points };
};

function linesOf(plan: Plan, results: readonly Result[]): string[] {
  const seatsSold = ({ outcome }: Result) => outcome.sold.reduce((sum, { seatIds }) => sum + seatIds.length, 0);
  const until = (result: Result, share: number): string => {
    const line = lineOf(result).points.find(([, sold]) => sold >= plan.seats * share);
    return line === undefined ? "never" : `${line[0]} s`;
  };
  const sums = results.map((result) => [
    result.name,
    String(seatsSold(result)),
    String(result.outcome.sold.length),
    until(result, 0.5),
    until(result, 0.99),
    String(result.outcome.soldOutFor),
    String(Object.values(result.outcome.refused).reduce((sum, count) => sum + count, 0)),
    String(result.violations.length),
    result.cpuSeconds.toFixed(1),
    (result.memory / 2 ** 20).toFixed(0),
  ]);
  const latencies = results.flatMap(({ name, outcome }) =>
    steps.map((step) => {
      const sorted = ascending(outcome.latencies[step]);
      const at = (share: number) => (sorted.length === 0 ? "–" : percentile(sorted, share).toFixed(1));
      return [`${name}: ${step}`, String(sorted.length), at(0.5), at(0.95), at(0.99)];
    }),
  );
  const refusals = results.flatMap(({ name, outcome }) =>
    Object.entries(outcome.refused).map(([what, count]) => `- ${name} refused ${count} times: ${what}`),
  );
  const [here] = results;
  return [
    `${plan.early.toLocaleString("en")} were there before the opening, the others came at ${plan.arrivalsPerSecond}/s after it; ${plan.admitPerSecond}/s are admitted; ${plan.abandonPercent} % hold and never pay, and their seats come back after ${plan.holdSeconds} s.`,
    "",
    ...table(["", "seats sold", "orders", "half sold", "99 % sold", "told sold out", "refused", "violations", "CPU s", "MiB"], sums),
    "",
    "`queue` is the wait for the pass, in ms as everything here; what the admission rate makes of it is the plan's.",
    "",
    ...table(["", "times", "p50", "p95", "p99"], latencies),
    "",
    ...refusals,
    verdict(
      results.every(({ violations }) => violations.length === 0),
      "no seat sold twice, no order lost, the money adds up, on both sides",
    ),
    verdict(here !== undefined && seatsSold(here) >= plan.seats * 0.99, "the house was sold to the last hundredth"),
  ];
}
