import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ArrowLeftRight, Ban, Coins, Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import type { BookingWithShow } from "../../../../../contracts/bookings.ts";
import { showtimeQuery } from "../../../api/queries.ts";
import { domainOfListing, domainWords } from "../../../domains.ts";
import { money } from "../../../money.ts";
import { placeOf } from "../../../seat-place.ts";

/** What happened to a booking: a cancelled date, seats that were given back, money that was refunded, where it was exchanged from and to. */
export function AfterSaleFacts({ booking }: { booking: BookingWithShow }) {
  const { show, currency, cancelledSeats, refundedAmount, exchangedFrom, exchangedTo } = booking;
  const domain = show === null ? undefined : domainOfListing(show.listingId);
  const showtime = useQuery({ ...showtimeQuery(domain, booking.showtimeId), enabled: show !== null });
  const called = showtime.data?.status === "CANCELLED";
  if (!called && cancelledSeats.length === 0 && refundedAmount === 0 && exchangedFrom === null && exchangedTo === null) return null;
  return (
    <section aria-label="What changed" className="grid max-w-xl gap-4 rounded-card border border-line bg-raised p-4 text-sm sm:p-5">
      {called ? (
        <Fact icon={<Ban className="size-5 text-loss" aria-hidden />}>
          <b className="block font-semibold">This date is cancelled</b>
          {booking.amount === 0 ? "Your seats cost nothing." : "Everything that you paid goes back the way that it came."}
        </Fact>
      ) : null}
      {cancelledSeats.length > 0 ? (
        <Fact icon={<Undo2 className="size-5 text-quiet" aria-hidden />}>
          <b className="block font-semibold">Given back</b>
          <ul>
            {cancelledSeats.map((seat) => (
              <li key={seat.id} className="tabular flex justify-between gap-4 text-quiet">
                <s>
                  {placeOf(seat, true)} · {seat.tier}
                </s>
                <s>{money(seat.price, currency)}</s>
              </li>
            ))}
          </ul>
        </Fact>
      ) : null}
      {refundedAmount > 0 ? (
        <Fact icon={<Coins className="size-5 text-quiet" aria-hidden />}>
          <p className="tabular flex justify-between gap-4 font-semibold">
            <span>Refunded</span>
            <span>{money(refundedAmount, currency)}</span>
          </p>
        </Fact>
      ) : null}
      {exchangedFrom === null ? null : <Exchanged words="Exchanged from" bookingId={exchangedFrom} domain={domain} />}
      {exchangedTo === null ? null : <Exchanged words="Exchanged for" bookingId={exchangedTo} domain={domain} />}
    </section>
  );
}

interface ExchangedProps {
  words: string;
  bookingId: string;
  domain: ReturnType<typeof domainOfListing> | undefined;
}

function Exchanged({ words, bookingId, domain }: ExchangedProps) {
  return (
    <Fact icon={<ArrowLeftRight className="size-5 text-quiet" aria-hidden />}>
      {words}{" "}
      <Link
        to="/bookings/$id"
        params={{ id: bookingId }}
        search={{ d: domain === undefined ? undefined : domainWords[domain].param }}
        className="tabular font-semibold underline underline-offset-4"
      >
        {bookingId}
      </Link>
    </Fact>
  );
}

function Fact({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <div className="flex gap-3">
      <span className="shrink-0">{icon}</span>
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}
