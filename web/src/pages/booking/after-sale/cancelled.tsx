import type { BookingRefund, CancelledBooking } from "../../../../../contracts/bookings.ts";
import { money } from "../../../money.ts";
import { Button } from "../../../parts/button.tsx";
import { seats } from "../../../words.ts";

/** What was given up and what comes back when. */
export function Cancelled({ done, leave }: { done: CancelledBooking; leave: () => void }) {
  const { booking, refund } = done;
  return (
    <div className="grid gap-4">
      <div role="status" className="grid gap-2">
        <p>
          {booking.status === "CANCELLED"
            ? "Your booking is cancelled; its tickets no longer open the door."
            : `You keep ${seats(booking.seats.length)}; the tickets of the others no longer open the door.`}
        </p>
        <p className="text-quiet">{refundWords(refund)}</p>
        {refund.id === null ? null : <p className="text-sm text-quiet select-all">Refund {refund.id}</p>}
      </div>
      <Button variant="primary" className="justify-self-end" onPress={leave}>
        All right
      </Button>
    </div>
  );
}

/** When the money comes, as far as we know. */
export function refundWords({ status, amount, currency }: BookingRefund): string {
  if (status === "NONE" || amount === 0) return "Nothing is refunded for these seats.";
  const sum = money(amount, currency);
  if (status === "SUCCEEDED") return `${sum} went back to your card. Your bank shows it within five working days.`;
  return `${sum} is on its way to your card. That takes a few minutes here, and up to five working days at your bank.`;
}
