import { type ReactNode, type Ref, startTransition, useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { ShowtimeWithListing } from "../../../../contracts/showtimes.ts";
import { priceReason } from "../../price-words.ts";
import { Legend } from "./legend.tsx";
import type { PlanSeat } from "./plan.ts";
import { SeatMap } from "./seat-map.tsx";
import { SeatsHead } from "./seats-head.tsx";
import { MapSkeleton } from "./seats-skeleton.tsx";
import type { LiveStore } from "./use-seat-store.ts";
import { useTrayRoom } from "./use-tray-room.ts";

interface MapStageProps {
  show: ShowtimeWithListing;
  live: LiveStore;
  /** A press on a seat, free or not. */
  pick: (seat: PlanSeat) => void;
  onlyTier: number | undefined;
  setOnlyTier: (tier: number | undefined) => void;
  /** Said under the head, where the map is not for buying. */
  banner?: ReactNode;
  tray: (ref: Ref<HTMLElement>) => ReactNode;
}

/** The head, the legend and the map, with a tray beside it, on a phone over its lower edge. */
export function MapStage({ show, live, pick, onlyTier, setOnlyTier, banner, tray }: MapStageProps) {
  const { store } = live;
  const change = useSyncExternalStore(store.onChange, () => store.change);
  // Thousands of seats take a moment to draw; what stands around them need not wait.
  const [drawn, setDrawn] = useState(false);
  useEffect(() => startTransition(() => setDrawn(true)), []);
  const element = useRef<HTMLElement>(null);
  const room = useTrayRoom(element);
  const { domain } = show.listing;
  return (
    <div className="flex h-full flex-col">
      <SeatsHead show={show} state={live.state} />
      {banner}
      <div className="relative flex min-h-0 flex-1 flex-col lg:flex-row">
        <section aria-label="Seats" className="seat-stage relative flex min-h-0 min-w-0 flex-1 flex-col" style={room.style}>
          <Legend store={store} only={onlyTier} choose={setOnlyTier} />
          <div className="min-h-0 flex-1">
            {drawn ? (
              <SeatMap
                store={store}
                domain={domain}
                onlyTier={onlyTier}
                onSeat={pick}
                covered={room.least}
                reason={priceReason(change, show)}
              />
            ) : (
              <div className="grid size-full place-items-center">
                <MapSkeleton />
              </div>
            )}
          </div>
        </section>
        {tray(element)}
      </div>
    </div>
  );
}
