import { type Ref, useSyncExternalStore } from "react";
import type { ShowtimeWithListing } from "../../../../contracts/showtimes.ts";
import { BestTogether } from "./best-together.tsx";
import { ChosenSeats } from "./chosen-seats.tsx";
import { HeldPanel } from "./held-panel.tsx";
import { HoldBar } from "./hold-bar.tsx";
import { HoldEnded } from "./hold-ended.tsx";
import type { LostNotice } from "./lost-seats.ts";
import type { PlanSeat } from "./plan.ts";
import type { SeatStore } from "./seat-store.ts";
import { TrayNotices } from "./tray-notices.tsx";
import type { HoldFlow } from "./use-hold.ts";

interface TrayProps {
  ref: Ref<HTMLElement>;
  show: ShowtimeWithListing;
  store: SeatStore;
  flow: HoldFlow;
  onlyTier: number | undefined;
  notice: string | undefined;
  lost: LostNotice | undefined;
  takeOffer: () => void;
  dropOffer: () => void;
}

/** What one has picked and what comes next: beside the map, on a phone a sheet over its lower edge. */
export function Tray({ ref, show, store, flow, onlyTier, notice, lost, takeOffer, dropOffer }: TrayProps) {
  useSyncExternalStore(store.onChange, store.ticks);
  const chosen = store.chosen.map((index) => store.plan.seats[index]).filter((seat): seat is PlanSeat => seat !== undefined);
  return (
    <aside
      ref={ref}
      aria-label="Your seats"
      className="z-20 flex max-h-[70%] shrink-0 flex-col border-line bg-ground max-lg:absolute max-lg:inset-x-0 max-lg:bottom-0 max-lg:rounded-t-2xl max-lg:border-t max-lg:pb-[env(safe-area-inset-bottom)] max-lg:shadow-(--float) lg:max-h-none lg:w-92 lg:border-l"
    >
      {flow.now.step === "held" ? (
        <HeldPanel held={flow.now.held} show={show} flow={flow} />
      ) : (
        <>
          <TrayNotices notice={notice} lost={lost} failure={flow.failure} takeOffer={takeOffer} dropOffer={dropOffer} />
          {flow.now.step === "ended" ? <HoldEnded flow={flow} store={store} indexes={flow.now.indexes} /> : null}
          <div className="min-h-0 flex-1 overflow-y-auto px-4 sm:px-6">
            {chosen.length > 0 ? (
              <ChosenSeats seats={chosen} store={store} />
            ) : (
              <BestTogether show={show} store={store} onlyTier={onlyTier} />
            )}
          </div>
          <HoldBar chosen={chosen} show={show} flow={flow} />
        </>
      )}
    </aside>
  );
}
