import { useQuery } from "@tanstack/react-query";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useRef, useState } from "react";
import type { BookingWithShow } from "../../../../contracts/bookings.ts";
import { ticketsQuery } from "../../api/ticket-queries.ts";
import type { Domain } from "../../domains.ts";
import { IconButton } from "../../parts/button.tsx";
import { clock } from "../../time.ts";
import { Ticket } from "./ticket.tsx";

/** From so long before the show on, a ticket looks by itself whether it was used. */
const doorsHours = 4;

/** The tickets of a booking side by side: swiped, scrolled or stepped through, and all of them on paper. */
export function TicketStrip({ domain, booking }: { domain: Domain; booking: BookingWithShow }) {
  const { show, status } = booking;
  const untilStart = show === null ? 0 : Date.parse(show.startsAt) - Date.now();
  const near = status === "CONFIRMED" && untilStart < doorsHours * 3_600_000;
  const found = useQuery(ticketsQuery(domain, booking.bookingId, near));
  const strip = useRef<HTMLUListElement>(null);
  const [shown, setShown] = useState(0);
  const seats = booking.seats.length > 0 ? booking.seats : booking.cancelledSeats;
  const ticketOf = (seatId: string) => found.data?.find((ticket) => ticket.seat.id === seatId);

  // Where the strip is going: presses add up while it still moves.
  const aim = useRef(0);
  const step = (by: 1 | -1) => {
    aim.current = Math.min(Math.max(aim.current + by, 0), seats.length - 1);
    strip.current?.children[aim.current]?.scrollIntoView({ behavior: "smooth", inline: "center", block: "nearest" });
  };
  const scrolled = ({ scrollLeft, clientWidth }: HTMLUListElement) => {
    const place = scrollLeft / Math.max(1, clientWidth);
    setShown(Math.round(place));
    if (Math.abs(place - Math.round(place)) < 0.02) aim.current = Math.round(place);
  };
  const current = seats[shown];
  const used = current === undefined ? undefined : ticketOf(current.id);
  return (
    <section aria-label={seats.length === 1 ? "Ticket" : `${seats.length} tickets`} className="grid gap-4">
      <ul
        ref={strip}
        // What scrolls must be reached without a mouse, too.
        {...(seats.length > 1 && { tabIndex: 0, "aria-label": "Tickets, side by side" })}
        onScroll={({ currentTarget }) => scrolled(currentTarget)}
        className="-mx-4 flex snap-x snap-mandatory hide-scrollbar items-stretch overflow-x-auto pt-2 pb-8 sm:-mx-6 print:mx-0 print:block print:overflow-visible"
      >
        {seats.map((seat, at) => (
          <li key={seat.id} className="w-full shrink-0 snap-center px-4 sm:px-6 print:mb-8 print:px-0">
            <Ticket
              booking={booking}
              seat={seat}
              ticket={ticketOf(seat.id)}
              turn={seats.length > 1 ? `${at + 1} of ${seats.length}` : undefined}
            />
          </li>
        ))}
      </ul>
      {seats.length < 2 ? null : (
        <div className="-mt-6 flex items-center justify-center gap-2 print:hidden">
          <IconButton aria-label="Previous ticket" isDisabled={shown === 0} onPress={() => step(-1)}>
            <ChevronLeft className="size-5" aria-hidden />
          </IconButton>
          <p className="tabular min-w-16 text-center text-sm text-quiet" aria-live="polite">
            {shown + 1} of {seats.length}
          </p>
          <IconButton aria-label="Next ticket" isDisabled={shown >= seats.length - 1} onPress={() => step(1)}>
            <ChevronRight className="size-5" aria-hidden />
          </IconButton>
        </div>
      )}
      {found.isError ? (
        <p role="alert" className="text-center text-sm text-loss">
          The codes did not load. The door finds you by your booking number, too.
        </p>
      ) : null}
      {used?.checkedInAt && show !== null ? (
        <p role="status" className="tabular text-center text-sm text-quiet">
          Let in at {clock(used.checkedInAt, show.timeZone)}
        </p>
      ) : null}
    </section>
  );
}
