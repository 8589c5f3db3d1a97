import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useLocation } from "@tanstack/react-router";
import { failedWith } from "../../api/failure.ts";
import { bookingQuery } from "../../api/queries.ts";
import { domainOfParam } from "../../domains.ts";
import { Failed } from "../../parts/failed.tsx";
import { NotFound } from "../../parts/not-found.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { AfterSale } from "./after-sale/after-sale.tsx";
import { Receipt } from "./receipt.tsx";
import { TicketFiles } from "./ticket-files.tsx";
import { TicketSkeleton } from "./ticket-skeleton.tsx";
import { TicketStrip } from "./ticket-strip.tsx";
import { ToTheOthers } from "./to-the-others.tsx";

const route = getRouteApi("/bookings/$id");
const titles = { CANCELLED: "A cancelled booking", EXCHANGED: "An exchanged booking" };

export function BookingPage() {
  const { id } = route.useParams();
  const found = useQuery(bookingQuery(domainOfParam(route.useSearch().d), id));
  const fresh = useLocation({ select: (location) => location.state.fresh === true });

  if (failedWith(found.error, "BOOKING_NOT_FOUND", "ROUTE_NOT_FOUND")) return <NotFound />;
  if (found.isError) return <Failed whole error={found.error} retry={() => void found.refetch()} title="Your booking did not load" />;
  if (found.data === undefined) return <TicketSkeleton />;
  const { booking, domain } = found.data;
  const { show } = booking;
  const several = booking.seats.length > 1;
  return (
    <div className="mx-auto grid max-w-4xl gap-8 px-4 py-8 sm:px-6 sm:py-12">
      <PageHead title={show === null ? booking.bookingId : `${show.title}, ${booking.bookingId}`} />
      <header className="print:hidden">
        <h1 className="text-xl sm:text-2xl">
          {fresh ? "You’re in" : booking.status === "CONFIRMED" ? (several ? "Your tickets" : "Your ticket") : titles[booking.status]}
        </h1>
        <p className="mt-2 text-quiet">
          {fresh
            ? "A confirmation is on its way to your inbox. This page is your ticket."
            : booking.status === "CONFIRMED"
              ? "Show this page at the entrance."
              : "It lets nobody in any more."}
        </p>
      </header>
      <TicketStrip domain={domain} booking={booking} />
      <div className="flex flex-wrap gap-3 print:hidden">
        <TicketFiles domain={domain} booking={booking} />
        <ToTheOthers domain={domain} booking={booking} />
        <Link to="/bookings" className="inline-flex h-10 items-center px-2 text-sm font-medium text-quiet hover:text-ink">
          All my tickets
        </Link>
      </div>
      <AfterSale booking={booking} />
      <Receipt booking={booking} />
    </div>
  );
}
