import type { BookingWithShow } from "../../../../contracts/bookings.ts";
import { money } from "../../money.ts";
import { placeOf } from "../../seat-place.ts";
import { dayAndClock } from "../../time.ts";

const payments: Record<BookingWithShow["paymentStatus"], string> = {
  PENDING: "Payment under way",
  SUCCESS: "Paid",
  FAILED: "Not paid",
  REFUNDED: "Refunded",
  PARTIALLY_REFUNDED: "Refunded in part",
};

export function Receipt({ booking }: { booking: BookingWithShow }) {
  const { seats, currency, amount } = booking;
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <section aria-labelledby="receipt" className="max-w-md">
      <h2 id="receipt" className="mb-2 text-lg">
        Receipt
      </h2>
      <ul className="divide-y divide-line border-y border-line text-sm">
        {seats.map((seat) => (
          <li key={seat.id} className="flex justify-between gap-4 py-2.5">
            <span>
              {placeOf(seat, true)} <span className="text-quiet">· {seat.tier}</span>
            </span>
            <span className="tabular">{money(seat.price, currency)}</span>
          </li>
        ))}
      </ul>
      <p className="tabular flex justify-between py-2.5 font-semibold">
        <span>{booking.paymentId === null && amount === 0 ? "Free" : payments[booking.paymentStatus]}</span>
        <span>{money(amount, currency)}</span>
      </p>
      <p className="tabular text-xs text-quiet">Booked {dayAndClock(booking.bookingDate, here)}, your time.</p>
    </section>
  );
}
