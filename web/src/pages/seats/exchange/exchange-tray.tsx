import { Link } from "@tanstack/react-router";
import { type Ref, useSyncExternalStore } from "react";
import type { BookingWithShow } from "../../../../../contracts/bookings.ts";
import type { ShowtimeWithListing } from "../../../../../contracts/showtimes.ts";
import { domainWords } from "../../../domains.ts";
import { Button } from "../../../parts/button.tsx";
import { buttonStyle } from "../../../parts/button-style.ts";
import { placeOf } from "../../../seat-place.ts";
import { dayAndClock } from "../../../time.ts";
import { seats } from "../../../words.ts";
import { ChosenSeats } from "../chosen-seats.tsx";
import { PlacesCard } from "../places-card.tsx";
import type { PlanSeat } from "../plan.ts";
import type { SeatStore } from "../seat-store.ts";
import { TrayFrame } from "../tray-frame.tsx";
import { TrayNotices } from "../tray-notices.tsx";
import { differenceWords, worthOf } from "./difference.ts";
import { PayDifference } from "./pay-difference.tsx";
import type { ExchangeFlow } from "./use-exchange.ts";

interface ExchangeTrayProps {
  ref: Ref<HTMLElement>;
  show: ShowtimeWithListing;
  store: SeatStore;
  booking: BookingWithShow;
  flow: ExchangeFlow;
}

/** What one has, what one takes for it, and what that costs. */
export function ExchangeTray({ ref, show, store, booking, flow }: ExchangeTrayProps) {
  useSyncExternalStore(store.onChange, store.ticks);
  const chosen = store.chosen.map((index) => store.plan.seats[index]).filter((seat): seat is PlanSeat => seat !== undefined);
  const numbered = chosen.filter((seat) => !seat.general);
  const { now } = flow;
  const paying = now.step === "paying" || (now.step === "working" && now.doing !== "exchanging");
  return (
    <TrayFrame ref={ref} label="Exchange">
      {now.step === "over" ? (
        <Over title={now.title} text={now.text} show={show} booking={booking} />
      ) : paying ? (
        <PayDifference flow={flow} chosen={chosen} />
      ) : (
        <>
          <TrayNotices notice={undefined} flow={flow} />
          <div className="min-h-0 flex-1 overflow-y-auto px-4 pb-2 sm:px-6">
            <Given booking={booking} />
            {numbered.length > 0 ? (
              <ChosenSeats title="New seats" seats={numbered} store={store} remove={(seat) => store.toggle(seat.index)} />
            ) : (
              <p className="py-3 text-sm text-quiet">Press {seats(booking.seats.length)} on the map.</p>
            )}
            <PlacesCard show={{ ...show, maxSeatsPerUser: booking.seats.length }} store={store} />
          </div>
          <Bar chosen={chosen} store={store} booking={booking} show={show} flow={flow} />
        </>
      )}
    </TrayFrame>
  );
}

function Given({ booking }: { booking: BookingWithShow }) {
  const { show } = booking;
  return (
    <div className="border-b border-line pt-4 pb-3 text-sm lg:pt-6">
      <h2 className="text-base font-bold">Exchange</h2>
      <p className="tabular text-quiet">
        You have {booking.seats.map((seat) => placeOf(seat)).join(" · ")}
        {show === null ? "" : ` on ${dayAndClock(show.startsAt, show.timeZone)}`}. They stay yours until the new seats are.
      </p>
    </div>
  );
}

interface BarProps {
  chosen: PlanSeat[];
  store: SeatStore;
  booking: BookingWithShow;
  show: ShowtimeWithListing;
  flow: ExchangeFlow;
}

/** The difference and the main step. */
function Bar({ chosen, store, booking, show, flow }: BarProps) {
  const sameShow = show.id === booking.showtimeId;
  const missing = booking.seats.length - chosen.length;
  const unchanged = sameShow && missing === 0 && chosen.every((seat) => store.ours.has(seat.index));
  const total = chosen.reduce((sum, seat) => sum + store.priceOf(seat), 0);
  const difference = total - worthOf(booking);
  return (
    <div className="shrink-0 px-4 pt-3 pb-4 sm:px-6 lg:border-t lg:border-line lg:pt-4 lg:pb-6">
      <p role="status" className="tabular mb-3 flex items-baseline justify-between gap-4">
        <span className="text-sm text-quiet">Difference</span>
        <span className="font-display text-lg font-bold">
          {missing > 0 || unchanged ? "–" : differenceWords(difference, show.currency)}
        </span>
      </p>
      <Button
        variant="primary"
        size="large"
        className="w-full"
        isDisabled={missing > 0 || unchanged}
        isPending={flow.busy}
        onPress={() => void flow.send()}
      >
        {flow.busy ? "Exchanging…" : difference > 0 && missing <= 0 ? "Go to pay the difference" : "Exchange"}
      </Button>
      <p className="mt-2 text-center text-xs text-quiet">
        {missing > 0 ? `Choose ${seats(missing)} more.` : unchanged ? "These are the seats that you have." : "No fees are added."}
      </p>
    </div>
  );
}

interface OverProps {
  title: string;
  text: string;
  show: ShowtimeWithListing;
  booking: BookingWithShow;
}

function Over({ title, text, show, booking }: OverProps) {
  return (
    <div role="alert" className="grid gap-4 p-4 sm:p-6">
      <div className="grid gap-1">
        <h2 className="text-lg">{title}</h2>
        <p className="text-sm text-quiet">{text}</p>
      </div>
      <Link
        to="/bookings/$id"
        params={{ id: booking.bookingId }}
        search={{ d: domainWords[show.listing.domain].param }}
        className={buttonStyle("primary", "medium")}
      >
        To my ticket
      </Link>
    </div>
  );
}
