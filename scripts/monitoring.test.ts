import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { counters, gauges, histograms } from "../contracts/telemetry.ts";

const read = (name: string): string => readFileSync(new URL(`../docs/monitoring/${name}`, import.meta.url), "utf8");

/** The names under which the platform's metrics are scraped, and Prometheus' own. */
const known = new Set([
  "up",
  ...Object.keys(counters),
  ...Object.keys(gauges),
  ...Object.keys(histograms).flatMap((name) => ["_bucket", "_sum", "_count"].map((suffix) => name + suffix)),
]);
/** Everything in an expression that selects a metric. */
const metricsIn = (expression: string): string[] => [...expression.matchAll(/([a-z_0-9]+)\{/g)].map((match) => match[1] ?? "");

interface Panel {
  type: string;
  title: string;
  id: number;
  gridPos: { x: number; y: number; w: number; h: number };
  targets?: { expr: string }[];
}
const dashboard: { title: string; uid: string; panels: Panel[]; __inputs: { name: string }[] } = JSON.parse(read("dashboard.json"));
const panels = dashboard.panels.filter(({ type }) => type !== "row");

describe("the alert rules", () => {
  const expressions = [...read("alerts.yml").matchAll(/expr: (?:\|\n((?: {10}.*\n)+)|(.*))/g)].map((match) => match[1] ?? match[2] ?? "");

  it("ask only for metrics that there are", () => {
    expect(expressions.length).toBeGreaterThan(10);
    for (const expression of expressions) {
      const metrics = metricsIn(expression);
      expect(metrics.length).toBeGreaterThan(0);
      expect(metrics.filter((metric) => !known.has(metric))).toEqual([]);
    }
  });
});

describe("the dashboard", () => {
  it("has panels that ask only for metrics that there are, each with a title, an id and a place of its own", () => {
    expect(panels.length).toBeGreaterThan(20);
    for (const { title, targets = [] } of panels) {
      expect(title).not.toBe("");
      expect(targets.flatMap(({ expr }) => metricsIn(expr)).length).toBeGreaterThan(0);
      expect(targets.flatMap(({ expr }) => metricsIn(expr)).filter((metric) => !known.has(metric))).toEqual([]);
    }
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
    for (const [index, one] of panels.entries())
      for (const other of panels.slice(index + 1)) expect([one.title, other.title, overlap(one.gridPos, other.gridPos)]).toContain(false);
  });

  it("shows every metric that there is", () => {
    const shown = new Set(panels.flatMap(({ targets = [] }) => targets.flatMap(({ expr }) => metricsIn(expr))));
    const isShown = (name: string) => shown.has(name) || shown.has(`${name}_bucket`);
    const all = [...Object.keys(counters), ...Object.keys(gauges), ...Object.keys(histograms)];
    expect(all.filter((name) => !isShown(name))).toEqual([]);
  });

  it("asks for its data source when it is imported", () => {
    expect(dashboard.__inputs.map(({ name }) => name)).toEqual(["DS_PROMETHEUS"]);
    expect(dashboard.uid).toBe("marquee-platform");
  });
});

const overlap = (a: Panel["gridPos"], b: Panel["gridPos"]): boolean =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
