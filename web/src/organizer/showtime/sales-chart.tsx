import { Area, AreaChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import type { ShowtimeSales } from "../../../../contracts/sales.ts";
import { ChartCard } from "../../admin/parts/chart-card.tsx";
import { countWords } from "../../admin/parts/chart-words.ts";
import { money } from "../../money.ts";
import { clock, day, dayAndClock } from "../../time.ts";
import { curveOf } from "./sales-curve.ts";

const axis = { stroke: "var(--faint)", tick: { fill: "var(--quiet)", fontSize: 11 }, tickLine: false } as const;

/** How the house filled: seats sold up to each moment, on the venue's clocks. */
export function SalesChart({ sales, timeZone }: { sales: ShowtimeSales; timeZone: string }) {
  const curve = curveOf(sales, Date.now());
  const [first, last] = [curve[0], curve.at(-1)];
  const isShort = first !== undefined && last !== undefined && last.atMs - first.atMs < 36 * 3_600_000;
  const iso = (ms: number) => new Date(ms).toISOString();
  const tick = (ms: number) => (isShort ? clock : day)(iso(ms), timeZone);
  const table = {
    columns: [sales.step === "HOUR" ? "Hour from" : "Day (UTC)", "Bookings", "Seats", "Revenue"],
    rows: sales.points.map((point) => [
      sales.step === "HOUR" ? dayAndClock(point.at, timeZone) : day(point.at, "UTC"),
      countWords(point.bookings),
      countWords(point.seats),
      money(point.revenue, sales.currency),
    ]),
  };
  return (
    <ChartCard title="Sales" unit="Seats sold up to each moment, those that were given back since among them" table={table}>
      {curve.length === 0 ? (
        <p className="grid h-full place-content-center text-sm text-quiet">Nothing is sold yet.</p>
      ) : (
        <ResponsiveContainer width="100%" height="100%">
          <AreaChart data={curve} margin={{ top: 6, right: 6, bottom: 0, left: 0 }}>
            <CartesianGrid stroke="var(--line)" vertical={false} />
            <XAxis
              dataKey="atMs"
              type="number"
              scale="time"
              domain={["dataMin", "dataMax"]}
              tickFormatter={tick}
              minTickGap={40}
              axisLine={{ stroke: "var(--edge)" }}
              {...axis}
            />
            <YAxis width={44} allowDecimals={false} tickFormatter={(value: number) => countWords(value, true)} axisLine={false} {...axis} />
            <Tooltip
              isAnimationActive={false}
              cursor={{ stroke: "var(--edge)" }}
              content={({ active, payload }) => {
                const point = payload[0]?.payload as (typeof curve)[number] | undefined;
                if (!active || point === undefined) return null;
                return (
                  <div className="tabular rounded-control border border-line bg-raised px-3 py-2 text-xs shadow-(--float)">
                    <p className="mb-1 font-medium">{dayAndClock(iso(point.atMs), timeZone)}</p>
                    <p>{countWords(point.seats)} seats</p>
                    <p className="text-quiet">{money(point.revenue, sales.currency)}</p>
                  </div>
                );
              }}
            />
            <Area
              dataKey="seats"
              type="linear"
              stroke="var(--tier-1)"
              strokeWidth={2}
              fill="var(--tier-1)"
              fillOpacity={0.18}
              isAnimationActive={false}
            />
          </AreaChart>
        </ResponsiveContainer>
      )}
    </ChartCard>
  );
}
