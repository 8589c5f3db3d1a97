import { type Series, typical } from "./measure/rounds.ts";

/** A Markdown table, padded so that a terminal shows it as well. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? "").length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(" | ")} |`;
  const rule = `|${widths.map((width, column) => (column === 0 ? "-".repeat(width + 2) : `${"-".repeat(width + 1)}:`)).join("|")}|`;
  return [line(head), rule, ...rows.map(line)];
}

/** One row a series: medians over the rounds, and of the processor time who used it. */
export function seriesTable(series: readonly Series[], unit: string): string[] {
  const rows = series.map((each) => {
    const number = (of: Parameters<typeof typical>[1], digits = 0) => typical(each, of).toFixed(digits);
    const processes = Object.keys(each.rounds[0]?.cpu ?? {});
    const parts = processes.map((name) => `${name} ${number((round) => round.cpu[name] ?? 0)}`);
    return [
      each.name,
      number(({ perSecond }) => perSecond),
      number(({ cpuTotal }) => cpuTotal),
      parts.join(", "),
      number(({ p50Ms }) => p50Ms, 1),
      number(({ p95Ms }) => p95Ms, 1),
      number(({ p99Ms }) => p99Ms, 1),
      number(({ memoryBytes }) => memoryBytes / 2 ** 20),
    ];
  });
  return table(["", `${unit}s/s`, `CPU µs/${unit}`, "of which", "p50 ms", "p95 ms", "p99 ms", "MiB"], rows);
}

export const times = ({ median, lowest, highest }: { median: number; lowest: number; highest: number }): string =>
  `${median.toFixed(2)}× (${lowest.toFixed(2)} to ${highest.toFixed(2)})`;

/** A target and whether it was met, in one line. */
export const verdict = (met: boolean, what: string): string => `- ${met ? "Met" : "**Missed**"}: ${what}`;
