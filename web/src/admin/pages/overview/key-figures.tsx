import type { ReactNode } from "react";
import type { Figures } from "../../../../../contracts/analytics.ts";
import { money } from "../../../money.ts";
import { countWords, shareWords } from "../../parts/chart-words.ts";

/** The period in six numbers, each with what it is made of. */
export function KeyFigures({ totals }: { totals: Figures }) {
  const { holds, holdsRefused, conflicts, confirms } = totals;
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-card border border-line bg-line md:grid-cols-3 xl:grid-cols-6">
      <Figure
        name="Revenue"
        value={
          totals.money.length === 0
            ? "–"
            : totals.money.map(({ currency, revenue }) => (
                <span key={currency} className="block">
                  {money(revenue, currency)}
                </span>
              ))
        }
        of={refundsOf(totals)}
      />
      <Figure name="Bookings" value={countWords(totals.bookings)} of={`${countWords(totals.seats)} seats`} />
      <Figure name="Conversion" value={shareWords(totals.conversion)} of={`${countWords(confirms)} of ${countWords(holds)} holds booked`} />
      <Figure
        name="Contention"
        value={shareWords(totals.contention)}
        of={`${countWords(conflicts)} of ${countWords(holds + holdsRefused)} asked for a taken seat`}
      />
      <Figure
        name="Failed payments"
        value={countWords(totals.paymentsFailed)}
        of={`${countWords(totals.bookingFailures)} failed attempts in all`}
      />
      <Figure name="Requests" value={countWords(totals.requests)} of="with an app’s key" />
    </dl>
  );
}

function Figure({ name, value, of }: { name: string; value: ReactNode; of: string }) {
  return (
    <div className="grid content-start gap-0.5 bg-ground px-4 py-3">
      <dt className="text-xs font-medium text-quiet">{name}</dt>
      <dd className="tabular font-display text-lg font-bold tracking-tight">{value}</dd>
      <dd className="text-xs text-quiet">{of}</dd>
    </div>
  );
}

function refundsOf({ money: amounts }: Figures): string {
  const refunds = amounts.filter((each) => each.refunds > 0).map((each) => money(each.refunds, each.currency));
  return refunds.length === 0 ? "nothing given back" : `${refunds.join(", ")} given back`;
}
