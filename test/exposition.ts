export interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

const sampleLine = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\+Inf|-Inf|NaN|[-+]?[\d.]+(?:e[-+]?\d+)?)$/;
const labelPair = /([a-zA-Z_]\w*)="((?:[^"\\\n]|\\[\\"n])*)"(?:,|$)/y;

/**
 * Parses Prometheus' text format 0.0.4 more strictly than Prometheus does: every family has HELP and TYPE, once and first; no series comes
 * twice; a histogram's buckets rise, end with +Inf and agree with its count. Throws at the first fault.
 */
export function parseExposition(text: string): Sample[] {
  if (!text.endsWith("\n")) throw new Error("the last line does not end");
  const types = new Map<string, string>();
  const helped = new Set<string>();
  const seen = new Set<string>();
  const samples: Sample[] = [];
  let family = "";
  for (const line of text.slice(0, -1).split("\n")) {
    const comment = /^# (HELP|TYPE) ([a-zA-Z_:][\w:]*) (.+)$/.exec(line);
    if (comment !== null) {
      const [, kind, name = "", rest = ""] = comment;
      if (kind === "HELP") {
        if (helped.has(name)) throw new Error(`${name} has two HELP lines`);
        helped.add(name);
      } else {
        if (!helped.has(name) || types.has(name)) throw new Error(`TYPE of ${name} is not right behind its HELP`);
        if (!["counter", "gauge", "histogram"].includes(rest)) throw new Error(`${name} is a ${rest}`);
        types.set(name, rest);
        family = name;
      }
      continue;
    }
    const match = sampleLine.exec(line);
    if (match === null) throw new Error(`no sample: ${line}`);
    const [, name = "", labelText = "", value = ""] = match;
    const suffix = types.get(family) === "histogram" ? /_(bucket|sum|count)$/.exec(name)?.[0] : "";
    if (suffix === undefined || name !== family + suffix) throw new Error(`${name} stands under ${family}`);
    const sample = { name, labels: parseLabels(labelText, line), value: value.endsWith("Inf") ? Number(`${value}inity`) : Number(value) };
    const key = seriesOf(sample);
    if (seen.has(key)) throw new Error(`${key} comes twice`);
    seen.add(key);
    samples.push(sample);
  }
  for (const [name, type] of types) if (type === "histogram") checkHistogram(name, samples);
  return samples;
}

function parseLabels(text: string, line: string): Record<string, string> {
  const labels: Record<string, string> = {};
  labelPair.lastIndex = 0;
  while (labelPair.lastIndex < text.length) {
    const match = labelPair.exec(text);
    if (match === null) throw new Error(`labels of ${line}`);
    const [, name = "", value = ""] = match;
    labels[name] = value.replaceAll(/\\([\\"n])/g, (_, character: string) => (character === "n" ? "\n" : character));
  }
  return labels;
}

const seriesOf = ({ name, labels }: Omit<Sample, "value">): string => `${name} ${JSON.stringify(Object.entries(labels).sort())}`;

function checkHistogram(name: string, samples: Sample[]): void {
  const without = ({ le: _, ...labels }: Record<string, string>) => labels;
  const buckets = Map.groupBy(
    samples.filter((sample) => sample.name === `${name}_bucket`),
    ({ labels }) => seriesOf({ name, labels: without(labels) }),
  );
  for (const [series, rising] of buckets) {
    const edges = rising.map(({ labels }) => (labels.le === "+Inf" ? Number.POSITIVE_INFINITY : Number(labels.le)));
    if (edges.at(-1) !== Number.POSITIVE_INFINITY) throw new Error(`${series} has no bucket up to +Inf`);
    if (edges.some((edge, index) => index > 0 && edge <= (edges[index - 1] ?? edge)))
      throw new Error(`the buckets of ${series} do not rise`);
    if (rising.some(({ value }, index) => index > 0 && value < (rising[index - 1]?.value ?? value)))
      throw new Error(`the buckets of ${series} are not cumulative`);
    const [first] = rising;
    const count = samples.find((sample) => sample.name === `${name}_count` && seriesOf({ name, labels: sample.labels }) === series);
    const sum = samples.find((sample) => sample.name === `${name}_sum` && seriesOf({ name, labels: sample.labels }) === series);
    if (first === undefined || sum === undefined || count?.value !== rising.at(-1)?.value)
      throw new Error(`${series} disagrees with its count`);
  }
}

/** The value of one series; 0 if there is none. */
export function sampleValue(samples: readonly Sample[], name: string, labels: Record<string, string> = {}): number {
  const wanted = seriesOf({ name, labels });
  return samples.find((sample) => seriesOf(sample) === wanted)?.value ?? 0;
}
