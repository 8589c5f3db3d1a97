import { Link } from "@tanstack/react-router";
import type { AdminBooking } from "../../../../contracts/admin.ts";
import { money } from "../../money.ts";
import { placeOf } from "../../seat-place.ts";
import { dayAndClock } from "../../time.ts";
import { Facts } from "../parts/facts.tsx";
import { IdText } from "../parts/id-text.tsx";
import { Moment } from "../parts/moment.tsx";
import { rowLink } from "../parts/row-link.ts";

/** One booking whole: what for, by whom, what was paid and what became of it. */
export function BookingDetails({ booking }: { booking: AdminBooking }) {
  const { bookingId, show, app, user, seats, cancelledSeats, amount, refundedAmount, currency, payments, exchangedFrom, exchangedTo } =
    booking;
  return (
    <div className="grid gap-4">
      <Facts
        facts={[
          ["For", show === null ? "–" : show.title],
          ["At", show === null ? "–" : `${dayAndClock(show.startsAt, show.timeZone)}, ${show.venue}`],
          ["App", app.name],
          ["Buyer", user === null ? "Erased" : `${user.name}, ${user.email}`],
          ["Amount", money(amount, currency)],
          ["Given back", money(refundedAmount, currency)],
          ["Booked", <Moment key="booked" at={booking.bookingDate} />],
          ["Changed", <Moment key="changed" at={booking.updatedAt} />],
          ["Showtime", <IdText key="showtime" id={booking.showtimeId} />],
          ...payments.map(({ paymentId }) => ["Payment", <IdText key={paymentId} id={paymentId} />] as const),
          ...(exchangedFrom === null ? [] : [["In place of", exchangedFrom] as const]),
          ...(exchangedTo === null ? [] : [["Exchanged for", exchangedTo] as const]),
        ]}
      />
      <section aria-labelledby="seats" className="grid gap-1">
        <h3 id="seats" className="text-sm">
          Seats
        </h3>
        <ul className="divide-y divide-line text-sm">
          {[...seats, ...cancelledSeats].map((seat, index) => (
            <li key={seat.id} className="flex justify-between gap-4 py-1.5">
              <span>
                {placeOf(seat, true)} <span className="text-quiet">{seat.tier}</span>
                {index < seats.length ? null : <span className="text-loss"> given back</span>}
              </span>
              <span className="tabular">{money(seat.price, currency)}</span>
            </li>
          ))}
        </ul>
      </section>
      <p className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
        {user === null ? null : (
          <Link to="/admin/users/$id" params={{ id: user.id }} className={rowLink}>
            The buyer
          </Link>
        )}
        <Link to="/admin/audit" search={{ subject: bookingId }} className={rowLink}>
          Audit log of this booking
        </Link>
      </p>
    </div>
  );
}
