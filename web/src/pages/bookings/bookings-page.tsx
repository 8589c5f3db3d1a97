import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ChevronRight, Ticket } from "lucide-react";
import { Button } from "react-aria-components/Button";
import { Disclosure, DisclosurePanel } from "react-aria-components/Disclosure";
import { Heading } from "react-aria-components/Heading";
import { bookingsQuery } from "../../api/queries.ts";
import { buttonStyle } from "../../parts/button-style.ts";
import { Failed } from "../../parts/failed.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { WaitingStrip } from "../waitlist/waiting-strip.tsx";
import { BookingRow, type OwnBooking } from "./booking-row.tsx";

const skeletons = ["a", "b", "c"];

/** Upcoming first; what is past or cancelled is folded away. */
export function BookingsPage() {
  const bookings = useQuery(bookingsQuery);
  return (
    <div className="mx-auto max-w-2xl px-4 py-8 sm:px-6 sm:py-12">
      <PageHead title="My tickets" />
      <div className="mb-6 flex flex-wrap items-baseline justify-between gap-3">
        <h1 className="text-xl sm:text-2xl">My tickets</h1>
        <Link to="/orders" className="text-sm font-medium text-quiet hover:text-ink">
          Your orders
        </Link>
      </div>
      <WaitingStrip />
      {bookings.isError ? (
        <Failed error={bookings.error} retry={() => void bookings.refetch()} title="Your tickets did not load" />
      ) : bookings.data === undefined ? (
        <div aria-busy="true" className="grid gap-3">
          <span className="sr-only">Loading your tickets</span>
          {skeletons.map((each) => (
            <div key={each} className="skeleton h-29 rounded-card" />
          ))}
        </div>
      ) : (
        <Sorted bookings={bookings.data} />
      )}
    </div>
  );
}

function startOf({ booking }: OwnBooking): string {
  return booking.show?.startsAt ?? booking.bookingDate;
}

function Sorted({ bookings }: { bookings: OwnBooking[] }) {
  // A show in progress is not past yet for the one who sits in it.
  const past = Date.now() - 4 * 3_600_000;
  const isUpcoming = (each: OwnBooking) => each.booking.status === "CONFIRMED" && Date.parse(startOf(each)) > past;
  const upcoming = bookings.filter(isUpcoming).sort((a, b) => startOf(a).localeCompare(startOf(b)));
  const over = bookings.filter((each) => !isUpcoming(each)).sort((a, b) => startOf(b).localeCompare(startOf(a)));
  return (
    <>
      {upcoming.length > 0 ? (
        <List bookings={upcoming} />
      ) : (
        <div className="grid justify-items-center gap-3 rounded-card border border-dashed border-line px-4 py-14 text-center">
          <Ticket className="size-8 text-quiet" aria-hidden />
          <h2 className="text-lg">Nothing coming up</h2>
          <p className="text-quiet">Tickets that you book stand here, the next one first.</p>
          <Link to="/" className={buttonStyle("primary", "medium", "mt-2")}>
            See what’s on
          </Link>
        </div>
      )}
      {over.length > 0 ? (
        <Disclosure className="group mt-8">
          <Heading level={2}>
            <Button
              slot="trigger"
              className="flex items-center gap-1.5 rounded-control py-2 pr-3 text-sm font-medium text-quiet hover:text-ink"
            >
              <ChevronRight className="size-4 transition-transform duration-150 group-data-[expanded]:rotate-90" aria-hidden />
              Past and cancelled ({over.length})
            </Button>
          </Heading>
          <DisclosurePanel>
            <List bookings={over} />
          </DisclosurePanel>
        </Disclosure>
      ) : null}
    </>
  );
}

function List({ bookings }: { bookings: OwnBooking[] }) {
  return (
    <ul className="grid gap-3 pt-1">
      {bookings.map((each) => (
        <li key={each.booking.bookingId} className="min-w-0">
          <BookingRow {...each} />
        </li>
      ))}
    </ul>
  );
}
