import { useCallback, useState } from "react";
import type { BookingWithShow } from "../../../../../contracts/bookings.ts";
import type { ShowtimeWithListing } from "../../../../../contracts/showtimes.ts";
import { MapStage } from "../map-stage.tsx";
import type { PlanSeat } from "../plan.ts";
import type { LiveStore } from "../use-seat-store.ts";
import { ExchangeTray } from "./exchange-tray.tsx";
import { useExchange } from "./use-exchange.ts";

interface ExchangeSeatsProps {
  show: ShowtimeWithListing;
  live: LiveStore;
  booking: BookingWithShow;
}

/** The map for choosing other seats for those that one has: always as many. */
export function ExchangeSeats({ show, live, booking }: ExchangeSeatsProps) {
  const { store } = live;
  const flow = useExchange(show, booking, live);
  const [onlyTier, setOnlyTier] = useState<number>();
  const count = booking.seats.length;
  const choosing = flow.now.step === "choosing";
  const { choosing: goOn } = flow;

  const pick = useCallback(
    (seat: PlanSeat) => {
      if (!choosing) return;
      const { chosen } = store;
      // One more takes the place of the one that was chosen first.
      if (!chosen.includes(seat.index) && store.isFree(seat.index))
        store.choose([...chosen.slice(Math.max(0, chosen.length - count + 1)), seat.index]);
      else store.toggle(seat.index);
      goOn();
    },
    [choosing, store, count, goOn],
  );

  return (
    <MapStage
      show={show}
      live={live}
      pick={pick}
      onlyTier={onlyTier}
      setOnlyTier={setOnlyTier}
      tray={(ref) => <ExchangeTray ref={ref} show={show} store={store} booking={booking} flow={flow} />}
    />
  );
}
