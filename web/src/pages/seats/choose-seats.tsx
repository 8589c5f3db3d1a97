import { startTransition, useCallback, useEffect, useRef, useState } from "react";
import type { SeatMapLayout } from "../../../../contracts/seats.ts";
import type { ShowtimeWithListing } from "../../../../contracts/showtimes.ts";
import { Legend } from "./legend.tsx";
import { type LostNotice, noticeOf } from "./lost-seats.ts";
import type { PlanSeat } from "./plan.ts";
import { SeatMap } from "./seat-map.tsx";
import { SeatsHead } from "./seats-head.tsx";
import { MapSkeleton } from "./seats-skeleton.tsx";
import { Tray } from "./tray.tsx";
import { useHold } from "./use-hold.ts";
import { useSeatStore } from "./use-seat-store.ts";
import { useTrayRoom } from "./use-tray-room.ts";

export interface ChooseSeatsProps {
  show: ShowtimeWithListing;
  layout: SeatMapLayout;
  /** The seats' status as it was just now, if it is known. */
  availability: Uint8Array | undefined;
}

/** The map, the legend and the tray of one showtime. */
export function ChooseSeats({ show, layout, availability }: ChooseSeatsProps) {
  const live = useSeatStore(show.listing.domain, layout, availability);
  const { store } = live;
  const flow = useHold(show, live);
  const [onlyTier, setOnlyTier] = useState<number>();
  const [lost, setLost] = useState<LostNotice>();
  const [full, setFull] = useState(false);
  // Thousands of seats take a moment to draw; what stands around them need not wait.
  const [drawn, setDrawn] = useState(false);
  useEffect(() => startTransition(() => setDrawn(true)), []);
  const choosing = flow.now.step !== "held";
  const tray = useRef<HTMLElement>(null);
  const room = useTrayRoom(tray);

  useEffect(() => store.onLost((indexes) => setLost(noticeOf(indexes, store))), [store]);

  const pick = useCallback(
    (seat: PlanSeat) => {
      if (!choosing) return;
      const adds = !store.chosen.includes(seat.index) && store.isFree(seat.index);
      const tooMany = adds && store.chosen.length >= show.maxSeatsPerUser;
      setFull(tooMany);
      if (!tooMany) store.toggle(seat.index);
      setLost(undefined);
    },
    [choosing, store, show.maxSeatsPerUser],
  );
  const takeOffer = () => {
    store.choose([...store.chosen, ...(lost?.offer ?? []).map((seat) => seat.index)]);
    setLost(undefined);
  };

  return (
    <div className="flex h-full flex-col">
      <SeatsHead show={show} state={live.state} />
      <div className="relative flex min-h-0 flex-1 flex-col lg:flex-row">
        <section aria-label="Seats" className="seat-stage relative flex min-h-0 flex-1 flex-col" style={room.style}>
          <Legend plan={store.plan} only={onlyTier} choose={setOnlyTier} />
          <div className="min-h-0 flex-1">
            {drawn ? (
              <SeatMap store={store} domain={show.listing.domain} onlyTier={onlyTier} onSeat={pick} covered={room.least} />
            ) : (
              <div className="grid size-full place-items-center">
                <MapSkeleton />
              </div>
            )}
          </div>
        </section>
        <Tray
          ref={tray}
          show={show}
          store={store}
          flow={flow}
          onlyTier={onlyTier}
          notice={full ? `You can take up to ${show.maxSeatsPerUser} seats here.` : undefined}
          lost={lost}
          takeOffer={takeOffer}
          dropOffer={() => setLost(undefined)}
        />
      </div>
    </div>
  );
}
