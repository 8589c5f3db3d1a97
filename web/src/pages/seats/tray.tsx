import { type Ref, useSyncExternalStore } from "react";
import type { ShowtimeWithListing } from "../../../../contracts/showtimes.ts";
import { WaitlistCard } from "../waitlist/waitlist-card.tsx";
import { BestTogether } from "./best-together.tsx";
import { ChosenSeats } from "./chosen-seats.tsx";
import { HeldPanel } from "./held-panel.tsx";
import { HoldBar } from "./hold-bar.tsx";
import { HoldEnded } from "./hold-ended.tsx";
import { PlacesCard } from "./places-card.tsx";
import type { PlanSeat } from "./plan.ts";
import type { SeatStore } from "./seat-store.ts";
import { TrayFrame } from "./tray-frame.tsx";
import { TrayNotices } from "./tray-notices.tsx";
import type { HoldFlow } from "./use-hold.ts";

interface TrayProps {
  ref: Ref<HTMLElement>;
  show: ShowtimeWithListing;
  store: SeatStore;
  flow: HoldFlow;
  onlyTier: number | undefined;
  notice: string | undefined;
}

/** What one has picked and what comes next. */
export function Tray({ ref, show, store, flow, onlyTier, notice }: TrayProps) {
  useSyncExternalStore(store.onChange, store.ticks);
  const chosen = store.chosen.map((index) => store.plan.seats[index]).filter((seat): seat is PlanSeat => seat !== undefined);
  const numbered = chosen.filter((seat) => !seat.general);
  const soldOut = store.version !== -1 && store.freeCount() === 0;
  return (
    <TrayFrame ref={ref} label="Your seats">
      {flow.now.step === "held" ? (
        <HeldPanel held={flow.now.held} show={show} flow={flow} />
      ) : (
        <>
          <TrayNotices notice={notice} flow={flow} />
          {flow.now.step === "ended" ? <HoldEnded flow={flow} store={store} indexes={flow.now.indexes} /> : null}
          <div className="min-h-0 flex-1 overflow-y-auto px-4 sm:px-6">
            {numbered.length > 0 ? (
              <ChosenSeats seats={numbered} store={store} remove={(seat) => store.toggle(seat.index)} />
            ) : soldOut ? null : (
              <BestTogether show={show} store={store} flow={flow} onlyTier={onlyTier} />
            )}
            <PlacesCard show={show} store={store} />
            {(soldOut || flow.unmet !== undefined) && chosen.length === 0 ? (
              <div className="py-4">
                <WaitlistCard show={show} quantity={flow.unmet?.quantity} tier={flow.unmet?.tier} numbered />
              </div>
            ) : null}
          </div>
          {soldOut && chosen.length === 0 ? null : <HoldBar chosen={chosen} show={show} store={store} flow={flow} />}
        </>
      )}
    </TrayFrame>
  );
}
