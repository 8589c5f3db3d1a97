import { useQuery } from "@tanstack/react-query";
import { countWords } from "../../../admin/parts/chart-words.ts";
import type { Domain } from "../../../domains.ts";
import { money } from "../../../money.ts";
import { deskSummaryQuery } from "../api/shop-queries.ts";

/** What waits at the desk, and what came in lately. */
export function DeskFigures({ domain }: { domain: Domain }) {
  const { data } = useQuery(deskSummaryQuery(domain));
  const count = (value: number | undefined) => (value === undefined ? "–" : countWords(value));
  const revenue = data?.revenue ?? [];
  const figures = [
    { name: "To ship", values: [count(data?.toShip)], of: "paid and not sent yet" },
    { name: "On their way", values: [count(data?.shipped)], of: "sent, not delivered yet" },
    { name: "Not paid yet", values: [count(data?.pendingCount)], of: "lapse if nobody pays" },
    {
      name: "Revenue",
      values: data === undefined ? ["–"] : revenue.length === 0 ? ["0"] : revenue.map(({ amount, currency }) => money(amount, currency)),
      of: data === undefined ? "before refunds" : `${data.days} days, before refunds`,
    },
  ];
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-card border border-line bg-line lg:grid-cols-4">
      {figures.map(({ name, values, of }) => (
        <div key={name} className="grid content-start gap-0.5 bg-ground px-4 py-3">
          <dt className="text-xs font-medium text-quiet">{name}</dt>
          {values.map((value) => (
            <dd key={value} className="tabular font-display text-lg font-bold tracking-tight">
              {value}
            </dd>
          ))}
          <dd className="min-h-4 text-xs text-quiet">{of}</dd>
        </div>
      ))}
    </dl>
  );
}
