import { useQuery } from "@tanstack/react-query";
import type { ShowtimeWithListing } from "../../../../contracts/showtimes.ts";
import { countWords } from "../../admin/parts/chart-words.ts";
import { money } from "../../money.ts";
import { Failed } from "../../parts/failed.tsx";
import { cancellationQuery } from "../api/organizer-queries.ts";

/** How far the refunds of a cancelled showtime are, until the last one is through. */
export function CancellationProgress({ show }: { show: ShowtimeWithListing }) {
  const report = useQuery(cancellationQuery(show.listing.domain, show.id));
  if (report.isError && report.data === undefined)
    return <Failed error={report.error} retry={() => void report.refetch()} title="The progress did not load" />;
  if (report.data === undefined) return <div className="skeleton h-36 rounded-card" />;
  const { status, reason, bookingsTotal, bookingsCancelled, refundsTotal, refundsPaid, amountTotal, amountPaid, currency } = report.data;
  return (
    <section aria-labelledby="cancelled" className="grid gap-4 rounded-card border border-line p-5">
      <div>
        <h2 id="cancelled" className="text-lg">
          {status === "DONE" ? "Cancelled, and everything is paid back" : "Cancelled. The money is on its way back"}
        </h2>
        {reason === null ? null : <p className="mt-1 text-quiet">“{reason}”</p>}
      </div>
      <div role="status" className="grid gap-4 sm:grid-cols-3">
        <Progress name="Bookings cancelled" done={bookingsCancelled} of={bookingsTotal} write={countWords} />
        <Progress name="Refunds paid" done={refundsPaid} of={refundsTotal} write={countWords} />
        <Progress name="Given back" done={amountPaid} of={amountTotal} write={(amount) => money(amount, currency)} />
      </div>
    </section>
  );
}

function Progress({ name, done, of, write }: { name: string; done: number; of: number; write: (value: number) => string }) {
  return (
    <div className="grid gap-1.5">
      <p className="text-xs font-medium text-quiet">{name}</p>
      <p className="tabular font-display text-lg font-bold tracking-tight">
        {write(done)} <span className="font-sans text-sm font-normal tracking-normal text-quiet">of {write(of)}</span>
      </p>
      <div className="h-1.5 overflow-hidden rounded-full bg-line" aria-hidden="true">
        <div
          className="h-full rounded-full bg-(--tier-1) transition-[width] duration-200"
          style={{ width: `${of === 0 ? 100 : (100 * done) / of}%` }}
        />
      </div>
    </div>
  );
}
