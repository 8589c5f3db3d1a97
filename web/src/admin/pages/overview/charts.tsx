import type { Analytics } from "../../../../../contracts/analytics.ts";
import { money } from "../../../money.ts";
import { dayAndClock } from "../../../time.ts";
import { axisMoney, countWords, dayWords, shareWords } from "../../parts/chart-words.ts";
import { DayChart } from "../../parts/day-chart.tsx";
import { RankChart } from "../../parts/rank-chart.tsx";

const [blue, teal, pink] = ["var(--tier-0)", "var(--tier-1)", "var(--tier-2)"] as const;

export function Charts({ analytics }: { analytics: Analytics }) {
  const { days, apps, showtimes, totals } = analytics;
  const dates = days.map(({ day }) => day);
  const daily = (name: string, color: string, pick: (day: Analytics["days"][number]) => number | null) => ({
    name,
    color,
    values: days.map(pick),
  });
  const currencies = totals.money.map(({ currency }) => currency);
  return (
    <div className="grid gap-5 lg:grid-cols-2 [&>*:last-child:nth-child(odd)]:lg:col-span-2">
      {currencies.map((currency) => (
        <DayChart
          key={currency}
          title={`Revenue in ${currency}`}
          unit={`What the bookings of each day cost, in ${currency}`}
          kind="bars"
          days={dates}
          series={[daily("Revenue", blue, ({ money: all }) => all.find((each) => each.currency === currency)?.revenue ?? 0)]}
          write={(value, isShort) => (isShort ? axisMoney : money)(value, currency)}
        />
      ))}
      <DayChart
        title="Sales"
        unit="Bookings and seats a day"
        kind="lines"
        days={dates}
        series={[daily("Bookings", blue, ({ bookings }) => bookings), daily("Seats", pink, ({ seats }) => seats)]}
        write={countWords}
      />
      <DayChart
        title="Conversion"
        unit="Share of holds that became bookings, in per cent"
        kind="lines"
        days={dates}
        series={[daily("Conversion", teal, ({ conversion }) => conversion)]}
        write={shareWords}
        most={1}
      />
      <DayChart
        title="Contention"
        unit="Share of attempts to hold that met a taken seat, in per cent"
        kind="lines"
        days={dates}
        series={[daily("Contention", pink, ({ contention }) => contention)]}
        write={shareWords}
        most={1}
      />
      <DayChart
        title="Failures"
        unit="Failed payments and failed attempts to book a day"
        kind="lines"
        days={dates}
        series={[
          daily("Payments", pink, ({ paymentsFailed }) => paymentsFailed),
          daily("Attempts to book", blue, ({ bookingFailures }) => bookingFailures),
        ]}
        write={countWords}
      />
      <RankChart
        title="Requests"
        unit="Requests by app"
        ranks={apps
          .map(({ appId, name, requests }) => ({ id: appId, name, value: requests }))
          .filter(({ value }) => value > 0)
          .sort((a, b) => b.value - a.value)}
        write={countWords}
      />
      <RankChart
        title="Occupancy"
        unit="Share of seats taken by showtime, in per cent"
        ranks={showtimes.map(({ showtimeId, title, startsAt, timeZone, occupancy }) => ({
          id: showtimeId,
          name: `${title}, ${dayAndClock(startsAt, timeZone)}`,
          short: `${title.length > 15 ? `${title.slice(0, 14).trimEnd()}…` : title}, ${dayWords(startsAt.slice(0, 10))}`,
          value: occupancy,
        }))}
        write={shareWords}
        most={1}
      />
    </div>
  );
}
