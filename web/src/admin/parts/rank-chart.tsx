import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { ChartCard } from "./chart-card.tsx";
import { nothing } from "./chart-words.ts";

export interface Rank {
  id: string;
  name: string;
  /** What the axis has room for, where the name is long. */
  short?: string;
  value: number;
}

interface RankChartProps {
  title: string;
  unit: string;
  /** The largest first. */
  ranks: readonly Rank[];
  write: (value: number, isShort: boolean) => string;
  most?: number;
}

const shown = 8;
const axisCharsMax = 24;

/** The largest of many, beside each other; the table has them all. */
export function RankChart({ title, unit, ranks, write, most }: RankChartProps) {
  const nameOf = new Map(ranks.map(({ id, name }) => [id, name]));
  const shortOf = new Map(ranks.map(({ id, name, short = name }) => [id, cut(short)]));
  return (
    <ChartCard
      title={title}
      unit={unit}
      table={{ columns: ["Name", unit], rows: ranks.map(({ name, value }) => [name, write(value, false)]) }}
    >
      {ranks.length === 0 ? (
        <p className="grid h-full place-content-center text-sm text-quiet">{nothing}</p>
      ) : (
        <ResponsiveContainer width="100%" height="100%">
          <BarChart data={ranks.slice(0, shown)} layout="vertical" maxBarSize={18} margin={{ top: 0, right: 12, bottom: 0, left: 0 }}>
            <CartesianGrid stroke="var(--line)" horizontal={false} />
            <XAxis
              type="number"
              domain={[0, most ?? "auto"]}
              tickFormatter={(value: number) => write(value, true)}
              stroke="var(--faint)"
              tick={{ fill: "var(--quiet)", fontSize: 11 }}
              tickLine={false}
              axisLine={false}
            />
            <YAxis
              type="category"
              dataKey="id"
              width={156}
              interval={0}
              tickFormatter={(id: string) => shortOf.get(id) ?? id}
              stroke="var(--faint)"
              tick={{ fill: "var(--quiet)", fontSize: 11 }}
              tickLine={false}
              axisLine={{ stroke: "var(--edge)" }}
            />
            <Tooltip
              isAnimationActive={false}
              cursor={{ fill: "var(--line)", opacity: 0.5 }}
              content={({ active, label, payload }) =>
                active ? (
                  <div className="rounded-control border border-line bg-raised px-3 py-2 text-xs shadow-(--float)">
                    <p className="font-medium">{nameOf.get(String(label))}</p>
                    <p className="tabular text-quiet">{typeof payload[0]?.value === "number" ? write(payload[0].value, false) : "–"}</p>
                  </div>
                ) : null
              }
            />
            <Bar dataKey="value" fill="var(--tier-0)" radius={[0, 2, 2, 0]} isAnimationActive={false} />
          </BarChart>
        </ResponsiveContainer>
      )}
    </ChartCard>
  );
}

/** Cut to the axis' room; without spaces that break, for the axis would make lines of them. */
const cut = (name: string): string =>
  (name.length > axisCharsMax ? `${name.slice(0, axisCharsMax - 1).trimEnd()}…` : name).replaceAll(" ", "\u00a0");
