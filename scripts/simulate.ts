import { parseArgs } from "node:util";
import { shrink } from "../test/simulation/shrink.ts";
import { type Run, runHistory } from "../test/simulation/simulate.ts";

// npm run simulate -- --seed N --steps M: histories of the pure core under faults, of one seed after the other, until M steps are done. The same seed
// has the same history. With --prefix P only the first P steps of the history of that seed, as a failure prints it. Exit code 1 if something does not hold.

const { values } = parseArgs({ options: { seed: { type: "string" }, steps: { type: "string" }, prefix: { type: "string" } } });
const first = numberOf("seed", values.seed ?? String(Math.floor(Math.random() * 1e9)));
const stepsMax = numberOf("steps", values.steps ?? "1000000");
const linesEveryMs = 5000;
const cells = 30;

process.exitCode = values.prefix === undefined ? sweepSeeds() : replay(numberOf("prefix", values.prefix));

function numberOf(name: string, text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  console.error(`--${name} wants a number, not ${text}`);
  process.exit(2);
}

function sweepSeeds(): number {
  const startedAt = Date.now();
  let steps = 0;
  let facts = 0;
  let lastLineAt = startedAt;
  for (let seed = first; steps < stepsMax; seed++) {
    const run = runHistory(seed);
    steps += run.steps;
    for (const { log } of run.history.shows) facts += log.length;
    if (run.violations.length > 0) return failed(run);
    lastLineAt = show(steps, seed, lastLineAt);
  }
  if (process.stderr.isTTY) process.stderr.write("\n");
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  console.log(`seed ${first}: ${steps} steps, ${facts} log entries, no violation, ${seconds} s`);
  return 0;
}

function show(steps: number, seed: number, lastLineAt: number): number {
  const full = Math.min(cells, Math.round((steps / stepsMax) * cells));
  const line = `${"█".repeat(full)}${"░".repeat(cells - full)}  ${steps}/${stepsMax} steps · seed ${seed}`;
  const isTerminal = process.stderr.isTTY;
  if (Date.now() - lastLineAt < (isTerminal ? 100 : linesEveryMs)) return lastLineAt;
  if (isTerminal) process.stderr.write(`\r\x1b[2K${line}`);
  else console.error(line);
  return Date.now();
}

function failed(run: Run): number {
  if (process.stderr.isTTY) process.stderr.write("\n");
  console.log(`seed ${run.seed}: after ${run.steps} steps`);
  print(run.violations);
  const { steps, violations } = shrink(run);
  if (violations.length > 0) {
    console.log(`the shortest beginning that fails: npm run simulate -- --seed ${run.seed} --prefix ${steps}`);
    print(violations);
  }
  return 1;
}

function replay(prefix: number): number {
  const { violations, history } = runHistory(first, { stepsMax: prefix });
  for (const { terms, log } of history.shows) {
    console.log(terms.showtimeId);
    for (const { fact } of log) if (fact.op !== "ADD") console.log(`  ${JSON.stringify(fact)}`);
  }
  print(violations);
  return violations.length > 0 ? 1 : 0;
}

function print(violations: Run["violations"]): void {
  for (const { invariant, showtimeId, sentence } of violations) console.log(`  ${invariant}  ${showtimeId ?? ""}  ${sentence}`);
}
