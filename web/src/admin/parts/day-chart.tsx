import { Bar, BarChart, CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { ChartCard } from "./chart-card.tsx";
import { dayWords, longDayWords, nothing } from "./chart-words.ts";

export interface Series {
  name: string;
  color: string;
  /** One value a day, in the order of `days`; null where there is nothing to say. */
  values: readonly (number | null)[];
}

interface DayChartProps {
  title: string;
  unit: string;
  /** `2026-11-21`, without gaps. */
  days: readonly string[];
  series: readonly Series[];
  kind: "bars" | "lines";
  /** How a value is written: on the axis briefly, else whole. */
  write: (value: number, isShort: boolean) => string;
  /** The axis' end where it has one of its own: 1 for shares. */
  most?: number;
}

const axis = { stroke: "var(--faint)", tick: { fill: "var(--quiet)", fontSize: 11 }, tickLine: false } as const;

/** What happened each day, as bars (amounts) or lines (shares). */
export function DayChart({ title, unit, days, series, kind, write, most }: DayChartProps) {
  const data = days.map((day, place) => ({ day, ...Object.fromEntries(series.map(({ name, values }) => [name, values[place] ?? null])) }));
  const isEmpty = series.every(({ values }) => values.every((value) => value === null || value === 0));
  const told = (value: number | null | undefined) => (value === null || value === undefined ? "–" : write(value, false));
  const table = {
    columns: ["Day (UTC)", ...series.map(({ name }) => name)],
    rows: days.map((day, place) => [day, ...series.map(({ values }) => told(values[place]))]),
  };
  const common = { data, margin: { top: 6, right: 6, bottom: 0, left: 0 } };
  const parts = [
    <CartesianGrid key="grid" stroke="var(--line)" vertical={false} />,
    <XAxis key="x" dataKey="day" tickFormatter={dayWords} minTickGap={28} axisLine={{ stroke: "var(--edge)" }} {...axis} />,
    <YAxis
      key="y"
      width={56}
      allowDecimals={most !== undefined}
      domain={[0, most ?? "auto"]}
      tickFormatter={(value: number) => write(value, true)}
      axisLine={false}
      {...axis}
    />,
    <Tooltip
      key="tip"
      isAnimationActive={false}
      cursor={kind === "bars" ? { fill: "var(--line)", opacity: 0.5 } : { stroke: "var(--edge)" }}
      content={({ active, label, payload }) =>
        active ? (
          <div className="rounded-control border border-line bg-raised px-3 py-2 text-xs shadow-(--float)">
            <p className="mb-1 font-medium">{longDayWords(String(label))}</p>
            {payload.map(({ name, value }) => (
              <p key={String(name)} className="tabular flex justify-between gap-4">
                <span className="text-quiet">{String(name)}</span>
                {told(typeof value === "number" ? value : null)}
              </p>
            ))}
          </div>
        ) : null
      }
    />,
  ];
  return (
    <ChartCard
      title={title}
      unit={unit}
      table={table}
      {...(series.length > 1 && !isEmpty ? { legend: series.map(({ name, color }) => [name, color] as const) } : {})}
    >
      {isEmpty ? (
        <p className="grid h-full place-content-center text-sm text-quiet">{nothing}</p>
      ) : (
        <ResponsiveContainer width="100%" height="100%">
          {kind === "bars" ? (
            <BarChart {...common} maxBarSize={28}>
              {parts}
              {series.map(({ name, color }, place) => (
                <Bar
                  key={name}
                  dataKey={name}
                  stackId="day"
                  fill={color}
                  isAnimationActive={false}
                  {...(place === series.length - 1 ? { radius: [2, 2, 0, 0] as [number, number, number, number] } : {})}
                />
              ))}
            </BarChart>
          ) : (
            <LineChart {...common}>
              {parts}
              {series.map(({ name, color }, place) => (
                <Line
                  key={name}
                  dataKey={name}
                  type="linear"
                  stroke={color}
                  strokeWidth={2}
                  {...(place === 0 ? {} : { strokeDasharray: "5 3" })}
                  dot={days.length <= 31 ? { r: 2.5, fill: color, strokeWidth: 0 } : false}
                  activeDot={{ r: 4 }}
                  connectNulls={false}
                  isAnimationActive={false}
                />
              ))}
            </LineChart>
          )}
        </ResponsiveContainer>
      )}
    </ChartCard>
  );
}
