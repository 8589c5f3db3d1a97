import { useQuery } from "@tanstack/react-query";
import type { ShowtimeSales } from "../../../../contracts/sales.ts";
import type { ShowtimeWithListing } from "../../../../contracts/showtimes.ts";
import { countWords } from "../../admin/parts/chart-words.ts";
import { money } from "../../money.ts";
import { dateKey } from "../../time.ts";
import { gateCountsQuery } from "../api/organizer-queries.ts";
import { momentsOf } from "../zone-time.ts";
import { soldSince } from "./sales-curve.ts";

/** Today's numbers. Today is the venue's. */
export function KeyNumbers({ show, sales }: { show: ShowtimeWithListing; sales: ShowtimeSales | undefined }) {
  const gate = useQuery(gateCountsQuery(show.listing.domain, show.id));
  const [midnight] = momentsOf(`${dateKey(new Date(), show.timeZone)}T00:00`, show.timeZone);
  const today = sales === undefined || midnight === undefined || sales.step === "DAY" ? null : soldSince(sales, Date.parse(midnight));
  const figures = [
    {
      name: "Revenue",
      value: sales === undefined ? "–" : money(sales.revenue - sales.refunded, sales.currency),
      of: sales === undefined || sales.refunded === 0 ? "nothing given back" : `${money(sales.refunded, sales.currency)} given back`,
    },
    {
      name: "Today",
      value: sales === undefined || today === null ? "–" : money(today.revenue, sales.currency),
      of: today === null ? "sold by the day" : `${countWords(today.seats)} seats, ${countWords(today.bookings)} bookings`,
    },
    {
      name: "Seats sold",
      value: countWords(sales?.seats ?? 0),
      of: `of ${countWords(show.seatsTotal)}, in ${countWords(sales?.bookings ?? 0)} bookings`,
    },
    {
      name: "Checked in",
      value: countWords(gate.data?.checkedIn ?? show.checkedIn),
      of: `of ${countWords(gate.data?.expected ?? sales?.seats ?? 0)} expected`,
    },
  ];
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-card border border-line bg-line lg:grid-cols-4">
      {figures.map(({ name, value, of }) => (
        <div key={name} className="grid content-start gap-0.5 bg-ground px-4 py-3">
          <dt className="text-xs font-medium text-quiet">{name}</dt>
          <dd className="tabular font-display text-lg font-bold tracking-tight">{value}</dd>
          <dd className="text-xs text-quiet">{of}</dd>
        </div>
      ))}
    </dl>
  );
}
