import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { Failed } from "../../../parts/failed.tsx";
import { analyticsQuery } from "../../api/admin-queries.ts";
import { queryOf } from "../../api/admin-request.ts";
import { AdminHead } from "../../parts/admin-head.tsx";
import { AppFilter } from "../../parts/app-filter.tsx";
import { CsvButton } from "../../parts/csv-button.tsx";
import { ChoiceFilter, Filters, PeriodFilter } from "../../parts/filters.tsx";
import { domainNames } from "../apps/domain-names.ts";
import { Charts } from "./charts.tsx";
import { KeyFigures } from "./key-figures.tsx";
import { lastDays } from "./last-days.ts";
import { LiveCards } from "./live-cards.tsx";

const presets = [7, 30, 90];
const skeletons = ["a", "b", "c", "d", "e", "f"];

/** How the platform does: its figures for some days, and its parts at this moment. */
export function OverviewPage() {
  const { appId, domain, from, to } = useSearch({ from: "/admin/" });
  const query = queryOf({ appId, domain, from, to });
  const analytics = useQuery(analyticsQuery(query));
  const { data } = analytics;
  return (
    <>
      <AdminHead title="Overview" lead="Days in UTC, the first and the last counted. Counts of today may be half a minute old.">
        <CsvButton path="/analytics" query={query} name="analytics.csv" />
      </AdminHead>
      <Filters>
        <AppFilter />
        <ChoiceFilter name="domain" label="Domain" all="All domains" choices={Object.entries(domainNames)} />
        <PeriodFilter fallback={data === undefined ? {} : { from: data.from, to: data.to }} />
        <ul className="flex gap-1 pb-0.5" aria-label="Periods">
          {presets.map((days) => {
            const period = lastDays(days);
            const isHere = data?.from === period.from && data.to === period.to;
            return (
              <li key={days}>
                <Link
                  to="."
                  search={(before) => ({ ...before, ...period })}
                  replace
                  aria-current={isHere ? "true" : undefined}
                  className="inline-flex h-8 items-center rounded-full border border-line px-3 text-xs font-medium text-quiet hover:text-ink aria-[current]:border-accent aria-[current]:text-ink"
                >
                  {days} days
                </Link>
              </li>
            );
          })}
        </ul>
      </Filters>
      <LiveCards />
      {analytics.isError ? (
        <Failed error={analytics.error} retry={() => void analytics.refetch()} title="The figures did not load" />
      ) : data === undefined ? (
        <div className="grid gap-5" aria-busy="true">
          <div className="skeleton h-27 rounded-card" />
          <div className="grid gap-5 lg:grid-cols-2">
            {skeletons.map((each) => (
              <div key={each} className="skeleton h-80 rounded-card" />
            ))}
          </div>
        </div>
      ) : (
        <div className={`grid gap-5 transition-opacity duration-150 ${analytics.isPlaceholderData ? "opacity-60" : ""}`}>
          <KeyFigures totals={data.totals} />
          <Charts analytics={data} />
        </div>
      )}
    </>
  );
}
