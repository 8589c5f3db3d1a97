import { Link } from "@tanstack/react-router";
import type { BookingWithShow } from "../../../../contracts/bookings.ts";
import { type Domain, domainWords } from "../../domains.ts";
import { money } from "../../money.ts";
import { Poster } from "../../parts/poster.tsx";
import { placeOf } from "../../seat-place.ts";
import { dayAndClock, zoneName } from "../../time.ts";
import { seats as seatWords } from "../../words.ts";

export interface OwnBooking {
  domain: Domain;
  booking: BookingWithShow;
}
const namedMax = 2;

export function BookingRow({ domain, booking }: OwnBooking) {
  const { show } = booking;
  const seats = booking.seats.length > 0 ? booking.seats : booking.cancelledSeats;
  const [first] = seats;
  const gone = booking.status !== "CONFIRMED";
  const said = afterSaleWords(booking);
  return (
    <Link
      to="/bookings/$id"
      params={{ id: booking.bookingId }}
      search={{ d: domainWords[domain].param }}
      className="flex gap-4 rounded-card border border-line bg-raised p-3 transition-colors duration-150 hover:border-edge"
    >
      <Poster
        title={show?.title ?? "Marquee"}
        url={show?.posterUrl ?? null}
        className={`w-15 shrink-0 rounded-control ${gone ? "opacity-60 grayscale" : ""}`}
      />
      <span className="min-w-0 flex-1 self-center">
        <span className="block truncate font-display font-bold tracking-tight">{show?.title ?? "Your booking"}</span>
        {show === null ? null : (
          <>
            <span className="tabular block truncate text-sm">
              {dayAndClock(show.startsAt, show.timeZone)} <span className="text-quiet">{zoneName(show.startsAt, show.timeZone)}</span>
            </span>
            <span className="block truncate text-sm text-quiet">
              {show.venue}, {show.city}
            </span>
          </>
        )}
        <span className="tabular block truncate text-sm text-quiet">
          {seats.length <= namedMax && first !== undefined ? seats.map((seat) => placeOf(seat)).join(" · ") : seatWords(seats.length)}
        </span>
        {said === "" ? null : (
          <span className={`tabular mt-1 block truncate text-sm ${booking.status === "CANCELLED" ? "text-loss" : "text-quiet"}`}>
            {said}
          </span>
        )}
      </span>
    </Link>
  );
}

/** What became of it since it was bought, in a word or two. */
function afterSaleWords({ status, cancelledSeats, refundedAmount, currency, exchangedFrom }: BookingWithShow): string {
  const refunded = refundedAmount > 0 ? `, ${money(refundedAmount, currency)} back` : "";
  if (status === "CANCELLED") return `Cancelled${refunded}`;
  if (status === "EXCHANGED") return "Exchanged";
  if (cancelledSeats.length > 0) return `${seatWords(cancelledSeats.length)} given back${refunded}`;
  return exchangedFrom === null ? "" : "Exchanged seats";
}
