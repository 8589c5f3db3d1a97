import {
  counters,
  type GaugeName,
  gauges,
  type HistogramName,
  histograms,
  labelSeparator,
  socketChannels,
  type TelemetrySnapshot,
} from "../../contracts/telemetry.ts";

/** A metric with all its series, as Prometheus means it. `suffix` is what a histogram's samples carry beyond the name. */
export interface Family {
  name: string;
  type: "counter" | "gauge" | "histogram";
  help: string;
  samples: { suffix?: string; labels: Record<string, string>; value: number }[];
}

/** The text exposition format, version 0.0.4: https://prometheus.io/docs/instrumenting/exposition_formats/. */
export const exposition = (families: readonly Family[]): string => families.map(familyText).join("");

function familyText({ name, type, help, samples }: Family): string {
  const lines = samples.map(({ suffix = "", labels, value }) => `${name}${suffix}${labelText(labels)} ${numberText(value)}\n`);
  return `# HELP ${name} ${escaped(help)}\n# TYPE ${name} ${type}\n${lines.join("")}`;
}

function labelText(labels: Record<string, string>): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${escaped(value).replaceAll('"', '\\"')}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

const escaped = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");

function numberText(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
}

/** The families of what the platform has counted. A counter without labels is there from the start, at 0. */
export function countedFamilies(snapshot: TelemetrySnapshot): Family[] {
  return [
    ...Object.entries(counters).map(([name, { help, labels }]): Family => {
      const samples = snapshot.counters
        .filter((counted) => counted.name === name)
        .map(({ series, value }) => ({ labels: labelsOf(labels, series), value }));
      return { name, type: "counter", help, samples: samples.length === 0 && labels.length === 0 ? [{ labels: {}, value: 0 }] : samples };
    }),
    ...(Object.keys(histograms) as HistogramName[]).map((name): Family => {
      const { help, labels, buckets: edges } = histograms[name];
      const samples = snapshot.histograms
        .filter((observed) => observed.name === name)
        .flatMap(({ series, buckets, sum }) => histogramSamples(labelsOf(labels, series), edges, buckets, sum));
      return { name, type: "histogram", help, samples };
    }),
    gauge("hold_conflict_ratio", [[{}, snapshot.conflictRatio ?? 0]]),
    gauge(
      "sockets",
      socketChannels.map((channel) => [{ channel }, snapshot.sockets.find((sockets) => sockets.channel === channel)?.open ?? 0]),
    ),
  ];
}

/** The family of a gauge, from pairs of labels and value. */
export const gauge = (name: GaugeName, series: [labels: Record<string, string>, value: number][]): Family => ({
  name,
  type: "gauge",
  help: gauges[name],
  samples: series.map(([labels, value]) => ({ labels, value })),
});

function histogramSamples(labels: Record<string, string>, edges: readonly number[], buckets: number[], sum: number): Family["samples"] {
  let count = 0;
  const cumulative = [...edges, Number.POSITIVE_INFINITY].map((edge, index) => {
    count += buckets[index] ?? 0;
    return { suffix: "_bucket", labels: { ...labels, le: numberText(edge) }, value: count };
  });
  return [...cumulative, { suffix: "_sum", labels, value: sum }, { suffix: "_count", labels, value: count }];
}

function labelsOf(names: readonly string[], series: string): Record<string, string> {
  const values = series.split(labelSeparator);
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? ""]));
}
